import PacketCapture

/// The rounds of one flow, in order.
///
/// A round begins with the first data that is sent while none is open and ends with the acknowledgment of that data.
/// (Beginning at the acknowledgment would make rounds of a millisecond out of the segments that it clocks.)
public final class RoundsMetric: Metric {
  /// Time after which a sender that could send is taken to have nothing to send.
  private static let patience: Int64 = 1_000_000

  private let connection: Int32
  private let direction: UInt8
  /// The rounds so far; the last may be open.
  public private(set) var rounds: [Round] = []
  private var isOpen = false
  /// The byte whose acknowledgment ends the open round.
  private var target: Int64 = 0
  private var acknowledged: Int64 = 0
  /// When nothing was left on its way, 0 while something is.
  private var drainedAt: Int64 = 0

  /// Makes the metric of a flow; without a direction, of the flow of the first packet.
  public init(flow: FlowID) {
    connection = Int32(clamping: flow.connection - 1)
    direction = UInt8(clamping: (flow.direction ?? 1) - 1)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].connection == connection {
      if batch[index].segmentClass == .captureDuplicate { continue }
      if batch[index].direction == direction { takeOwn(batch[index]) } else { takeOther(batch[index]) }
    }
  }

  private func takeOwn(_ item: ClassifiedSegment) {
    guard item.segment.payloadLength > 0, !item.segment.flags.contains(.rst) else { return }
    let now = item.segment.timestamp
    if drainedAt != 0, !rounds.isEmpty {
      // What is sent at once was clocked by the last acknowledgment.
      rounds[rounds.count - 1].isIdle = now &- drainedAt > Self.patience
    }
    drainedAt = 0
    if rounds.isEmpty { acknowledged = max(acknowledged, item.start) }
    if !isOpen {
      rounds.append(Round(start: now))
      target = item.end
      isOpen = true
    }
    let last = rounds.count - 1
    rounds[last].end = max(rounds[last].end, now)
    rounds[last].newBytes += Int64(item.newBytes)
    if item.segmentClass == .retransmission { rounds[last].retransmittedPackets += 1 }
    if item.marks.contains(.windowFull) { rounds[last].isWindowLimited = true }
    if item.pipeBytes >= 0 {
      rounds[last].maximumPipeBytes = max(rounds[last].maximumPipeBytes ?? 0, item.pipeBytes)
    }
  }

  private func takeOther(_ item: ClassifiedSegment) {
    guard !rounds.isEmpty, item.segment.flags.contains(.ack), !item.segment.flags.contains(.rst),
      !item.marks.contains(.ackImplausible)
    else { return }
    let last = rounds.count - 1
    if item.segment.flags.contains(.ece) { rounds[last].echoPackets += 1 }
    rounds[last].acknowledgedBytes += max(0, item.acknowledgment &- acknowledged)
    acknowledged = max(acknowledged, item.acknowledgment)
    for sample in [item.roundTripTime, item.sackRoundTripTime] where sample >= 0 {
      rounds[last].leastRoundTripTime = min(rounds[last].leastRoundTripTime ?? sample, sample)
    }
    let flight = item.segment.payloadLength > 0 ? item.peerBytesInFlight : item.bytesInFlight
    if flight == 0, drainedAt == 0 {
      drainedAt = item.segment.timestamp
      rounds[last].isIdle = true
    }
    guard isOpen else { return }
    rounds[last].end = max(rounds[last].end, item.segment.timestamp)
    guard item.acknowledgment >= target else { return }
    rounds[last].isComplete = true
    isOpen = false
  }
}
