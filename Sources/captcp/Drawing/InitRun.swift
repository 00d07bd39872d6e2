import Charts
import Measurements

/// What `--init` adds to the folder of a figure, if it is asked for.
struct InitRun {
  /// What the user asked for.
  let option: InitOption
  /// Captures of the command line.
  let captures: [String]
  /// Further files that the command line names.
  var furtherInputs: [String?] = []
  /// Speaks to the user.
  let console: Console

  /// Writes the files of a figure's folder.
  ///
  /// - Parameters:
  ///   - starter: How other tools draw it.
  ///   - tables: Its tables, in the order of its data file.
  ///   - chart: The chart.
  ///   - style: How it is drawn.
  ///   - name: Name of its files.
  ///   - destination: The folder.
  ///   - files: Takes the names of what was written.
  /// - Throws: ``CommandFailure``.
  func write(
    _ starter: ChartStarter, tables: [DataTable], chart: any Chart, style: ChartStyle, name: String,
    to destination: Destination, _ files: inout OutputFiles
  ) throws(CommandFailure) {
    guard option.isWanted, case .folder(let path) = destination else { return }
    let scripts = StarterFile(
      starter, tables: tables, name: name, title: chart.title, tool: Version.tool, style: style)
    let folder = InitFolder(
      path: path, name: name, scripts: scripts, overwrites: option.overwrites,
      arguments: Array(CommandLine.arguments.dropFirst()),
      inputs: captures + furtherInputs.compactMap(\.self).filter { $0 != "none" && $0 != "auto" },
      console: console)
    try folder.write(to: &files)
  }

  /// The same for a chart that knows its starter, from its own tables.
  ///
  /// - Throws: ``CommandFailure``.
  func write(
    _ delivery: ChartDelivery, to destination: Destination, _ files: inout OutputFiles
  ) throws(CommandFailure) {
    guard let chart = delivery.chart as? any StarterChart else { return }
    try write(
      chart.starter, tables: delivery.chart.tables(style: delivery.style), chart: chart,
      style: delivery.style, name: delivery.name,
      to: destination, &files)
  }
}
