/// What the bytes of a flow that are on their way depend on beside its scoreboard and its sent segments.
struct PipeState: Sendable {
  /// Whether anything but new data and its acknowledgments was seen since all of it was last acknowledged.
  var isDisturbed = false
  /// Bytes that SACK reported since the last timeout and that had not been sent before it.
  var sackedAboveTimeout: Int64 = 0
  /// Bytes that duplicate ACKs of a receiver without SACK say have arrived: a segment each.
  var duplicateBytes: Int64 = 0

  /// The receiver acknowledged `bytes` of new data: it filled a hole with one segment, the rest had arrived before.
  @inline(__always)
  mutating func noteAdvance(of bytes: Int64) {
    guard duplicateBytes > 0 else { return }
    duplicateBytes = max(0, duplicateBytes &- max(0, bytes))
  }
}
