/// Byte order of a hand-made capture.
enum Order: CaseIterable {
  case big, little

  func u16(_ value: Int) -> [UInt8] {
    let bytes = [UInt8(value >> 8 & 255), UInt8(value & 255)]
    return self == .big ? bytes : bytes.reversed()
  }

  func u32(_ value: UInt32) -> [UInt8] {
    let bytes = [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    return self == .big ? bytes : bytes.reversed()
  }

  func u64(_ value: UInt64) -> [UInt8] {
    let halves = [u32(UInt32(value >> 32)), u32(UInt32(truncatingIfNeeded: value))]
    return Array((self == .big ? halves : halves.reversed()).joined())
  }
}

/// A record of a classic capture.
struct Record {
  var data: [UInt8]
  var seconds: UInt32 = 1_700_000_000
  var fraction: UInt32 = 0
  var originalLength: Int?
}

/// Bytes of capture files, of any byte order and resolution.
enum CaptureBytes {
  static func pcap(
    _ records: [Record], magic: UInt32 = 0xa1b2_c3d4, order: Order = .little, linkType: UInt32 = 1,
    snapLength: UInt32 = 262_144
  ) -> [UInt8] {
    var bytes = order.u32(magic) + order.u16(2) + order.u16(4) + order.u32(0) + order.u32(0)
    bytes += order.u32(snapLength) + order.u32(linkType)
    for record in records {
      bytes += order.u32(record.seconds) + order.u32(record.fraction) + order.u32(UInt32(record.data.count))
      bytes += order.u32(UInt32(record.originalLength ?? record.data.count))
      if magic == 0xa1b2_cd34 { bytes += Array(repeating: 0, count: 8) }
      bytes += record.data
    }
    return bytes
  }

  static func pcap(packets: [[UInt8]], linkType: UInt32 = 1) -> [UInt8] {
    pcap(packets.map { Record(data: $0) }, linkType: linkType)
  }

  // pcapng

  static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  static func option(_ code: Int, _ value: [UInt8], _ order: Order) -> [UInt8] {
    order.u16(code) + order.u16(value.count) + padded(value)
  }

  static func block(_ type: UInt32, _ body: [UInt8], _ order: Order) -> [UInt8] {
    let length = order.u32(UInt32(12 + padded(body).count))
    return order.u32(type) + length + padded(body) + length
  }

  static func section(_ order: Order, options: [UInt8] = [], version: Int = 1) -> [UInt8] {
    let start = order.u32(0x1a2b_3c4d) + order.u16(version) + order.u16(0) + order.u64(.max)
    return block(0x0a0d_0d0a, start + options, order)
  }

  static func interface(
    _ order: Order, linkType: Int = 1, snapLength: UInt32 = 262_144, name: String? = nil,
    resolution: UInt8? = nil, offset: Int64? = nil
  ) -> [UInt8] {
    var body = order.u16(linkType) + order.u16(0) + order.u32(snapLength)
    if let name { body += option(2, Array(name.utf8), order) }
    if let resolution { body += option(9, [resolution], order) }
    if let offset { body += option(14, order.u64(UInt64(bitPattern: offset)), order) }
    return block(1, body + order.u32(0), order)
  }

  static func enhanced(
    _ order: Order, interface: UInt32 = 0, ticks: UInt64 = 1_700_000_000_000_000, _ data: [UInt8],
    original: Int? = nil, options: [UInt8] = [], claimed: UInt32? = nil
  ) -> [UInt8] {
    var body =
      order.u32(interface) + order.u32(UInt32(ticks >> 32)) + order.u32(UInt32(truncatingIfNeeded: ticks))
    body += order.u32(claimed ?? UInt32(data.count)) + order.u32(UInt32(original ?? data.count))
    return block(6, body + padded(data) + options, order)
  }

  static func simple(_ order: Order, _ data: [UInt8], original: Int? = nil) -> [UInt8] {
    block(3, order.u32(UInt32(original ?? data.count)) + data, order)
  }

  static func obsolete(_ order: Order, interface: Int, drops: Int, ticks: UInt64, _ data: [UInt8]) -> [UInt8]
  {
    var body = order.u16(interface) + order.u16(drops) + order.u32(UInt32(ticks >> 32))
    body += order.u32(UInt32(truncatingIfNeeded: ticks)) + order.u32(UInt32(data.count))
    return block(2, body + order.u32(UInt32(data.count)) + data, order)
  }

  static func statistics(_ order: Order, interface: UInt32, dropped: UInt64, system: UInt64) -> [UInt8] {
    let counts = option(5, order.u64(dropped), order) + option(7, order.u64(system), order)
    return block(5, order.u32(interface) + order.u64(0) + counts + order.u32(0), order)
  }
}
