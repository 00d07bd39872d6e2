public import ArgumentParser
import Charts
import Measurements
public import Reporting

extension MarkdownFlavour: ExpressibleByArgument {}
extension ReportData: ExpressibleByArgument {}

/// Names of charts, `rtt,window`.
struct ChartNames: ExpressibleByArgument, Equatable {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else { return nil }
  }
}

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
  @Option(
    help: ArgumentHelp(
      "Charts of each flow, separated by commas, instead of those that what happened asks for: timesequence, "
        + "throughput, rtt and more, by the names of their modules; timesequence-detrended.",
      valueName: "name,…"))
  var charts: ChartNames?
  @Option(
    help: ArgumentHelp(
      "Data of the charts: the first rows (preview), all of them inside of the HTML file (inline), or as CSV files "
        + "beside the report that it links (files).", valueName: "where"))
  var data: ReportData = .preview
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

  /// Refuses options that no form of the report has a use for.
  ///
  /// - Parameter formats: Forms that are written.
  /// - Throws: ``CommandFailure``.
  func check(_ formats: Set<OutputFormat>) throws(CommandFailure) {
    let uses = [
      OptionUse(name: "--flavour", isGiven: flavour != .github, formats: [.markdown]),
      OptionUse(name: "--dark-variant", isGiven: darkVariant, formats: [.markdown]),
      OptionUse(name: "--ascii", isGiven: ascii, formats: [.markdown, .text]),
      OptionUse(name: "--charts", isGiven: charts != nil, formats: [.html, .markdown, .json]),
      OptionUse(name: "--data inline", isGiven: data == .inline, formats: [.html]),
      OptionUse(name: "--data files", isGiven: data == .files, formats: [.html, .markdown]),
    ]
    if let problem = OptionUse.problem(of: uses, writing: formats) { throw CommandFailure(.usage, problem) }
  }

  /// The sections of the report: those that the user chose, or those that the charts are chosen from.
  ///
  /// - Throws: ``CommandFailure`` that names what is unknown.
  func sections() throws(CommandFailure) -> [any Section] {
    guard let charts else { return Modules.sections }
    let choices = Modules.choices
    var sections: [any Section] = []
    for name in charts.names {
      guard let section = choices.first(where: { $0.name == name })?.section else {
        let names = choices.map(\.name)
        let hint = NearestName.of(name, among: names).map { "did you mean \($0)?" }
        throw CommandFailure(
          .usage,
          "--charts: there is no chart \(Escaping.terminal(name)); "
            + (hint ?? "there are \(names.joined(separator: ", "))"))
      }
      sections.append(section)
    }
    return sections
  }

  /// What the report is told.
  func reportOptions(origin: TimeAxis.Origin, writesData: Bool) -> ReportOptions {
    var options = ReportOptions()
    options.title = title
    options.flavour = flavour
    options.origin = origin
    options.isASCII = ascii
    options.connectionRows = max(options.connectionRows, maxConnections)
    options.writesData = writesData || data == .files
    options.data = data
    options.hasChosenCharts = charts != nil
    options.hasDarkVariant = darkVariant
    return options
  }
}
