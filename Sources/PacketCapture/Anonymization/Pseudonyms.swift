/// Pseudonyms of addresses and ports under one key.
///
/// IP addresses are mapped as Crypto-PAn does (Xu, Fan, Ammar, Moon: Prefix-Preserving IP Address Anonymization, ICNP
/// 2002): two addresses that share exactly their first k bits have pseudonyms that share exactly their first k. 0.0.0.0,
/// 255.255.255.255 and :: mean something by themselves and stay; what would be mapped to one of them takes its pseudonym
/// instead, so that no two addresses share one.
final class Pseudonyms {
  /// Purposes of numbers from the cipher, so that none helps with another.
  private enum Purpose {
    static let link: UInt8 = 1
    static let port: UInt8 = 2
    static let payload: UInt8 = 3
  }

  /// Pseudonyms that are remembered; captures with more addresses compute some again.
  private static let mostRemembered = 1 << 18

  private let cipher: BlockCipher
  private let padding: [UInt8]
  private var known: [IPAddress: IPAddress] = [:]
  private var knownLinks: [UInt64: UInt64] = [:]
  private let ports: [UInt16]?

  /// Prepares the cipher.
  init(_ anonymization: Anonymization) {
    cipher = BlockCipher(key: anonymization.key[..<16])
    var padding = Array(anonymization.key[16...])
    cipher.encrypt(&padding)
    self.padding = padding
    ports = anonymization.mapsPorts ? Self.portTable(cipher) : nil
  }

  /// The pseudonym of an IP address.
  func address(_ address: IPAddress) -> IPAddress {
    if let pseudonym = known[address] { return pseudonym }
    let pseudonym = computed(address)
    if known.count >= Self.mostRemembered { known.removeAll(keepingCapacity: true) }
    known[address] = pseudonym
    return pseudonym
  }

  private func computed(_ address: IPAddress) -> IPAddress {
    if Self.isSpecial(address) { return address }
    var pseudonym = mapped(address)
    // A walk along the cycle of the permutation, which ends: it never comes back to a special address twice.
    while Self.isSpecial(pseudonym) { pseudonym = mapped(pseudonym) }
    return pseudonym
  }

  private static func isSpecial(_ address: IPAddress) -> Bool {
    address.isIPv6
      ? address.high == 0 && address.low == 0 : address.low == 0 || address.low == 0xffff_ffff
  }

  /// Crypto-PAn: bit i is flipped by the first bit of the cipher of the first i bits followed by the padding.
  private func mapped(_ address: IPAddress) -> IPAddress {
    let value = Self.bits(address)
    let count = address.isIPv6 ? 128 : 32
    let fill = padding.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
    var blocks: [UInt8] = []
    blocks.reserveCapacity(16 * count)
    for length in 0..<count {
      let mask: UInt128 = length == 0 ? 0 : ~0 << UInt128(128 - length)
      let block = value & mask | fill & ~mask
      for shift in stride(from: 120, through: 0, by: -8) {
        blocks.append(UInt8(truncatingIfNeeded: block >> UInt128(shift)))
      }
    }
    cipher.encrypt(&blocks)
    var flips: UInt128 = 0
    for length in 0..<count where blocks[16 * length] >> 7 == 1 { flips |= 1 << UInt128(127 - length) }
    return Self.address(value ^ flips, isIPv6: address.isIPv6)
  }

  /// The bits of an address from the highest on.
  private static func bits(_ address: IPAddress) -> UInt128 {
    address.isIPv6
      ? UInt128(address.high) << 64 | UInt128(address.low)
      : UInt128(UInt32(truncatingIfNeeded: address.low)) << 96
  }

  private static func address(_ bits: UInt128, isIPv6: Bool) -> IPAddress {
    isIPv6
      ? IPAddress(ipv6High: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
      : IPAddress(ipv4: UInt32(truncatingIfNeeded: bits >> 96))
  }

  // MARK: Link layer

  /// The pseudonym of a MAC address: all 46 bits change that are not its group and local bits.
  ///
  /// The broadcast address and that of zeros stay. Vendors do not show: nothing of the address is kept in order.
  func linkAddress(_ address: UInt64) -> UInt64 {
    if let pseudonym = knownLinks[address] { return pseudonym }
    var pseudonym = address
    if !Self.isSpecialLink(address) {
      repeat { pseudonym = mappedLink(pseudonym) } while Self.isSpecialLink(pseudonym)
    }
    if knownLinks.count >= Self.mostRemembered { knownLinks.removeAll(keepingCapacity: true) }
    knownLinks[address] = pseudonym
    return pseudonym
  }

  private static func isSpecialLink(_ address: UInt64) -> Bool {
    address == 0 || address == 0xffff_ffff_ffff
  }

  /// A Feistel network of six rounds over two halves of 23 bits.
  private func mappedLink(_ address: UInt64) -> UInt64 {
    let flags = address >> 40 & 3
    let value = (address >> 42) << 40 | address & 0xff_ffff_ffff
    var left = value >> 23
    var right = value & 0x7f_ffff
    for round in 0..<6 as Range<UInt64> {
      let next = left ^ cipher.number(purpose: Purpose.link, flags << 8 | round, right) & 0x7f_ffff
      left = right
      right = next
    }
    let mixed = left << 23 | right
    return (mixed >> 40) << 42 | flags << 40 | mixed & 0xff_ffff_ffff
  }

  // MARK: Ports and payloads

  /// The pseudonym of a port, if ports are mapped: another one of its range.
  @inline(__always)
  func port(_ port: UInt16) -> UInt16 { ports.map { $0[Int(port)] } ?? port }

  /// Ports by which tunnels are told; they stay, so that the same packets are counted as tunnels.
  static let tunnelPorts: Set<UInt16> = [1701, 2152, 3544, 4789, 6081, 8472]

  /// A permutation of the ports that keeps each range of RFC 6335, section 6: system, user and dynamic ports.
  private static func portTable(_ cipher: BlockCipher) -> [UInt16] {
    var table = (0...UInt16.max).map { $0 }
    for range in [1...1023, 1024...49_151, 49_152...65_535] as [ClosedRange<UInt16>] {
      let ports = range.filter { !tunnelPorts.contains($0) }
      let order = ports.map { (cipher.number(purpose: Purpose.port, UInt64($0)), $0) }.sorted { $0 < $1 }
      for (port, (_, pseudonym)) in zip(ports, order) { table[Int(port)] = pseudonym }
    }
    return table
  }

  /// What stands for the checksum of a payload: equal for equal payloads of a place in a flow, else unlike.
  ///
  /// - Parameters:
  ///   - sum: The payload's own checksum modulo 65535; 0 stays 0, and nothing else becomes 0.
  ///   - flow: A number of the flow.
  ///   - sequenceNumber: Where in the flow it stands.
  ///   - isOneByte: Whether the payload has one byte, the upper half of a word.
  /// - Returns: The checksum of a payload that may stand there instead.
  func payloadSum(_ sum: UInt16, flow: UInt64, sequenceNumber: UInt32, isOneByte: Bool) -> UInt16 {
    guard sum != 0 else { return 0 }
    let number = cipher.number(
      purpose: Purpose.payload, flow, UInt64(sequenceNumber) << 16 | UInt64(sum))
    return isOneByte ? UInt16(number % 255 + 1) << 8 : UInt16(number % 65_534 + 1)
  }
}
