import Measurements
import TCPAnalysis

/// Finds what stands out in one flow; each function looks for one kind of fact.
struct StandOutFinder {
  let connection: ConnectionSummary
  let direction: Int
  let series: TimeSequenceSeries?

  private var flow: FlowSummary { connection.flow(direction) }
  private var opposite: FlowSummary { connection.flow(3 - direction) }

  /// All of them, in the order in which they are told.
  func all() -> [StandOut] {
    [
      zeroWindow(), silence(), reset(), notEstablished(), resent(), handshakeRepeated(), captureDrop(),
      reordered(),
      windowNotScaled(), noHandshake(), oneSided(),
    ].compactMap { $0 }.sorted(by: StandOut.isBefore)
  }

  private func zeroWindow() -> StandOut? {
    guard let periods = series?.zeroWindows, let longest = periods.max(by: Self.isShorter) else { return nil }
    let duration = Quantity.duration(nanoseconds: longest.stop &- longest.start)
    let total = periods.reduce(Int64(0)) { $0 &+ ($1.stop &- $1.start) }
    let more =
      periods.count == 1
      ? " (1 period)"
      : ", the longest of \(periods.count) periods, \(Quantity.duration(nanoseconds: total)) in all"
    return period(
      .zeroWindow, longest,
      RichText([.plain("Receiver advertised a zero window for "), .strong(duration), .plain(more)]))
  }

  private func silence() -> StandOut? {
    guard let waits = series?.timeoutWaits, let longest = waits.max(by: Self.isShorter) else { return nil }
    let duration = Quantity.duration(nanoseconds: longest.stop &- longest.start)
    let more = waits.count == 1 ? "" : ", the longest of \(waits.count) such silences"
    return period(
      .silence, longest,
      RichText([.plain("Sender was silent for "), .strong(duration), .plain(" before it sent again\(more)")]))
  }

  private func reset() -> StandOut? {
    let resets = flow.rstPackets &+ opposite.rstPackets
    guard resets > 0 else { return nil }
    let event = firstEvent([.rst, .rstOfReceiver])
    let sender = flow.rstPackets == 0 ? "the receiver" : opposite.rstPackets == 0 ? "the sender" : "both ends"
    let count = resets == 1 ? "1 RST" : "\(Quantity.count(resets)) RST"
    return StandOut(
      kind: .reset, connection: connection.id,
      sentence: RichText([.plain("Reset by \(sender): "), .strong(count)]), start: event?.time,
      firstFrame: event?.frame, weight: Double(resets))
  }

  private func notEstablished() -> StandOut? {
    let sentence: RichText
    switch connection.state {
    case .attempt: sentence = "The SYN was never answered"
    case .rejected: sentence = "The SYN was answered by a RST: refused"
    case .halfOpenInitiator, .resetInHandshake: sentence = "No SYN/ACK was captured"
    default: return nil
    }
    let event = firstEvent([.syn])
    return StandOut(
      kind: .notEstablished, connection: connection.id, sentence: sentence,
      start: event?.time ?? connection.firstTime,
      firstFrame: event?.frame)
  }

  private func resent() -> StandOut? {
    guard flow.retransmittedPackets > 0, flow.dataPackets > 0 else { return nil }
    let places = series.map { series in
      series.segmentTimes.indices.filter { series.segmentClasses[$0] == .retransmission }
    }
    let first = places?.first
    let share = Quantity.percent(flow.retransmittedPackets, of: flow.dataPackets)
    return StandOut(
      kind: .resent, connection: connection.id,
      sentence: RichText([
        .strong(Quantity.count(flow.retransmittedPackets)),
        .plain(
          " segment\(Self.s(flow.retransmittedPackets)) sent again, \(Quantity.count(flow.dataPackets)) data "
            + "segment\(Self.s(flow.dataPackets)) in all (\(share))"),
      ]),
      start: first.flatMap { series?.segmentTimes[$0] },
      stop: places?.last.flatMap { series?.segmentTimes[$0] },
      firstFrame: first.flatMap { series?.segmentFrames[$0] },
      weight: Double(flow.retransmittedPackets) / Double(flow.dataPackets))
  }

  private func handshakeRepeated() -> StandOut? {
    let repeated = max(0, flow.synPackets - 1) &+ max(0, opposite.synPackets - 1)
    guard repeated > 0 else { return nil }
    let event = firstEvent([.syn])
    return StandOut(
      kind: .handshakeRepeated, connection: connection.id,
      sentence: RichText([
        .plain("SYN or SYN/ACK sent again "), .strong(repeated == 1 ? "once" : "\(repeated) times"),
      ]),
      start: event?.time, firstFrame: event?.frame, weight: Double(repeated))
  }

  private func captureDrop() -> StandOut? {
    guard let bytes = flow.acknowledgedUnseenBytes, bytes > 0 else { return nil }
    return StandOut(
      kind: .captureDrop, connection: connection.id,
      sentence: RichText([
        .strong("\(Quantity.count(bytes)) B"),
        .plain(" were acknowledged but never captured: missed by the capture, not lost by the network"),
      ]), weight: Double(bytes))
  }

  private func reordered() -> StandOut? {
    guard let packets = flow.reorderedPackets, packets > 0 else { return nil }
    let index = series?.segmentClasses.firstIndex(of: .reordered)
    return StandOut(
      kind: .reordered, connection: connection.id,
      sentence: RichText([
        .strong(Quantity.count(packets)), .plain(" segment\(Self.s(packets)) came out of order"),
      ]),
      start: index.flatMap { series?.segmentTimes[$0] },
      firstFrame: index.flatMap { series?.segmentFrames[$0] },
      weight: Double(packets))
  }

  private func windowNotScaled() -> StandOut? {
    guard flow.synPackets > 0, opposite.synPackets > 0, let window = opposite.advertisedWindowMaxBytes,
      let flight = flow.maxBytesInFlight
    else { return nil }
    // Scaling is used only if both SYNs offer it (RFC 7323, section 2.2).
    let isOffered = flow.windowScale != nil && opposite.windowScale != nil
    guard !isOffered || opposite.windowScale == 0, flight >= window - window / 10, window > 0 else {
      return nil
    }
    let reason = isOffered ? "window scale 0" : "no window scaling"
    return StandOut(
      kind: .windowNotScaled, connection: connection.id,
      sentence: RichText([
        .plain("The receiver's window was never above "), .strong("\(Quantity.count(window)) B"),
        .plain(" (\(reason)), and data in flight reached \(Quantity.percent(flight, of: window)) of it"),
      ]), weight: Double(flow.uniquePayloadBytes))
  }

  private func noHandshake() -> StandOut? {
    guard connection.state == .midstream, flow.packets > 0, opposite.packets > 0 else { return nil }
    return StandOut(
      kind: .noHandshake, connection: connection.id,
      sentence: "The capture starts after the handshake: window scale and options are unknown")
  }

  private func oneSided() -> StandOut? {
    guard flow.packets == 0 || opposite.packets == 0, flow.packets &+ opposite.packets > 1 else { return nil }
    if connection.state == .attempt { return nil }
    let seen = flow.packets == 0 ? "from receiver to sender" : "from sender to receiver"
    return StandOut(
      kind: .oneSided, connection: connection.id,
      sentence: RichText("Only the direction \(seen) was captured"))
  }

  private func period(
    _ kind: StandOut.Kind, _ period: TimeSequenceSeries.Period, _ sentence: RichText
  ) -> StandOut {
    StandOut(
      kind: kind, connection: connection.id, sentence: sentence, start: period.start, stop: period.stop,
      firstFrame: period.firstFrame, lastFrame: period.lastFrame, weight: Double(period.stop &- period.start))
  }

  private func firstEvent(_ kinds: Set<TimeSequenceSeries.Event>) -> (time: Int64, frame: UInt64)? {
    guard let series, let index = series.events.firstIndex(where: kinds.contains) else { return nil }
    return (series.eventTimes[index], series.eventFrames[index])
  }

  /// The ending of a word that is counted.
  private static func s(_ count: Int64) -> String { count == 1 ? "" : "s" }

  private static func isShorter(_ left: TimeSequenceSeries.Period, _ right: TimeSequenceSeries.Period) -> Bool
  {
    (left.stop &- left.start, right.start) < (right.stop &- right.start, left.start)
  }
}
