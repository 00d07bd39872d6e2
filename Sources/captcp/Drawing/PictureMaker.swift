import CairoRenderer
import Charts
import FigureCheck
@preconcurrency import Glibc
import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// Draws charts with Cairo and Pango, or as SVG without them; also for reports.
final class PictureMaker: FigureRenderer {
  /// What pictures say of the capture they show.
  struct Origin {
    /// Files, sizes, first time; digests if asked for.
    var source: String
    /// Time that is written as that of creation, seconds since the epoch.
    var creationSeconds: Int64

    /// Takes it from the result of a reading.
    init(_ analysis: Analysis) { self.init([analysis]) }

    /// Takes it from the results of reading several captures.
    init(_ analyses: [Analysis]) {
      source = analyses.map { Self.source($0.capture) }.joined(separator: "; ")
      let epoch = getenv("SOURCE_DATE_EPOCH").flatMap { Int64(String(cString: $0)) }
      let last = analyses.compactMap(\.capture.lastTime).max()
      creationSeconds = epoch ?? last?.flooredSeconds.seconds ?? 0
    }

    private static func source(_ capture: CaptureSummary) -> String {
      let files = capture.files.map { file in
        "\(file.name), \(file.bytes) B" + (file.sha256.map { ", SHA-256 \($0)" } ?? "")
      }
      let first = capture.firstTime.map { ", first packet \(Timestamp(nanoseconds: $0).iso8601())" } ?? ""
      return files.joined(separator: "; ") + first
    }
  }

  /// What the user said about pictures beyond their style.
  struct Settings {
    /// What measures texts.
    var metrics = ChartOptions.Metrics.pango
    /// Resolution of a PNG in dots per inch; `nil` for the preset's.
    var dpi: Double?
    /// PNG without a background.
    var isTransparent = false
    /// Whether drawn charts are checked.
    var isStrict = false
  }

  private let settings: Settings
  private let origin: Origin
  private let console: Console
  private lazy var pango = PangoMeasurer()
  private var saidFonts: Set<[String]> = []
  private var violations: [String] = []

  /// Makes a maker for one run.
  init(settings: Settings, origin: Origin, console: Console) {
    self.settings = settings
    self.origin = origin
    self.console = console
  }

  /// Draws a chart in one form, as one file.
  ///
  /// - Throws: ``CommandFailure``, also where the form has no pages and the chart needs several.
  func picture(_ chart: any Chart, style: ChartStyle, format: OutputFormat) throws(CommandFailure) -> [UInt8]
  {
    let scenes = try scenes(of: chart, style: style)
    guard format == .pdf else {
      guard scenes.count == 1 else {
        throw CommandFailure(
          .usage,
          "the chart needs \(scenes.count) pages: name a file with -o, make it a PDF, or show less (-t, --frames)"
        )
      }
      return try picture(scenes[0], of: chart, style: style, format: format)
    }
    do {
      return try PDFRenderer(sharing: pango).pdf(scenes, metadata: metadata(scenes[0], chart, style))
    } catch {
      throw Self.failure(error)
    }
  }

  /// Checks a chart's layout, and its PDF as `lint-figure` does, if the user asked for it.
  ///
  /// - Throws: ``CommandFailure`` for a chart that cannot be drawn.
  func checkStrictly(_ chart: any Chart, style: ChartStyle) throws(CommandFailure) {
    guard settings.isStrict else { return }
    let name = type(of: chart).kind
    for scene in try scenes(of: chart, style: style) {
      violations += LayoutAssertions.violations(in: scene, style: style).map { "\(name): \($0)" }
    }
    let bytes = try picture(chart, style: style, format: .pdf)
    do {
      let figure = try FigureInspection(of: bytes)
      let lint = FigureLint(minimumTextSize: style.preset.minimumTextSize)
      violations += lint.findings(in: figure).map { "\(name): page \($0.page): \($0.text)" }
    } catch {
      violations.append("\(name): \(error)")
    }
  }

  /// Ends the checks, once everything is written.
  ///
  /// - Throws: ``CommandFailure`` of status 4 with a line for each rule that a chart breaks.
  func reportViolations() throws(CommandFailure) {
    guard !violations.isEmpty else { return }
    throw CommandFailure(.checkFailed, lines: violations)
  }

  /// Draws the pages of a chart, as PNG or SVG each.
  ///
  /// - Throws: ``CommandFailure``.
  func pages(_ chart: any Chart, style: ChartStyle, format: OutputFormat) throws(CommandFailure) -> [[UInt8]]
  {
    var pages: [[UInt8]] = []
    for scene in try scenes(of: chart, style: style) {
      pages.append(try picture(scene, of: chart, style: style, format: format))
    }
    return pages
  }

  private func picture(
    _ scene: Scene, of chart: any Chart, style: ChartStyle, format: OutputFormat
  ) throws(CommandFailure) -> [UInt8] {
    guard format == .png else {
      return SVGWriter(usesVariables: style.preset == .html, isFluid: style.preset == .html).svg(scene)
    }
    do {
      return try PNGRenderer(sharing: pango).png(
        scene, dpi: settings.dpi ?? style.preset.pngResolution, metadata: metadata(scene, chart, style),
        transparent: settings.isTransparent)
    } catch {
      throw Self.failure(error)
    }
  }

  /// Draws a chart as SVG for a page.
  func svg(_ chart: any Chart, style: ChartStyle, idPrefix: String) throws -> FigureSVG {
    let scene = try scenes(of: chart, style: style)[0]
    let writer = SVGWriter(
      idPrefix: idPrefix, usesVariables: style.preset == .html, isFluid: style.preset == .html)
    return FigureSVG(
      text: String(decoding: writer.svg(scene), as: UTF8.self), width: scene.width, height: scene.height,
      plots: scene.plots)
  }

  /// Draws a chart as PNG for a document.
  func png(_ chart: any Chart, style: ChartStyle) throws -> [UInt8] {
    try picture(chart, style: style, format: .png)
  }

  /// The pages of a chart, one at least.
  private func scenes(of chart: any Chart, style: ChartStyle) throws(CommandFailure) -> [Scene] {
    let measurer: any TextMeasurer = settings.metrics == .builtin ? BuiltinMeasurer() : pango
    if settings.metrics == .pango { warnOfFonts(style) }
    do {
      if let paged = chart as? any PagedChart {
        let pages = try paged.pages(style: style, measurer: measurer)
        if !pages.isEmpty { return pages }
      }
      return [try chart.scene(style: style, measurer: measurer)]
    } catch {
      throw CommandFailure(.usage, error.description)
    }
  }

  /// Pango replaces a family that is missing without a word.
  private func warnOfFonts(_ style: ChartStyle) {
    let families = style.fontFamilies ?? style.preset.fontFamilies
    guard saidFonts.insert(families).inserted, pango.hasAnyFont else { return }
    guard let family = pango.resolvedFamily(for: families) else { return }
    if !families.contains(where: { $0.lowercased() == family.lowercased() }) {
      let wanted = families.filter { $0 != "sans-serif" }.joined(separator: ", ")
      console.warn("no font of \(wanted) is installed: \(family) stands in for it")
    }
  }

  private func metadata(_ scene: Scene, _ chart: any Chart, _ style: ChartStyle) -> PictureMetadata {
    // Who prints them on a terminal must not be told what to do by the name of a file.
    PictureMetadata(
      title: Escaping.printable(scene.title), description: Escaping.printable(scene.altText),
      software: Version.tool, source: Escaping.printable(origin.source),
      keywords: ["TCP", type(of: chart).kind, FigureKeywords.word(for: style.preset)],
      creationSeconds: origin.creationSeconds)
  }

  private static func failure(_ error: RendererError) -> CommandFailure {
    switch error {
    case .noFonts, .drawing, .compression: CommandFailure(.missing, error.description)
    case .invalidPage, .invalidResolution, .tooManyPixels: CommandFailure(.usage, error.description)
    }
  }
}
