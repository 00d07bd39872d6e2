/// Bytes of packets, layer by layer, written by hand so that the decoder is not tested against itself.
enum PacketBytes {
  static func big16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

  static func big32(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  /// One's complement sum of 16-bit words (RFC 1071), not complemented.
  static func sum(_ bytes: [UInt8]) -> Int {
    var sum = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return sum
  }

  static let source4: [UInt8] = [10, 0, 0, 1]
  static let destination4: [UInt8] = [192, 0, 2, 200]
  static let source6: [UInt8] = [0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 11) + [1]
  static let destination6: [UInt8] = [0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 11) + [2]

  /// A TCP segment; the checksum is right for the addresses given.
  static func tcp(
    sequence: UInt32 = 1000, acknowledgment: UInt32 = 2000, flags: Int = 0x18, window: Int = 500,
    options: [UInt8] = [], payload: [UInt8] = [], urgent: Int = 0, offset: Int? = nil,
    addresses: [UInt8] = source4 + destination4, checksum: Int? = nil
  ) -> [UInt8] {
    let words = offset ?? (20 + options.count) / 4
    var bytes = big16(40000) + big16(80) + big32(sequence) + big32(acknowledgment)
    bytes += big16(words << 12 | flags) + big16(window) + big16(0) + big16(urgent) + options + payload
    let pseudo = addresses + big16(0) + big16(6) + big16(0) + big16(bytes.count)
    let right = 0xffff - sum(pseudo + bytes)
    bytes.replaceSubrange(16..<18, with: big16(checksum ?? right))
    return bytes
  }

  static func ipv4(
    _ payload: [UInt8], number: Int = 6, options: [UInt8] = [], length: Int? = nil, fragment: Int = 0,
    identification: Int = 77, trafficClass: UInt8 = 2
  ) -> [UInt8] {
    let total = length ?? 20 + options.count + payload.count
    return [UInt8(0x40 | (20 + options.count) / 4), trafficClass] + big16(total) + big16(identification)
      + big16(fragment) + [64, UInt8(number), 0, 0] + source4 + destination4 + options + payload
  }

  static func ipv6(
    _ payload: [UInt8], next: Int = 6, length: Int? = nil, destination: [UInt8] = destination6
  ) -> [UInt8] {
    [0x60, 0x20, 0, 0] + big16(length ?? payload.count) + [UInt8(next), 63] + source6 + destination + payload
  }

  static func ethernet(_ payload: [UInt8], type: Int = 0x0800) -> [UInt8] {
    [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] + big16(type) + payload
  }

  static func udp(_ payload: [UInt8], from source: Int = 5000, to destination: Int) -> [UInt8] {
    big16(source) + big16(destination) + big16(payload.count + 8) + big16(0) + payload
  }

  /// A data segment of ten bytes, as an IPv4 packet.
  static let segment4 = ipv4(tcp(payload: Array("0123456789".utf8)))
  /// The same as an IPv6 packet.
  static let segment6 = ipv6(tcp(payload: Array("0123456789".utf8), addresses: source6 + destination6))
}
