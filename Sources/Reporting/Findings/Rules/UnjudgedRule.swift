import Measurements
import TCPAnalysis

/// Segments were sent again, and whether that was needed cannot be known.
struct UnjudgedRule: FindingRule {
  let identifier = "resent"
  let title = "Sent again, need unknown"
  let disproof = "A capture of the other direction, or of a connection with SACK or time stamps."
  let threshold =
    "Segments sent again where neither SACK nor time stamps are in use or one direction is missing; medium from 0.1 % of "
    + "the data segments on."

  func findings(in flow: FlowSubject) -> [Finding] {
    let sums = flow.flow
    let resent = sums.retransmittedPackets - (sums.retransmissionsByKind[.syn] ?? 0)
    guard sums.dataPackets > 0, resent > 0, Self.isUnknowable(sums) else { return [] }
    let sent = flow.sentInSequence
    let share = Double(resent) / Double(sent.count)
    let samples = flow.retransmissions.filter { $0.kind != .syn }
    let why =
      flow.receiver.packets == 0
      ? "only one direction was captured" : "neither SACK nor time stamps are in use"
    return [
      flow.finding(
        self, share >= 0.001 ? .medium : .info,
        RichText([
          .strong(Quantity.count(resent)),
          .plain(
            " of \(sent.words) (\(Quantity.percent(resent, of: sent.count))) \(FindingWords.verb(resent, "was", "were")) sent "
              + "again; whether they were lost cannot be known: \(why)"),
        ]),
        at: .listing(
          frames: samples.occurrences.frames, start: samples.first?.time,
          stop: flow.seen?.resent.last?.time ?? samples.last?.time,
          command: ["show", "-f", flow.id.description, "-s", "-m", "retransmission"]),
        facts: [
          .init("segments", resent), .init("dataSegments", sums.dataPackets), .init("ofSegments", sent.count),
          .init("sharePercent", 100 * share),
        ], weight: share)
    ]
  }

  /// Whether nothing can tell if retransmissions of a flow were needed.
  static func isUnknowable(_ flow: FlowSummary) -> Bool {
    flow.spuriousRetransmissions == nil || flow.notes.contains { $0.code == .spuriousUnknown }
  }
}
