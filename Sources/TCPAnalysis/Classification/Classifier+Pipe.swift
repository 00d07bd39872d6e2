import PacketCapture

/// The bytes of a flow that are on their way, as its sender estimates them (RFC 6675, section 4).
extension Classifier {
  /// The pipe of a flow.
  ///
  /// - Parameters:
  ///   - flow: The flow whose data is meant.
  ///   - receiver: The opposite flow.
  ///   - flight: Its bytes in flight; -1 if unknown.
  /// - Returns: Bytes, 0 or more; -1 if unknown.
  /// - Complexity: O(1).
  @inline(__always)
  mutating func pipe(
    of flow: UnsafeMutablePointer<FlowState>, receiver: UnsafeMutablePointer<FlowState>, _ flight: Int64
  ) -> Int64 {
    guard flight > 0, let detail = flow.pointee.detail, detail.pointee.pipe.isDisturbed else { return flight }
    return Self.disturbedPipe(flow, receiver, flight, detail)
  }

  /// What counts once, twice and not at all of the bytes in flight.
  @inline(never)
  private static func disturbedPipe(
    _ flow: UnsafeMutablePointer<FlowState>, _ receiver: UnsafeMutablePointer<FlowState>, _ flight: Int64,
    _ detail: UnsafeMutablePointer<FlowDetail>
  ) -> Int64 {
    let resent = detail.pointee.sent.resentBytes
    let isAfterTimeout = detail.pointee.recovery.phase == .loss
    if detail.pointee.sacked.isEmpty, detail.pointee.pipe.duplicateBytes == 0, resent == 0, !isAfterTimeout {
      detail.pointee.pipe.isDisturbed = false
      return flight
    }
    let segment = effectiveSegmentSize(of: flow, receiver: receiver)
    let arrived = arrivedBytes(detail, flight, segment)
    let lost = lostBytes(detail, acknowledged: max(flow.pointee[.highestAcknowledged], 1), arrived, segment)
    return min(max(0, flight &- arrived &- lost &+ resent), 2 &* flight)
  }

  /// Bytes that the receiver holds behind a hole: reported by SACK, else a segment for each duplicate ACK.
  private static func arrivedBytes(
    _ detail: UnsafeMutablePointer<FlowDetail>, _ flight: Int64, _ segment: Int64
  ) -> Int64 {
    if detail.pointee.pipe.duplicateBytes > 0, detail.pointee.sacked.isEmpty {
      return min(detail.pointee.pipe.duplicateBytes, max(0, flight &- segment))
    }
    return min(detail.pointee.sacked.byteCount, flight)
  }

  /// Bytes that the sender holds for lost, whether it sent them again or not.
  private static func lostBytes(
    _ detail: UnsafeMutablePointer<FlowDetail>, acknowledged: Int64, _ arrived: Int64, _ segment: Int64
  ) -> Int64 {
    var lost: Int64 = 0
    let recovery = detail.pointee.recovery
    if let (edge, above) = detail.pointee.sacked.lossEdge(segmentSize: segment) {
      lost = max(0, edge &- acknowledged &- max(0, arrived &- above))
    } else if detail.pointee.sacked.isEmpty, recovery.duplicateAcks >= 3 || recovery.phase == .recovery {
      // Without SACK a sender knows of one hole at a time (RFC 6582).
      lost = segment
    }
    guard recovery.phase == .loss, acknowledged < recovery.recoveryPoint else { return lost }
    // After a timeout everything that was on its way counts as lost.
    let below = max(0, arrived &- detail.pointee.pipe.sackedAboveTimeout)
    return max(lost, recovery.recoveryPoint &- acknowledged &- below)
  }

  /// Takes what SACK reports of data that was sent after a timeout, which does not count as lost.
  mutating func noteSacked(_ flow: UnsafeMutablePointer<FlowState>) {
    guard let detail = flow.pointee.detail else { return }
    detail.pointee.pipe.isDisturbed = true
    guard detail.pointee.recovery.phase == .loss else { return }
    let edge = detail.pointee.recovery.recoveryPoint
    for range in newSack where range.end > edge {
      detail.pointee.pipe.sackedAboveTimeout &+= range.end &- max(range.start, edge)
    }
  }

  /// Takes a duplicate ACK of a receiver that does not use SACK: one more segment has arrived.
  mutating func noteDuplicate(_ flow: UnsafeMutablePointer<FlowState>, _ context: Context) {
    guard newSack.isEmpty, let detail = flow.pointee.detail, detail.pointee.sacked.isEmpty else { return }
    detail.pointee.pipe.isDisturbed = true
    let segment = Self.effectiveSegmentSize(of: flow, receiver: context.own)
    detail.pointee.pipe.duplicateBytes = min(detail.pointee.pipe.duplicateBytes &+ segment, 1 << 30)
  }
}
