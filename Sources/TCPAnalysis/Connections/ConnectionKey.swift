import PacketCapture

/// The unordered pair of endpoints of a connection: the lesser endpoint first.
struct ConnectionKey: Equatable {
  var firstHigh: UInt64
  var firstLow: UInt64
  var secondHigh: UInt64
  var secondLow: UInt64
  /// Ports of both in the order above, and the address family in bit 32.
  var ports: UInt64

  /// Makes the key of a segment; the same for both directions.
  init(_ segment: Segment) {
    let source = segment.source
    let destination = segment.destination
    let family: UInt64 = source.isIPv6 ? 1 << 32 : 0
    if Self.isOrdered(source, segment.sourcePort, destination, segment.destinationPort) {
      firstHigh = source.high
      firstLow = source.low
      secondHigh = destination.high
      secondLow = destination.low
      ports = family | UInt64(segment.sourcePort) << 16 | UInt64(segment.destinationPort)
    } else {
      firstHigh = destination.high
      firstLow = destination.low
      secondHigh = source.high
      secondLow = source.low
      ports = family | UInt64(segment.destinationPort) << 16 | UInt64(segment.sourcePort)
    }
  }

  private static func isOrdered(_ a: IPAddress, _ aPort: UInt16, _ b: IPAddress, _ bPort: UInt16) -> Bool {
    if a.high != b.high { return a.high < b.high }
    if a.low != b.low { return a.low < b.low }
    return aPort <= bPort
  }

  /// A 64-bit hash; `seed` differs from run to run, so that no capture can be made to collide.
  func hash(seed: UInt64) -> UInt64 {
    var state = seed ^ ports
    state = Self.mix(state ^ firstLow)
    state = Self.mix(state ^ secondLow)
    if firstHigh | secondHigh != 0 {
      state = Self.mix(state ^ firstHigh)
      state = Self.mix(state ^ secondHigh)
    }
    return Self.mix(state)
  }

  /// One multiply-fold round: the halves of a 128-bit product are folded together.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}

/// Finds the newest connection of a four-tuple: open addressing over tags of hashes.
///
/// An entry is 32 bits of the hash and the connection's index plus one; keys lie in an array beside, one a
/// connection, so that finished connections can still be found.
struct ConnectionIndex {
  private var entries: [UInt64]
  private var keys: [ConnectionKey] = []
  private var used = 0
  private let seed: UInt64

  /// Makes an empty index.
  init(seed: UInt64) {
    entries = Array(repeating: 0, count: 1024)
    self.seed = seed
  }

  /// The newest connection of `key`, or -1.
  func find(_ key: ConnectionKey) -> Int32 {
    let hash = key.hash(seed: seed)
    let mask = entries.count - 1
    var position = Int(truncatingIfNeeded: hash) & mask
    let tag = hash & 0xFFFF_FFFF_0000_0000
    while true {
      let entry = entries[position]
      if entry == 0 { return -1 }
      if entry & 0xFFFF_FFFF_0000_0000 == tag {
        let index = Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
        if keys[Int(index)] == key { return index }
      }
      position = (position + 1) & mask
    }
  }

  /// Makes `index`, which must be the next unused one, the newest connection of `key`.
  mutating func insert(_ key: ConnectionKey, index: Int32) {
    keys.append(key)
    if (used + 1) * 3 > entries.count * 2 { grow() }
    place(key, index: index)
  }

  private mutating func place(_ key: ConnectionKey, index: Int32) {
    let hash = key.hash(seed: seed)
    let mask = entries.count - 1
    let tag = hash & 0xFFFF_FFFF_0000_0000
    let value = tag | UInt64(UInt32(bitPattern: index + 1))
    var position = Int(truncatingIfNeeded: hash) & mask
    while entries[position] != 0 {
      let entry = entries[position]
      let older = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
      if entry & 0xFFFF_FFFF_0000_0000 == tag, keys[older] == key {
        entries[position] = value
        return
      }
      position = (position + 1) & mask
    }
    entries[position] = value
    used += 1
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: 0, count: old.count * 2)
    used = 0
    for entry in old where entry != 0 {
      let index = Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
      place(keys[Int(index)], index: index)
    }
  }
}
