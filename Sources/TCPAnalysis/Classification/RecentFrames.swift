import CProcessor
import PacketCapture

/// Remembers the frames of the last moments, to tell copies of one frame from segments sent again.
///
/// A table of fixed size over hashes of everything that a copy shares with its original: its flow, sequence and
/// acknowledgment number, flags, window, length, options and a non-zero IP identification. An old frame is
/// overwritten by the next one that falls on its place, so memory does not grow. It is small enough for the second
/// level cache: it is touched at another place for each packet.
struct RecentFrames: ~Copyable {
  /// What is kept of a frame: four of them fill a cache line.
  private struct Entry {
    var time: Int64 = 0
    /// 48 bits of the hash, never 0 where there is a frame, and 16 of the payload's checksum.
    var print: UInt64 = 0
  }

  /// What the table knows of a segment's twin.
  enum Twin {
    /// No such frame was seen lately.
    case none
    /// Seen so many nanoseconds before; whether the payloads were compared.
    case seen(ago: Int64, isChecked: Bool)
  }

  private static let bits = 11
  private static let ways = 4
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    let count = Self.ways << Self.bits
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Entry>.stride, alignment: 64)
    entries = bytes.initializeMemory(as: Entry.self, repeating: Entry(), count: count)
  }

  deinit {
    entries.deallocate()
  }

  /// Looks for an equal frame and remembers this one.
  ///
  /// The payload's checksum must be equal too, unless the sender's network card fills it in behind the capture
  /// point.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - hash: What `hash(_:_:)` says of it and of a number that no other flow of the capture has.
  /// - Returns: Whether and how long ago its twin was seen.
  @inline(__always)
  mutating func observe(_ segment: borrowing Segment, hash: UInt64) -> Twin {
    let bucket = bucket(hash)
    let print = hash << 16 | UInt64(segment.payloadChecksum)
    var oldest = 0
    for way in 0..<Self.ways {
      let difference = bucket[way].print ^ print
      if difference == 0 ? true : difference >> 16 == 0 ? Self.hasPartialChecksum(segment) : false {
        let ago = Self.elapsed(bucket[way].time, segment.timestamp)
        bucket[way].time = segment.timestamp
        return .seen(ago: ago, isChecked: difference == 0)
      }
      if bucket[way].time < bucket[oldest].time { oldest = way }
    }
    bucket[oldest] = Entry(time: segment.timestamp, print: print)
    return .none
  }

  /// Calls for the memory that `observe(_:hash:)` will need.
  @inline(__always)
  func prefetch(_ hash: UInt64) { captcp_prefetch(bucket(hash)) }

  @inline(__always)
  private func bucket(_ hash: UInt64) -> UnsafeMutablePointer<Entry> {
    entries + Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bits)) * Self.ways
  }

  private static func elapsed(_ from: Int64, _ to: Int64) -> Int64 {
    let (elapsed, isOverflowing) = to.subtractingReportingOverflow(from)
    return isOverflowing ? .max : max(0, elapsed)
  }

  @inline(__always)
  static func hash(_ segment: borrowing Segment, _ flow: UInt64) -> UInt64 {
    let identification = segment.marks.contains(.isIPv6) ? 0 : UInt64(segment.identification)
    let numbers = UInt64(segment.sequenceNumber) << 32 | UInt64(segment.acknowledgmentNumber)
    let sizes = UInt64(segment.payloadLength) << 32 | UInt64(segment.window) << 16 | identification
    var state = ConnectionIndex.mix(numbers ^ (flow &* 0x9FB2_1C65_1E98_DF25))
    state = ConnectionIndex.mix(state ^ sizes)
    state = ConnectionIndex.mix(state ^ segment.optionsHash ^ UInt64(segment.flags.rawValue))
    // A print of 0 marks an empty place.
    return state | 1
  }

  /// Whether the checksum field holds the sum of the pseudo header only: the sending card fills in the rest.
  static func hasPartialChecksum(_ segment: borrowing Segment) -> Bool {
    var sum: UInt64 = 6 + UInt64(segment.transportLength)
    for half in [segment.source, segment.destination] {
      if half.isIPv6 {
        sum += half.high >> 48 + (half.high >> 32) & 0xFFFF + (half.high >> 16) & 0xFFFF + half.high & 0xFFFF
      }
      if half.isIPv6 { sum += half.low >> 48 + (half.low >> 32) & 0xFFFF }
      sum += (half.low >> 16) & 0xFFFF + half.low & 0xFFFF
    }
    while sum > 0xFFFF { sum = sum >> 16 + sum & 0xFFFF }
    return UInt16(truncatingIfNeeded: sum) == segment.checksum
  }
}
