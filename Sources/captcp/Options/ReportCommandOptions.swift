public import ArgumentParser
import Charts
public import Reporting

extension MarkdownFlavour: ExpressibleByArgument {}

/// Options of `report` alone.
struct ReportCommandOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Headline instead of the usual one.", valueName: "text"))
  var title: String?
  @Option(
    help: ArgumentHelp("Connections to show in full: serious findings first, then payload.", valueName: "n"))
  var maxConnections = ReportPlan.defaultLimit
  @Option(help: ArgumentHelp("Language of a Markdown report.", valueName: "flavour"))
  var flavour: MarkdownFlavour = .github
  @Option(
    help: ArgumentHelp(
      "Folder with templates that replace the program's; see captcp template.", valueName: "folder"),
    completion: .directory)
  var templates: String?
  @Flag(help: "Keep small diagrams in text to ASCII.")
  var ascii = false
  @Option(
    help: ArgumentHelp(
      "What measures the charts' texts: the fonts of this system, or built-in tables, which lay out alike everywhere.",
      valueName: "source"))
  var metrics: ChartOptions.Metrics = .pango

  func validate() throws {
    if !(1...1000).contains(maxConnections) { throw ValidationError("--max-connections must be 1 to 1000") }
  }

  /// What the report is told.
  func reportOptions(origin: TimeAxis.Origin, writesData: Bool) -> ReportOptions {
    var options = ReportOptions()
    options.title = title
    options.flavour = flavour
    options.origin = origin
    options.isASCII = ascii
    options.connectionRows = max(options.connectionRows, maxConnections)
    options.writesData = writesData
    return options
  }
}
