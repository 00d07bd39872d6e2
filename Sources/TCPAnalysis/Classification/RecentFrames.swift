import PacketCapture

/// Remembers the frames of the last moments, to tell copies of one frame from segments sent again.
///
/// A table of fixed size over hashes of everything that a copy shares with its original: addresses, ports,
/// sequence and acknowledgment number, flags, window, length, options and a non-zero IP identification. An old
/// frame is overwritten by the next one that falls on its place, so memory does not grow.
struct RecentFrames: ~Copyable {
  /// What is kept of a frame.
  struct Entry {
    var hash: UInt64 = 0
    var time: Int64 = 0
    var checksum: UInt16 = 0
    var interface: UInt16 = 0
  }

  /// What the table knows of a segment's twin.
  enum Twin {
    /// No such frame was seen lately.
    case none
    /// Seen so many nanoseconds before.
    case seen(ago: Int64)
  }

  private static let bits = 14
  private static let ways = 4
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: Self.ways << Self.bits)
    entries.initialize(repeating: Entry(), count: Self.ways << Self.bits)
  }

  deinit {
    entries.deallocate()
  }

  /// Looks for an equal frame and remembers this one.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - hasTrustedChecksum: Whether the payload's checksum must be equal too; not where the sender's network
  ///     card fills it in behind the capture point.
  /// - Returns: Whether and how long ago its twin was seen.
  mutating func observe(_ segment: Segment, hasTrustedChecksum: Bool) -> Twin {
    let hash = Self.hash(segment)
    let bucket = entries + (Int(truncatingIfNeeded: hash >> 40) & ((1 << Self.bits) - 1)) * Self.ways
    var oldest = 0
    var result = Twin.none
    for way in 0..<Self.ways {
      if bucket[way].hash == hash,
        !hasTrustedChecksum || bucket[way].checksum == segment.payloadChecksum
      {
        result = .seen(ago: Self.elapsed(bucket[way].time, segment.timestamp))
        bucket[way].time = segment.timestamp
        return result
      }
      if bucket[way].time < bucket[oldest].time { oldest = way }
    }
    bucket[oldest] = Entry(
      hash: hash, time: segment.timestamp, checksum: segment.payloadChecksum,
      interface: segment.interfaceIndex)
    return result
  }

  private static func elapsed(_ from: Int64, _ to: Int64) -> Int64 {
    let (elapsed, isOverflowing) = to.subtractingReportingOverflow(from)
    return isOverflowing ? .max : max(0, elapsed)
  }

  private static func hash(_ segment: Segment) -> UInt64 {
    let identification = segment.marks.contains(.isIPv6) ? 0 : UInt64(segment.identification)
    var state = ConnectionKey.mix(segment.source.low ^ (UInt64(segment.sourcePort) << 48))
    state = ConnectionKey.mix(state ^ segment.destination.low ^ (UInt64(segment.destinationPort) << 48))
    if segment.marks.contains(.isIPv6) {
      state = ConnectionKey.mix(state ^ segment.source.high)
      state = ConnectionKey.mix(state ^ segment.destination.high)
    }
    state = ConnectionKey.mix(
      state ^ (UInt64(segment.sequenceNumber) << 32 | UInt64(segment.acknowledgmentNumber)))
    state = ConnectionKey.mix(
      state ^ (UInt64(segment.payloadLength) << 32 | UInt64(segment.window) << 16 | identification))
    state = ConnectionKey.mix(state ^ segment.optionsHash ^ UInt64(segment.flags.rawValue))
    // 0 marks an empty place.
    return state | 1
  }
}
