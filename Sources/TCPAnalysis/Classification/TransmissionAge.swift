/// When a segment was sent, as far as its header tells: its TSval, else its IP identification.
struct TransmissionAge: Sendable {
  /// TSval, `nil` without time stamps.
  var timestamp: UInt32?
  /// Capture time, nanoseconds from the first packet of the connection, plus one.
  var time: Int64
  /// IP identification, `nil` if it does not count up or there is none.
  var identification: UInt16?

  /// Whether it was sent before another segment of the flow; `false` if that cannot be told.
  func isOlder(than other: TransmissionAge) -> Bool {
    if let timestamp, let reference = other.timestamp, timestamp != reference {
      return SequenceNumber.distance(from: reference, to: timestamp) < 0
    }
    guard let identification, let reference = other.identification,
      Self.identificationsTell(after: time &- other.time)
    else { return false }
    return Int16(bitPattern: identification &- reference) < 0
  }

  /// Whether 16 bits still tell the order of two packets that were captured so many nanoseconds apart.
  ///
  /// A host that counts for all its connections goes through half of the numbers in a second.
  static func identificationsTell(after elapsed: Int64) -> Bool { elapsed.magnitude <= 500_000_000 }
}
