public import Charts
public import Measurements
public import TCPAnalysis

/// What a module says of one flow: numbers, tables and words, ready for every form of output and for a chart.
public struct SeriesResult: Sendable {
  /// The flow.
  public var flow: FlowID
  /// Its connection.
  public var connection: ConnectionSummary
  /// Who talks.
  public var identity: FlowIdentity
  /// The zero of the times in the tables.
  public var axis: TimeAxis
  /// Headline, without ends (`In flight`).
  public var title: String
  /// What was chosen, in words: method, averaging.
  public var parameters: [String]
  /// What the series comes down to.
  public var facts: [SeriesFact] = []
  /// The unreduced data; the first table is the main one and has the name "".
  public var tables: [DataTable] = []
  /// Names of the tables that the text form shows: lists of events, and not of all packets.
  public var shownTables: Set<String> = []
  /// Names of the tables that `--stdio` prints.
  public var plainTables = [""]
  /// Columns of them that stand on a line.
  public var plainColumns: [Int] = [0, 2]
  /// Warnings and reasons.
  public var notes: [SeriesNote] = []

  /// Makes a result of a flow without numbers.
  public init(of flow: FlowMaterial, title: String, parameters: [String] = []) {
    self.flow = FlowID(connection: flow.flow.connection, direction: flow.direction)
    connection = flow.connection
    identity = flow.identity
    axis = flow.axis
    self.title = title
    self.parameters = parameters
  }

  /// Headline with the direction, and the zoom.
  public var headline: String {
    title + ", flow \(flow)" + (shownTime.isEmpty ? "" : ", \(shownTime)")
  }

  /// Ends, file, capture point, parameters.
  public var subtitle: String {
    (identity.subtitleParts + parameters).joined(separator: " \u{B7} ")
  }

  /// The part of the time axis that is shown, in seconds; empty for all of it.
  private var shownTime: String {
    guard axis.zoomStart != nil || axis.zoomStop != nil else { return "" }
    func text(_ time: Int64?) -> String { time.map { ReportTime.seconds($0, decimals: 3) } ?? "" }
    return "\(text(axis.zoomStart))..\(text(axis.zoomStop)) s"
  }

  /// Adds the notes of the flow and its connection whose codes are asked for, each once.
  mutating func addNotes(_ codes: Set<AnalysisNote.Code>) {
    let flow = connection.flow(self.flow.direction ?? 1)
    var seen: Set<AnalysisNote.Code> = []
    notes += (connection.notes + flow.notes)
      .filter { codes.contains($0.code) && seen.insert($0.code).inserted }.map(SeriesNote.init)
  }
}

extension SeriesResult {
  /// Adds the reason why there is no data, if there is none.
  mutating func addEmptyReason(isEmpty: Bool) {
    guard isEmpty else { return }
    let direction = flow.direction ?? 1
    let own = connection.flow(direction)
    let isCut = axis.zoomStart != nil || axis.zoomStop != nil
    let reason =
      own.dataPackets > 0
      ? "No segment with data lies in \(isCut ? "the time" : "what is") shown."
      : FlowNotes.emptyReason(flow: own, opposite: connection.flow(3 - direction))
    notes.append(SeriesNote("noData", reason))
  }
}
