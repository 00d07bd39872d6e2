import Measurements
import TCPAnalysis

/// Which warnings belong into a caption, and why a chart can be empty.
enum FlowNotes {
  /// The sentences of those notes of a flow and its connection whose codes are asked for, each once.
  static func sentences(
    _ codes: Set<AnalysisNote.Code>, flow: FlowSummary, connection: ConnectionSummary
  ) -> [String] {
    var seen: Set<AnalysisNote.Code> = []
    return (connection.notes + flow.notes)
      .filter { codes.contains($0.code) && seen.insert($0.code).inserted }
      .map(\.sentence)
  }

  /// Why there is no data to draw, in a sentence.
  static func emptyReason(flow: FlowSummary, opposite: FlowSummary) -> String {
    if flow.packets == 0, opposite.packets == 0 { return "The connection has no packets." }
    if flow.packets == 0 { return "The capture has only the direction B \u{2192} A." }
    let packets =
      flow.packets == 1 ? "The only packet" : "None of the \(Quantity.count(flow.packets)) packets"
    return flow.packets == 1
      ? "\(packets) from A to B carries no data." : "\(packets) from A to B carries data."
  }
}
