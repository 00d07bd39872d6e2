import Measurements
import TCPAnalysis

/// Segments were sent again, and nothing shows that the receiver had them.
struct LossRule: FindingRule {
  let identifier = "loss"
  let title = "Loss episodes"
  let disproof =
    "A D-SACK, a time stamp echo or a late original that shows that the receiver had those segments."
  let threshold =
    "Segments sent again that nothing shows to be needless; medium from 0.1 % of the data segments on, high from 2 % and "
    + "five segments on."

  func findings(in flow: FlowSubject) -> [Finding] {
    // What nothing can judge is told by a rule of its own.
    guard flow.flow.dataPackets > 0, !UnjudgedRule.isUnknowable(flow.flow), let lost = Self.lost(flow.flow),
      lost > 0
    else { return [] }
    let sums = flow.flow
    let sent = flow.sentInSequence
    let share = Double(lost) / Double(sent.count)
    var runs: [RichText.Run] = [
      .strong(Quantity.count(lost)),
      .plain(
        " of \(sent.words) (\(Quantity.percent(lost, of: sent.count))) \(FindingWords.verb(lost, "was", "were")) sent again"
      ),
    ]
    // Episodes are not told apart by what they sent: beside needless copies their number says nothing of the others.
    let episodes = lost == sums.retransmittedPackets ? sums.lossEpisodes ?? 0 : 0
    if episodes > 0 {
      runs.append(.plain(" in \(FindingWords.counted(episodes, "recovery episode"))"))
    }
    runs.append(.plain(Self.place(sums)))
    let samples = flow.retransmissions.filter { !Self.isNeedless($0) && $0.kind != .syn }
    let isJudged = sums.sackPermitted == true && flow.receiver.sackPermitted == true
    let misses = sums.acknowledgedUnseenBytes ?? 0
    return [
      flow.finding(
        self, share >= 0.02 && lost >= 5 ? .high : share >= 0.001 ? .medium : .info, RichText(runs),
        at: .listing(
          frames: samples.occurrences.frames, start: samples.first?.time,
          stop: flow.seen?.resent.last?.time ?? samples.last?.time,
          command: [
            "show", "-f", flow.id.description, "-s", "-m",
            #"retransmission and not (spurious == "certain" or spurious == "likely")"#,
          ]),
        confidence: misses > 0 ? .low : isJudged ? .high : .medium,
        doubt: misses > 0
          ? "The capture missed packets of this flow."
          : isJudged
            ? "" : "Without SACK the receiver reports no duplicates: some copies may have been needless.",
        facts: [
          .init("segments", lost), .init("dataSegments", sums.dataPackets), .init("ofSegments", sent.count),
          .init("sharePercent", 100 * share),
        ] + (episodes > 0 ? [.init("episodes", episodes)] : []), weight: share)
    ]
  }

  /// Retransmissions of data and FIN that nothing shows to be needless; `nil` where that cannot be known.
  static func lost(_ flow: FlowSummary) -> Int64? {
    guard let needless = flow.spuriousRetransmissions else { return nil }
    let syns = flow.retransmissionsByKind[.syn] ?? 0
    return flow.retransmittedPackets - syns - (needless[.certain] ?? 0) - (needless[.likely] ?? 0)
  }

  static func isNeedless(_ retransmission: Retransmission) -> Bool {
    retransmission.certainty?.countsAsNeedless == true
  }

  private static func place(_ flow: FlowSummary) -> String {
    switch (flow.lostBeforeCapturePoint ?? 0, flow.lostAfterCapturePoint ?? 0) {
    case (0, 0): ""
    case (0, _): "; the transmissions before had passed the capture point"
    case (_, 0): "; the transmissions before never came to the capture point"
    case (let before, let after):
      "; \(Quantity.count(after)) had passed the capture point before, \(Quantity.count(before)) had not"
    }
  }
}
