import Charts
import Measurements
import Reporting
import TCPAnalysis

/// Writes the results of a module of a series where the user wants them.
struct SeriesDelivery {
  /// The flows of the results.
  let flows: [FlowID]
  /// One result a flow, for people; a picture needs none.
  let results: Deferred<[SeriesResult]>
  /// The same with the rows that leave as data.
  let data: Deferred<[SeriesResult]>
  /// Their charts: one a flow, unless the module draws several flows together.
  let charts: [any Chart]
  /// Name of the module.
  let module: String
  /// Digests of the captures; empty if not asked for.
  let digests: [String]
  /// Colours of standard output.
  let style: TerminalStyle
  /// How charts are drawn.
  let chartStyle: ChartStyle
  /// Draws them.
  let maker: PictureMaker

  /// Writes them.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    // Before anything is written.
    if destination.isPicture { _ = try picture() }
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(to: part) }) {
      return files
    }
    if destination.isPicture { return try picture().deliver(to: destination) }
    let delivery = PieceDelivery(name: fileName, folderForms: [.text, .csv, .json, .dat]) {
      format, isFile, sink throws(CommandFailure) in
      try write(format, style: isFile ? TerminalStyle(usesColor: false) : style, to: sink)
    }
    var files = try delivery.deliver(to: destination)
    switch destination {
    case .file(let path, .csv): try writeFurtherTables(base: Destination.withoutEnding(path), &files)
    case .folder(let path):
      try writeFurtherTables(base: path + fileName, &files)
      for (index, chart) in charts.enumerated() {
        let number = charts.count > 1 ? "-\(index + 1)" : ""
        try chartDelivery(of: chart).writePictures(base: path + fileName + number, to: &files)
      }
    case .file, .standardOutput, .several: break
    }
    for chart in charts { try maker.checkStrictly(chart, style: chartStyle) }
    try maker.reportViolations()
    return files
  }

  /// The one chart that a picture shows.
  private func picture() throws(CommandFailure) -> ChartDelivery {
    guard charts.count == 1 else {
      throw CommandFailure(
        .usage,
        "a picture of \(module) shows one flow, not \(flows.count): name one with -f, or a folder with -o")
    }
    return chartDelivery(of: charts[0])
  }

  private func chartDelivery(of chart: any Chart) -> ChartDelivery {
    ChartDelivery(chart: chart, style: chartStyle, name: fileName, maker: maker)
  }

  /// Tables behind the main one have files of their own, `NAME-stalls.csv`.
  private func writeFurtherTables(base: String, _ files: inout OutputFiles) throws(CommandFailure) {
    let data = SeriesData(data.value)
    for name in data.tableNames.dropFirst() where data.hasRows(name) {
      try files.write(to: "\(base)-\(name).csv") { sink throws(CommandFailure) in
        try data.writeCSV(table: name, to: sink)
      }
    }
  }

  /// Name of its files in a folder, without ending.
  var fileName: String {
    let flow = flows.first.map { "-" + $0.description.replacing(".", with: "-") } ?? ""
    return module + flow + (flows.count > 1 ? "-and-more" : "")
  }

  private func write(
    _ format: OutputFormat, style: TerminalStyle, to sink: ByteSink<CommandFailure>
  ) throws(CommandFailure) {
    switch format {
    case .csv: try SeriesData(data.value).writeCSV(table: "", to: sink)
    case .json:
      try SeriesJSON(data.value, module: module, tool: Version.tool, digests: digests).write(to: sink)
    case .dat: try sink(SeriesData(data.value).gnuplot())
    default: try sink(SeriesText(results.value, style: style).bytes())
    }
  }
}

extension SeriesResult {
  /// The result with the tables as a style asks for them: all rows, or those that are drawn; lists of events are whole.
  func asData(_ style: ChartStyle) -> SeriesResult {
    guard style.reducesData else { return self }
    var result = self
    result.tables = tables.map { table in
      shownTables.contains(table.name) ? table : table.reduced(style: style, axis: axis)
    }
    return result
  }
}
