import ArgumentParser
import Reporting

/// A module: one thing that captcp can tell of a capture.
struct Module {
  /// What a module gives.
  enum Kind: String {
    /// Tables for people and programs.
    case data
    /// A chart and its data.
    case chart
    /// A document.
    case report
    /// A check of what was drawn; takes no capture.
    case check
    /// A capture.
    case capture
  }

  /// Name on the command line.
  let name: String
  /// What it gives.
  let kind: Kind
  /// The command.
  let command: any ParsableCommand.Type
  /// Its part in a report that does not choose sections; `nil` if it has none.
  let section: (any Section)?
  /// What it adds to a report if the user names it; `nil` draws what `section` does.
  var chosenSection: (any Section)?
  /// A further part in a report beside that of `section`.
  var furtherSection: (any Section)?
  /// That part as a user names it.
  var furtherChoice: (name: String, section: any Section)?

  /// One line for lists.
  var abstract: String { command.configuration.abstract }
}

/// The one list of modules: subcommands, reports, manual pages and tests read it.
enum Modules {
  /// All modules, in the order of the help.
  static var all: [Module] {
    [
      Module(name: "statistic", kind: .data, command: StatisticCommand.self, section: nil),
      Module(name: "show", kind: .data, command: ShowCommand.self, section: nil),
      Module(name: "explain", kind: .data, command: ExplainCommand.self, section: nil),
      Module(
        name: "timesequence", kind: .chart, command: TimeSequenceCommand.self, section: TimeSequenceSection(),
        furtherSection: DetrendedSection(),
        furtherChoice: (DetrendedSection.module, DetrendedSection(isAlways: true))),
      Module(name: "throughput", kind: .chart, command: ThroughputCommand.self, section: ThroughputSection()),
      Module(name: "flowgraph", kind: .chart, command: FlowGraphCommand.self, section: FlowGraphSection()),
      Module(
        name: "inflight", kind: .data, command: InflightCommand.self, section: FlightSection(),
        chosenSection: InflightSection()),
      Module(name: "rtt", kind: .data, command: RTTCommand.self, section: RTTSection()),
      Module(
        name: "window", kind: .data, command: WindowCommand.self, section: nil, chosenSection: WindowSection()
      ),
      Module(
        name: "spacing", kind: .data, command: SpacingCommand.self, section: nil,
        chosenSection: SpacingSection()),
      Module(
        name: "spacing-data-ack", kind: .data, command: SpacingDataAckCommand.self, section: nil,
        chosenSection: SpacingDataAckSection()),
      Module(
        name: "segmentsize", kind: .data, command: SegmentSizeCommand.self, section: nil,
        chosenSection: SegmentSizeSection()),
      Module(
        name: "spurious-retransmissions", kind: .data, command: SpuriousRetransmissionsCommand.self,
        section: RecoverySection(), chosenSection: RecoverySection(isAlways: true)),
      Module(name: "compare", kind: .chart, command: CompareCommand.self, section: nil),
      Module(name: "timeline", kind: .chart, command: TimelineCommand.self, section: nil),
      Module(name: "diagnose", kind: .data, command: DiagnoseCommand.self, section: nil),
      Module(name: "report", kind: .report, command: ReportCommand.self, section: nil),
      Module(name: "lint-figure", kind: .check, command: LintFigureCommand.self, section: nil),
      Module(name: "split", kind: .capture, command: SplitCommand.self, section: nil),
      Module(name: "anonymize", kind: .capture, command: AnonymizeCommand.self, section: nil),
      Module(name: "figure", kind: .report, command: FigureCommand.self, section: nil),
      Module(name: "template", kind: .report, command: TemplateCommand.self, section: nil),
    ]
  }

  /// Names of all modules.
  static var names: [String] { all.map(\.name) }

  /// The sections of a report whose charts are chosen by what happened, in order.
  static var sections: [any Section] { all.flatMap { [$0.section, $0.furtherSection].compactMap(\.self) } }

  /// The sections that a user can choose for a report, by their names.
  static var choices: [(name: String, section: any Section)] {
    all.flatMap { module -> [(name: String, section: any Section)] in
      let own = (module.chosenSection ?? module.section).map { (name: module.name, section: $0) }
      return [own, module.furtherChoice].compactMap(\.self)
    }
  }
}
