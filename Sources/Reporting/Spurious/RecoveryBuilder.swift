public import Charts
public import TCPAnalysis

/// Makes the data of a chart of loss and recovery.
public enum RecoveryBuilder {
  /// How it is told that a retransmission follows a timeout.
  public static let timeoutRule =
    "After a timeout: the first segment sent again after a silence of the sender of at least its estimated "
    + "retransmission timeout (RFC 6298, at least 200 ms as in Linux), and the resends up to the recovery point."

  /// The lanes of a flow.
  ///
  /// - Parameters:
  ///   - flow: The flow, with what a ``RecoveryMetric`` collected of it.
  ///   - retransmissions: All retransmissions of the capture with their verdicts.
  /// - Returns: Events and states relative to the axis' zero; `nil` if nothing was measured.
  public static func chartData(
    of flow: FlowMaterial, retransmissions: [Retransmission]
  ) -> RecoveryData? {
    guard let series = flow.series(RecoverySeries.self) else { return nil }
    let zero = flow.axis.zero
    let period = series.period ?? zero...zero
    var data = RecoveryData(
      identity: flow.identity, axis: flow.axis, period: relative(period, to: zero),
      spans: spans(series, needless(retransmissions, in: flow.flow), zero: zero))
    data.dataSegments = flow.summary.dataPackets
    data.timeoutRule = timeoutRule
    if flow.summary.packets == 0 || flow.summary.dataPackets == 0 && series.resends.isEmpty {
      data.emptyReason = FlowNotes.emptyReason(
        flow: flow.summary, opposite: flow.connection.flow(3 - flow.direction))
    }
    data.notes = notes(flow, series)
    return data
  }

  /// The flow with most segments sent again among those that are shown; `nil` if none was.
  public static func mostRetransmitting(of records: ConnectionRecords) -> (flow: FlowID, count: Int64)? {
    var best: (flow: FlowID, count: Int64)?
    for connection in records where connection.isShown {
      for direction in 1...2 {
        let count = connection.flow(direction).retransmittedPackets
        guard count > best?.count ?? 0 else { continue }
        best = (FlowID(connection: connection.id, direction: direction), count)
      }
    }
    return best
  }

  /// The flow of a connection that has more retransmissions; where there are as many, that with more payload.
  public static func retransmittingFlow(of id: FlowID, in records: ConnectionRecords) -> FlowID {
    guard id.direction == nil, let connection = records[id.connection] else { return id }
    let counts = (connection.forward.retransmittedPackets, connection.backward.retransmittedPackets)
    guard counts.0 != counts.1 else { return ReportPlan.flows(of: records, chosen: [id]).first ?? id }
    return FlowID(connection: id.connection, direction: counts.0 > counts.1 ? 1 : 2)
  }

  /// A place of a packet among all files.
  private struct Place: Hashable {
    var file: UInt16
    var frame: UInt64
  }

  private static func needless(_ retransmissions: [Retransmission], in flow: FlowID) -> Set<Place> {
    Set(
      retransmissions.lazy.filter { $0.flow == flow && $0.certainty?.countsAsNeedless == true }
        .map { Place(file: $0.fileIndex, frame: $0.frame) })
  }

  private static func spans(
    _ series: RecoverySeries, _ needless: Set<Place>, zero: Int64
  ) -> [RecoveryData.Kind: [ClosedRange<Int64>]] {
    func moments(_ times: [Int64]) -> [ClosedRange<Int64>] { times.map { relative($0...$0, to: zero) } }
    func resends(_ isMeant: (RecoverySeries.Resend) -> Bool) -> [ClosedRange<Int64>] {
      moments(series.resends.filter(isMeant).map(\.time))
    }
    return [
      .retransmission: resends { !$0.isAfterTimeout },
      .afterTimeout: resends(\.isAfterTimeout),
      .spurious: resends { needless.contains(Place(file: $0.fileIndex, frame: $0.frame)) },
      .duplicateAck: moments(series.duplicateAcks),
      .sackAck: moments(series.sackAcks),
      .timeoutWait: series.timeoutWaits.map { relative($0, to: zero) },
      .outOfOrder: moments(series.outOfOrder),
      .zeroWindow: series.zeroWindows.map { relative($0, to: zero) },
    ]
  }

  private static func relative(_ range: ClosedRange<Int64>, to zero: Int64) -> ClosedRange<Int64> {
    let start = range.lowerBound &- zero
    return start...max(start, range.upperBound &- zero)
  }

  /// Whether needless retransmissions can be known belongs to the numbers, and so do the capture's limits.
  private static func notes(_ flow: FlowMaterial, _ series: RecoverySeries) -> [String] {
    var notes = FlowNotes.sentences(
      [.oneSided, .captureDrop, .offload, .optionsCut, .gapsOverflowed, .kindsEstimated, .noHandshake],
      flow: flow.summary, connection: flow.connection)
    if !series.resends.isEmpty, flow.summary.spuriousRetransmissions == nil {
      notes.append("Which of them were needless is unknown: neither SACK nor time stamps could tell.")
    }
    return notes
  }
}
