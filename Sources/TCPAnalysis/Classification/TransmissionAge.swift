/// When a segment was sent, as far as its header tells: its TSval, else its IP identification.
struct TransmissionAge: Sendable {
  /// TSval, `nil` without time stamps.
  var timestamp: UInt32?
  /// IP identification, `nil` if it does not count up or there is none.
  var identification: UInt16?

  /// Whether it was sent before another segment of the flow; `false` if that cannot be told.
  func isOlder(than other: TransmissionAge) -> Bool {
    if let timestamp, let reference = other.timestamp, timestamp != reference {
      return SequenceNumber.distance(from: reference, to: timestamp) < 0
    }
    guard let identification, let reference = other.identification else { return false }
    return Int16(bitPattern: identification &- reference) < 0
  }
}
