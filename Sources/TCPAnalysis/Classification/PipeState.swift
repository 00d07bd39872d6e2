/// What the bytes of a flow that are on their way depend on beside its scoreboard and its sent segments.
struct PipeState: Sendable {
  /// Whether anything but new data and its acknowledgments was seen since all of it was last acknowledged.
  var isDisturbed = false
  /// Bytes that SACK reported since the last timeout and that had not been sent before it.
  var sackedAboveTimeout: Int64 = 0
  /// Bytes that duplicate ACKs of a receiver without SACK say have arrived: a segment each.
  var duplicateBytes: Int64 = 0

  /// Bytes in flight times nanoseconds up to `weighedAt`, from `weighedFrom` on; 0 before the first data.
  private var weight = 0.0
  private var weighedFrom: Int64 = 0
  private var weighedAt: Int64 = 0
  /// Bytes in flight since `weighedAt`.
  private var flight: Int64 = 0

  /// Takes the bytes in flight after a segment of either direction; -1 for unknown.
  @inline(__always)
  mutating func weigh(_ bytes: Int64, now: Int64) {
    guard bytes >= 0 else { return }
    if weighedFrom == 0 {
      weighedFrom = now
    } else {
      weight += Double(flight) * Double(max(0, now - weighedAt))
    }
    weighedAt = max(weighedAt, now)
    flight = bytes
  }

  /// Mean of the bytes in flight over the time from the first data to the last segment; `nil` for no time.
  var meanBytesInFlight: Double? {
    weighedAt > weighedFrom ? weight / Double(weighedAt - weighedFrom) : nil
  }

  /// The receiver acknowledged `bytes` of new data: it filled a hole with one segment, the rest had arrived before.
  @inline(__always)
  mutating func noteAdvance(of bytes: Int64, segment: Int64) {
    duplicateBytes = max(0, duplicateBytes &- max(0, bytes &- segment))
  }
}
