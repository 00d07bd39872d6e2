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
  @Flag(help: "A second form of a ticket's pictures for dark pages (--flavour github only).")
  var darkVariant = false
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
    if darkVariant, flavour != .github {
      throw ValidationError("--dark-variant needs --flavour github: no other shows it")
    }
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
    options.hasDarkVariant = darkVariant
    return options
  }
}
