import CProcessor
import PacketCapture

/// Finds the newest connection of a pair of endpoints: open addressing over hashes.
///
/// An entry is 32 bits of the hash and the connection's index plus one. The endpoints themselves stand in the state of
/// an open connection or in the record of a finished one, so that the index takes eight bytes a connection; whoever
/// asks compares them.
struct ConnectionIndex: ~Copyable {
  private var entries: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var used = 0
  private let seed: UInt64

  /// Makes an empty index; `seed` differs from run to run, so that no capture can be made to collide.
  init(seed: UInt64) {
    self.seed = seed
    mask = 1023
    entries = Self.makeEntries(1024)
  }

  deinit {
    entries.deallocate()
  }

  /// A hash of the endpoints of a segment, the same for both directions.
  @inline(__always)
  func hash(_ segment: borrowing Segment) -> UInt64 {
    let source = Self.mix(seed ^ segment.source.low ^ UInt64(segment.sourcePort) << 48)
    let destination = Self.mix(seed ^ segment.destination.low ^ UInt64(segment.destinationPort) << 48)
    var state = source &+ destination
    if segment.source.isIPv6 {
      state ^= Self.mix(~seed ^ segment.source.high) &+ Self.mix(~seed ^ segment.destination.high)
    }
    return Self.mix(state)
  }

  /// One multiply-fold round: the halves of a 128-bit product are folded together.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// Where the search for a hash begins.
  @inline(__always)
  func firstPosition(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash & 0xFFFF_FFFF) & mask }

  /// Calls for the entries where the search for a hash begins.
  @inline(__always)
  func prefetch(_ hash: UInt64) { captcp_prefetch(entries + firstPosition(hash)) }

  /// The next position of a search.
  @inline(__always)
  func position(after position: Int) -> Int { (position + 1) & mask }

  /// What stands at a position: a connection that may be the one, another one, or the end of the search.
  @inline(__always)
  func candidate(at position: Int, _ hash: UInt64) -> Candidate {
    let entry = entries[position]
    if entry == 0 { return .none }
    let index = Int32(truncatingIfNeeded: entry) &- 1
    return entry >> 32 == hash & 0xFFFF_FFFF ? .connection(index) : .other
  }

  /// What a position of the index holds.
  enum Candidate {
    /// Nothing: the search is over.
    case none
    /// A connection of another hash.
    case other
    /// A connection of this hash.
    case connection(Int32)
  }

  /// Adds a connection whose endpoints are not in the index.
  mutating func insert(_ hash: UInt64, index: Int32) {
    used += 1
    if used * 3 > (mask + 1) * 2 { grow() }
    place(hash << 32 | UInt64(UInt32(bitPattern: index &+ 1)))
  }

  /// Puts a newer connection of the same endpoints in the place of an older one.
  mutating func replace(at position: Int, with index: Int32) {
    entries[position] = (entries[position] & ~0xFFFF_FFFF) | UInt64(UInt32(bitPattern: index &+ 1))
  }

  private func place(_ entry: UInt64) {
    var position = Int(truncatingIfNeeded: entry >> 32) & mask
    while entries[position] != 0 { position = (position + 1) & mask }
    entries[position] = entry
  }

  private static func makeEntries(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    LargeMemory.allocate(byteCount: count * MemoryLayout<UInt64>.stride)
      .initializeMemory(as: UInt64.self, repeating: 0, count: count)
  }

  private mutating func grow() {
    let old = entries
    let count = mask + 1
    mask = 2 * count - 1
    entries = Self.makeEntries(2 * count)
    for position in 0..<count where old[position] != 0 { place(old[position]) }
    old.deallocate()
  }
}
