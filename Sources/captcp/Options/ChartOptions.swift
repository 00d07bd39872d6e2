public import ArgumentParser
import CairoRenderer
public import Charts

extension Preset: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}

/// A length with its unit, in points: `90mm`, `3.5in`, `240pt`.
struct PageLength: ExpressibleByArgument, Equatable {
  /// The length in points of 1/72 inch.
  let points: Double

  init?(argument: String) {
    let units: KeyValuePairs<String, Double> = ["mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72, "pt": 1]
    guard let unit = units.first(where: { argument.hasSuffix($0.key) }),
      let number = Double(argument.dropLast(unit.key.count)), number.isFinite, number > 0
    else { return nil }
    points = number * unit.value
    guard (18...14_400).contains(points) else { return nil }
  }
}

/// Width and height, `90mmx55mm`; a unit at the end only holds for both.
struct PageSize: ExpressibleByArgument, Equatable {
  let width: PageLength
  let height: PageLength

  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, let height = PageLength(argument: sides[1]) else { return nil }
    let unit = String(sides[1].suffix(2))
    guard let width = PageLength(argument: sides[0]) ?? PageLength(argument: sides[0] + unit) else {
      return nil
    }
    self.width = width
    self.height = height
  }
}

/// Two numbers, `from,to` or `from..to`.
struct AxisRange: ExpressibleByArgument, Equatable {
  let range: ClosedRange<Double>

  init?(argument: String) {
    let text =
      argument.contains("..")
      ? argument.split(separator: "..", omittingEmptySubsequences: false)
      : argument.split(separator: ",", omittingEmptySubsequences: false)
    guard text.count == 2, let from = Double(text[0]), let to = Double(text[1]), from.isFinite, to.isFinite,
      from < to
    else { return nil }
    range = from...to
  }
}

/// Options of every chart.
struct ChartOptions: ParsableArguments {
  /// Which rows leave the program as data.
  enum DataRows: String, CaseIterable, ExpressibleByArgument {
    case full, reduced
  }

  /// What measures texts.
  enum Metrics: String, CaseIterable, ExpressibleByArgument {
    case pango, builtin
  }

  @Option(
    help: ArgumentHelp("Where the picture will stand; sets size, type and resolution.", valueName: "preset"))
  var preset: Preset = .screen
  @Option(help: ArgumentHelp("Colours.", valueName: "theme"))
  var theme: Theme = .light
  @Option(help: ArgumentHelp("Width of the picture, with unit: 90mm, 3.5in, 240pt.", valueName: "length"))
  var width: PageLength?
  @Option(help: ArgumentHelp("Height of the picture.", valueName: "length"))
  var height: PageLength?
  @Option(help: ArgumentHelp("Width and height at once: 90mmx55mm.", valueName: "WxH"))
  var size: PageSize?
  @Option(help: ArgumentHelp("Title instead of the usual one.", valueName: "text"))
  var title: String?
  @Flag(name: .customLong("no-title"), help: "Neither title nor subtitle in the picture.")
  var hidesTitle = false
  @Flag(help: "Logarithmic horizontal axis of a distribution (rtt, compare); axes of time are linear.")
  var xLog = false
  @Flag(help: "Logarithmic value axis; spacing and spacing-data-ack have it anyway.")
  var yLog = false
  @Option(
    help: ArgumentHelp(
      "Time axis from..to, in seconds; of a distribution alone, its axis in the unit of its title.",
      valueName: "from..to"))
  var xRange: AxisRange?
  @Option(help: ArgumentHelp("Value axis from..to, in the unit of its title.", valueName: "from..to"))
  var yRange: AxisRange?
  @Option(help: ArgumentHelp("Font family instead of the preset's.", valueName: "family"))
  var font: String?
  @Option(
    help: ArgumentHelp(
      "What measures texts: the fonts of this system, or built-in tables, which lay out alike everywhere.",
      valueName: "source"))
  var metrics: Metrics = .pango
  @Option(
    help: ArgumentHelp(
      "What is marked on the time axis: nothing (none), the states that the data show (auto, the usual), or those and "
        + "the lines of a file: time,text or start..stop,text, times as for -t.", valueName: "what"),
    completion: .file())
  var annotate: String?
  @Option(
    help: ArgumentHelp(
      "Rows of the chart's data: all (full), or those that a picture of this size shows (reduced), for tools that "
        + "cannot draw so many.", valueName: "rows"))
  var data: DataRows = .full
  @Flag(help: "Check the drawn chart as lint-figure does, and its layout; status 4 if a rule is broken.")
  var strict = false
  @Flag(help: "PNG with a transparent background.")
  var transparent = false
  @Option(
    help: ArgumentHelp("Resolution of a PNG in dots per inch, instead of the preset's.", valueName: "number"))
  var dpi: Double?

  func validate() throws {
    if size != nil, width != nil || height != nil {
      throw ValidationError("--size stands for --width and --height")
    }
    if title != nil, hidesTitle { throw ValidationError("--title and --no-title exclude each other") }
    if let dpi, !(10...2400).contains(dpi) { throw ValidationError("--dpi must be 10 to 2400") }
  }

  /// Options that change pictures and nothing else, and the forms that they change.
  static let formats: [String: Set<OutputFormat>] = [
    "preset": OptionUse.pictures, "theme": OptionUse.pictures, "width": OptionUse.pictures,
    "height": OptionUse.pictures, "size": OptionUse.pictures, "title": OptionUse.pictures,
    "no-title": OptionUse.pictures, "x-log": OptionUse.pictures, "y-log": OptionUse.pictures,
    "x-range": OptionUse.pictures, "y-range": OptionUse.pictures, "font": OptionUse.pictures,
    "metrics": OptionUse.pictures, "annotate": OptionUse.pictures, "transparent": [.png], "dpi": [.png],
    "data": dataFormats,
  ]

  /// The forms that hold the data of a chart.
  static let dataFormats: Set<OutputFormat> = [.csv, .json, .dat]

  /// Options that say which rows a picture shows: by `--data reduced`, those of the data too.
  static let pageOptions: Set<String> = [
    "preset", "width", "height", "size", "x-range", "y-range", "y-log",
  ]

  /// Which of them the user gave.
  ///
  /// A chart that is only checked (--strict) is drawn for that.
  var uses: [OptionUse] {
    let given: KeyValuePairs<String, Bool> = [
      "preset": preset != .screen, "theme": theme != .light, "width": width != nil, "height": height != nil,
      "size": size != nil, "title": title != nil, "no-title": hidesTitle, "x-log": xLog, "y-log": yLog,
      "x-range": xRange != nil, "y-range": yRange != nil, "font": font != nil, "metrics": metrics != .pango,
      "data": data != .full, "annotate": annotate != nil, "transparent": transparent, "dpi": dpi != nil,
    ]
    return given.filter { !strict || Self.formats[$0.key] != OptionUse.pictures }.map { name, isGiven in
      var use = OptionUse(
        name: "--\(name)", isGiven: isGiven, formats: Self.formats[name] ?? OptionUse.pictures)
      if data == .reduced, Self.pageOptions.contains(name) {
        use.formats.formUnion(Self.dataFormats)
      }
      return use
    }
  }

  /// An option of axes that not every chart has.
  enum AxisOption: String {
    case xLog = "--x-log"
    case yLog = "--y-log"
    case xRange = "--x-range"
    case yRange = "--y-range"
    case annotate = "--annotate"
    case data = "--data reduced"
  }

  /// Refuses options that a chart has no use for: one that did nothing would mislead.
  ///
  /// - Throws: `ValidationError` that names the option and the reason.
  func refuse(_ options: KeyValuePairs<AxisOption, String>) throws {
    for (option, reason) in options where has(option) {
      throw ValidationError("\(option.rawValue) has no use here: \(reason)")
    }
  }

  private func has(_ option: AxisOption) -> Bool {
    switch option {
    case .xLog: xLog
    case .yLog: yLog
    case .xRange: xRange != nil
    case .yRange: yRange != nil
    case .annotate: annotate != nil
    case .data: data != .full
    }
  }

  /// How charts are drawn.
  ///
  /// - Throws: ``CommandFailure`` if the file of annotations cannot be read, or a line of it is wrong.
  func style() throws(CommandFailure) -> ChartStyle {
    var style = ChartStyle(preset: preset, theme: theme)
    style.width = (size?.width ?? width)?.points
    style.height = (size?.height ?? height)?.points
    style.title = title
    style.hidesTitle = hidesTitle
    style.hasLogarithmicX = xLog
    style.hasLogarithmicY = yLog
    style.xRange = xRange?.range
    style.yRange = yRange?.range
    style.reducesData = data == .reduced
    style.fontFamilies = font.map { [$0] }
    switch annotate {
    case nil, "auto": break
    case "none": style.showsStates = false
    case let path?: style.annotations = try AnnotationFile.read(path)
    }
    return style
  }

  /// What else pictures are made with.
  var pictureSettings: PictureMaker.Settings {
    PictureMaker.Settings(metrics: metrics, dpi: dpi, isTransparent: transparent, isStrict: strict)
  }
}
