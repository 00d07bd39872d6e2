public import Charts
import PacketCapture
public import TCPAnalysis

/// Everything that a report is made of.
public struct ReportMaterial: Sendable {
  /// What the reading of the capture gave.
  public var analysis: Analysis
  /// The flows that are drawn, the most important first.
  public var flows: [FlowMaterial]
  /// What was found.
  public var findings: FindingList
  /// The numbers of the flows as `statistic --format json` gives them, one JSON value; empty for none.
  public var dataJSON: String
  /// Payload over time by number of connection, for small diagrams in the table; `nil` leaves the column out.
  public var payloadSparklines: [Int: [Double]]?
  /// The chart of all connections for the summary; `nil` for none.
  public var overview: (any Chart)?

  /// Makes material.
  public init(
    analysis: Analysis, flows: [FlowMaterial], findings: FindingList = FindingList(), dataJSON: String = "",
    payloadSparklines: [Int: [Double]]? = nil, overview: (any Chart)? = nil
  ) {
    self.analysis = analysis
    self.flows = flows
    self.findings = findings
    self.dataJSON = dataJSON
    self.payloadSparklines = payloadSparklines
    self.overview = overview
  }

  /// Names of the capture files, as commands take them.
  var captureNames: [String] { analysis.capture.files.map(\.name) }

  /// Names of the capture files, as headlines print them.
  public var captureName: String { Self.captureName(analysis) }

  /// Names of the capture files: `a.pcap`, `a.pcap and 3 more files`.
  public static func captureName(_ analysis: Analysis) -> String {
    let files = analysis.capture.files
    guard let first = files.first else { return "capture" }
    let name = first.name == "-" ? "standard input" : first.name
    return switch files.count {
    case 1: name
    case 2: "\(name) and 1 more file"
    default: "\(name) and \(files.count - 1) more files"
    }
  }
}

/// Where the data of charts stand.
public enum ReportData: String, Sendable, CaseIterable {
  /// Their first rows.
  case preview
  /// All of them inside of the page, to save from there.
  case inline
  /// In files beside the report, which link to them.
  case files
}

/// What the user may say about a report.
public struct ReportOptions: Sendable, Equatable {
  /// Replaces the headline.
  public var title: String?
  /// The language of a Markdown report.
  public var flavour = MarkdownFlavour.github
  /// Where the zero of the time axes lies.
  public var origin = TimeAxis.Origin.connection
  /// Whether text diagrams keep to ASCII.
  public var isASCII = false
  /// Bytes that an HTML report may have; beyond them the pictures of the least important connections are given up.
  public var byteLimit = 2_000_000
  /// Rows of the connection table in HTML.
  public var connectionRows = 200
  /// Whether a Markdown report comes with the data of its charts as CSV.
  public var writesData = false
  /// Where the data of charts stand.
  public var data = ReportData.preview
  /// Whether the user chose the charts: then no rule leaves any of them out.
  public var hasChosenCharts = false
  /// Whether pictures of a ticket come in a second form for dark pages, where the language can show it (GitHub).
  public var hasDarkVariant = false

  /// Makes options.
  public init() {}
}

/// What a report was made with, so that it can be made again; nothing here depends on the machine or the clock.
public struct Provenance: Sendable, Equatable {
  /// A name and a value.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String
    /// Makes an entry.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The tool and its version: `captcp 1.0.0`.
  public var tool: String
  /// Libraries and their versions: `cairo 1.18.4`.
  public var libraries: [String]
  /// The command that made the report, with paths as the user wrote them or relative.
  public var command: String
  /// All parameters with their values, defaults included.
  public var parameters: [Entry]
  /// Templates that are not the built-in ones, with their digests.
  public var templates: [Entry]
  /// Further warnings of the run.
  public var warnings: [String]

  /// Makes a provenance.
  public init(
    tool: String, libraries: [String] = [], command: String, parameters: [Entry] = [],
    templates: [Entry] = [],
    warnings: [String] = []
  ) {
    self.tool = tool
    self.libraries = libraries
    self.command = command
    self.parameters = parameters
    self.templates = templates
    self.warnings = warnings
  }
}
