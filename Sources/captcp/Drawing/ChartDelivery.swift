import Charts
import Measurements
import TCPAnalysis

/// Writes a finished chart where the user wants it: picture, data, text, with captions beside it.
struct ChartDelivery {
  /// The chart.
  let chart: any Chart
  /// How it is drawn.
  let style: ChartStyle
  /// Name of its files in a folder, without ending.
  let name: String
  /// Draws it.
  let maker: PictureMaker
  /// Its data, as the style asks for them.
  private let tables: Deferred<[DataTable]>

  init(chart: any Chart, style: ChartStyle, name: String, maker: PictureMaker) {
    self.chart = chart
    self.style = style
    self.name = name
    self.maker = maker
    tables = Deferred { chart.tables(style: style) }
  }

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(to: part) }) {
      return files
    }
    var files = OutputFiles()
    switch destination {
    case .standardOutput(let format): try StandardOutput().write(try bytes(format))
    case .file(let path, let format):
      let base = Destination.withoutEnding(path)
      try write(format, base: base, path: path, to: &files)
      if format == .csv { try writeFurtherTables(base: base, to: &files) }
      if format.isPicture, style.preset.isPaper { try writeSidecars(base: base, to: &files) }
    case .folder(let path):
      try Destination.makeFolder(path)
      for format in [OutputFormat.text, .csv, .json, .dat] {
        try write(format, base: path + name, path: "\(path)\(name).\(format.ending)", to: &files)
      }
      try writeFurtherTables(base: path + name, to: &files)
      try writePictures(base: path + name, to: &files)
    case .several: break
    }
    try maker.checkStrictly(chart, style: style)
    try maker.reportViolations()
    return files
  }

  /// Writes the chart in all forms of pictures, with what stands beside them.
  func writePictures(base: String, to files: inout OutputFiles) throws(CommandFailure) {
    for format in [OutputFormat.svg, .pdf, .png] {
      try write(format, base: base, path: "\(base).\(format.ending)", to: &files)
    }
    try writeSidecars(base: base, to: &files)
  }

  /// Writes one form; the pages of a chart that has several are files of their own where the form has no pages.
  private func write(
    _ format: OutputFormat, base: String, path: String, to files: inout OutputFiles
  ) throws(CommandFailure) {
    guard format == .png || format == .svg else { return try files.write(try bytes(format), to: path) }
    let pages = try maker.pages(chart, style: style, format: format)
    guard pages.count > 1 else { return try files.write(pages.first ?? [], to: path) }
    for (index, page) in pages.enumerated() {
      try files.write(page, to: "\(base)-\(index + 1).\(format.ending)")
    }
  }

  private func bytes(_ format: OutputFormat) throws(CommandFailure) -> [UInt8] {
    switch format {
    case .csv: tables.value.first?.csv() ?? []
    case .json: ChartDataText(chart, tables: tables.value).json()
    case .dat: ChartDataText(chart, tables: tables.value).gnuplot()
    case .png, .pdf, .svg: try maker.picture(chart, style: style, format: format)
    case .text, .html, .markdown, .mermaid, .jsonl: ChartDataText(chart, tables: chart.dataTables).text()
    }
  }

  /// Tables behind the main one have files of their own, `NAME-ack.csv`.
  private func writeFurtherTables(base: String, to files: inout OutputFiles) throws(CommandFailure) {
    for table in tables.value.dropFirst() where table.rowCount > 0 {
      try files.write(table.csv(), to: "\(base)-\(table.name).csv")
    }
  }

  private func writeSidecars(base: String, to files: inout OutputFiles) throws(CommandFailure) {
    let caption = Escaping.printable(chart.annotatedCaption(style: style), keeping: "\n")
    try files.write(Array((caption + "\n").utf8), to: base + ".caption.txt")
    try files.write(Array((chart.latexCaption(style: style) + "\n").utf8), to: base + ".caption.tex")
    let altText = Escaping.printable(chart.altText, keeping: "\n")
    try files.write(Array((altText + "\n").utf8), to: base + ".alt.txt")
  }
}
