import PacketCapture

/// What a segment tells of the data of one flow that is on its way.
struct FlightState: Sendable {
  /// Highest byte sent less highest byte acknowledged, without SYN and FIN; -1 while it is unknown.
  private(set) var bytesInFlight: Int64 = -1
  /// RFC 6675's pipe; -1 while it is unknown.
  private(set) var pipeBytes: Int64 = -1

  /// Takes the next segment of the connection.
  ///
  /// - Returns: Whether it tells anything of the flow.
  mutating func take(_ segment: borrowing ClassifiedSegment, isSent: Bool) -> Bool {
    let hasData = segment.segment.payloadLength > 0
    if segment.segmentClass == .rst { return false }
    if isSent {
      guard hasData else { return false }
    } else {
      guard segment.acknowledges else { return false }
    }
    // With data of its own, an acknowledgment tells of the opposite flow beside.
    let isPeer = !isSent && hasData
    bytesInFlight = isPeer ? segment.peerBytesInFlight : segment.bytesInFlight
    pipeBytes = isPeer ? segment.peerPipeBytes : segment.pipeBytes
    return true
  }
}
