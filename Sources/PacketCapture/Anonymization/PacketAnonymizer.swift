/// Rewrites packets so that they tell who sent what no longer, and what happened as before.
///
/// The new packet begins as zeros of the old one's length, and only what is known to be harmless is copied into it:
/// lengths, flags, numbers, times. Addresses are replaced by their ``Pseudonyms``. Whatever is not understood stays
/// zero, so nothing can be overlooked: payloads, unknown protocols, what tunnels carry, padding. Checksums that were
/// right are right again; those that were wrong stay wrong, and those that were left to the network device stay so. Two
/// payloads of one place in a flow that had the same checksum still have, and others do not: that is what copies and
/// changed retransmissions are told by. The checksum of a TCP segment in several fragments cannot be made right.
///
/// Each layer is an extension of its own file, in the order of the decoder's.
public final class PacketAnonymizer {
  /// What becomes of payloads.
  public enum PayloadTreatment: Sendable {
    /// Zeros of the same length.
    case zeroed
    /// The packet ends behind its last header, as if a snap length had cut it there.
    case cut
  }

  /// Why a packet cannot be rewritten.
  public enum Refusal: Error, Equatable, Sendable {
    /// The addresses of this link type stand nobody knows where; the name is libpcap's.
    case linkType(String)
  }

  let pseudonyms: Pseudonyms
  private let treatment: PayloadTreatment
  // Invariant: `count` bytes of `memory` are the packet that is being made.
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var count = 0
  /// Offset behind the last byte that was copied.
  private var keptEnd = 0
  /// Headers around the one at hand that can hold each other without end; deeper ones stay zero.
  var depth = 0
  static let greatestDepth = 32
  /// Offset of the end of the link layer's payload where the link layer says it.
  var linkEnd = Int.max
  /// Bytes that the packet had on the wire.
  var originalLength = 0

  /// Prepares the pseudonyms.
  public init(_ anonymization: Anonymization, payload: PayloadTreatment = .zeroed) {
    pseudonyms = Pseudonyms(anonymization)
    treatment = payload
  }

  deinit { memory.deallocate() }

  /// Rewrites a packet.
  ///
  /// - Returns: The new bytes, which are valid until the next call.
  /// - Throws: ``Refusal``.
  public func rewrite(_ packet: CapturedPacket) throws(Refusal) -> UnsafeRawBufferPointer {
    begin(packet.bytes.count)
    originalLength = Int(packet.originalLength)
    guard rewriteLink(packet.bytes.bytes, linkType: packet.linkType) else {
      throw .linkType(LinkType.name(of: packet.linkType))
    }
    let length = treatment == .cut ? min(keptEnd, count) : count
    return UnsafeRawBufferPointer(rebasing: memory[..<length])
  }

  private func begin(_ length: Int) {
    if length > memory.count {
      memory.deallocate()
      memory = .allocate(byteCount: length, alignment: 16)
    }
    count = length
    keptEnd = 0
    linkEnd = .max
    depth = 0
    if length > 0 { memory.baseAddress?.initializeMemory(as: UInt8.self, repeating: 0, count: length) }
  }

  // MARK: What the layers use

  /// One's complement sum of the 16-bit words of a part of the new packet, modulo 65535.
  func sum(from start: Int, to end: Int) -> UInt64 {
    guard start < min(end, count) else { return 0 }
    return UnsafeRawBufferPointer(rebasing: memory[start..<min(end, count)]).bytes.wordSum(
      from: 0, to: min(end, count) - start)
  }

  /// Copies bytes, as far as they were captured.
  func keep(_ bytes: RawSpan, _ offset: Int, _ length: Int) {
    guard offset < bytes.byteCount, length > 0 else { return }
    let end = min(offset + length, bytes.byteCount)
    for index in offset..<end { memory[index] = bytes.byte(at: index) }
    keptEnd = max(keptEnd, end)
  }

  /// Says that a header reaches to an offset, whatever of it was copied: nothing of it is cut.
  func keepHeader(to end: Int) {
    keptEnd = max(keptEnd, min(end, count))
  }

  /// Walks through options of TCP or IPv4 (RFC 9293, section 3.2; RFC 791, section 3.1): kinds and lengths stay.
  ///
  /// - Parameters:
  ///   - bytes: The packet.
  ///   - start: Where the options begin.
  ///   - end: Where they end.
  ///   - body: Takes kind, offset and length of each that has a value; `false` ends the walk.
  func walkOptions(
    _ bytes: RawSpan, from start: Int, to end: Int, _ body: (UInt8, Int, Int) -> Bool
  ) {
    var offset = start
    while offset < end {
      let kind = bytes.byte(at: offset)
      set(kind, at: offset)
      if kind == 0 { return }
      if kind == 1 {
        offset += 1
        continue
      }
      guard offset + 1 < end else { return }
      let length = Int(bytes.byte(at: offset + 1))
      set(UInt8(length), at: offset + 1)
      guard length >= 2, body(kind, offset, length) else { return }
      offset += length
    }
  }

  /// Sets a byte.
  func set(_ value: UInt8, at offset: Int) {
    guard offset < count else { return }
    memory[offset] = value
    keptEnd = max(keptEnd, offset + 1)
  }

  /// Sets a big-endian number.
  func set(_ value: UInt16, at offset: Int) {
    guard offset + 2 <= count else { return }
    memory.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt16.self)
    keptEnd = max(keptEnd, offset + 2)
  }

  /// Sets a big-endian number that belongs to the payload, which may be cut.
  func setPayload(_ value: UInt16, at offset: Int, length: Int) {
    if length > 0, offset < count { memory[offset] = UInt8(truncatingIfNeeded: value >> 8) }
    if length > 1, offset + 1 < count { memory[offset + 1] = UInt8(truncatingIfNeeded: value) }
  }

  /// Replaces a MAC address that was captured whole.
  func mapLinkAddress(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(6, at: offset) else { return }
    let address = UInt64(bytes.uint16(at: offset)) << 32 | UInt64(bytes.uint32(at: offset + 2))
    let pseudonym = pseudonyms.linkAddress(address)
    for index in 0..<6 {
      set(UInt8(truncatingIfNeeded: pseudonym >> (40 - 8 * UInt64(index))), at: offset + index)
    }
  }

  /// Replaces an IPv4 address that was captured whole.
  func mapIPv4(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(4, at: offset) else { return }
    let pseudonym = pseudonyms.address(IPAddress(ipv4: bytes.uint32(at: offset)))
    write(pseudonym.low, bytes: 4, at: offset)
  }

  /// Replaces an IPv6 address that was captured whole.
  func mapIPv6(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(16, at: offset) else { return }
    let pseudonym = pseudonyms.address(
      IPAddress(ipv6High: bytes.uint64(at: offset), low: bytes.uint64(at: offset + 8)))
    write(pseudonym.high, bytes: 8, at: offset)
    write(pseudonym.low, bytes: 8, at: offset + 8)
  }

  private func write(_ value: UInt64, bytes length: Int, at offset: Int) {
    for index in 0..<length {
      set(UInt8(truncatingIfNeeded: value >> (8 * UInt64(length - 1 - index))), at: offset + index)
    }
  }

  /// Replaces a port, if ports are replaced.
  func mapPort(_ bytes: RawSpan, at offset: Int) {
    guard bytes.holds(2, at: offset) else { return }
    set(pseudonyms.port(bytes.uint16(at: offset)), at: offset)
  }
}

extension RawSpan {
  /// One's complement sum of 16-bit words modulo 65535 (RFC 1071); a last odd byte is the upper half of a word.
  func wordSum(from start: Int, to end: Int) -> UInt64 {
    var sum: UInt64 = 0
    var offset = start
    while offset + 2 <= end {
      sum &+= UInt64(uint16(at: offset))
      offset += 2
    }
    if offset < end { sum &+= UInt64(byte(at: offset)) << 8 }
    return sum % 65_535
  }
}
