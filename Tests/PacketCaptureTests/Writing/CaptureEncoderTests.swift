import Testing

@testable import PacketCapture

@Suite struct CaptureEncoderTests {
  private static let segment = PacketBytes.ethernet(PacketBytes.segment4)

  private func bytes(_ order: Order) -> [UInt8] {
    CaptureBytes.section(order, options: CaptureBytes.option(4, Array("dumper".utf8), order) + order.u32(0))
      + CaptureBytes.interface(order, name: "eth0")
      + CaptureBytes.interface(order, linkType: 101, snapLength: 96, resolution: 9, offset: 3600)
      + CaptureBytes.interface(order, name: "fine", resolution: 0x80 | 40)
      + CaptureBytes.enhanced(
        order, Self.segment, original: 2000,
        options: CaptureBytes.option(2, order.u32(2), order)
          + CaptureBytes.option(1, Array("seen".utf8), order) + order.u32(0))
      + CaptureBytes.enhanced(
        order, interface: 1, ticks: 1_700_000_000_123_456_789, PacketBytes.segment4)
      + CaptureBytes.enhanced(order, interface: 2, ticks: 0x0123_4567_89ab_cdef, Self.segment)
      + CaptureBytes.obsolete(order, interface: 0, drops: 3, ticks: 1_700_000_001_000_001, Self.segment)
      + CaptureBytes.simple(order, Self.segment)
  }

  @Test(arguments: [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34] as [UInt32], Order.allCases)
  func classicPacketsStayToTheBit(magic: UInt32, order: Order) throws {
    let records = [
      Record(data: Self.segment, seconds: 4_294_967_295, fraction: 999_999, originalLength: 9000),
      Record(data: [], fraction: 7),
      // A fraction of more than a second stands in damaged files; it stays what it is.
      Record(data: [1, 2, 3], fraction: 4_000_000_000),
    ]
    let link: UInt32 = 0x2400_0001
    let capture = CaptureBytes.pcap(records, magic: magic, order: order, linkType: link, snapLength: 9999)
    // libpcap allows packets of the modified format 14 bytes more than their snap length.
    let isModified = magic == 0xa1b2_cd34
    let expected = CaptureBytes.pcap(
      records, magic: isModified ? 0xa1b2_c3d4 : magic, linkType: link, snapLength: isModified ? 10_013 : 9999
    )
    #expect(try PacketCopy.of(capture).capture == expected)
  }

  @Test(arguments: Order.allCases)
  func pcapngStaysToTheBitWithItsOptions(order: Order) throws {
    let original = bytes(order)
    let copy = try PacketCopy.of(original)
    let again = try PacketCopy.of(copy.capture)
    #expect(again.packets.map(\.bytes) == copy.packets.map(\.bytes))
    #expect(again.packets.map(\.timestamp) == copy.packets.map(\.timestamp))
    #expect(again.packets.map(\.linkType) == copy.packets.map(\.linkType))
    #expect(again.packets.map(\.originalLength) == copy.packets.map(\.originalLength))
    // The whole file but for the last two blocks, whose types are obsolete or without time.
    let tail =
      CaptureBytes.enhanced(order, ticks: 1_700_000_001_000_001, Self.segment)
      + CaptureBytes.enhanced(order, ticks: 1_700_000_001_000_001, Self.segment)
    let head = original.dropLast(
      CaptureBytes.obsolete(order, interface: 0, drops: 3, ticks: 0, Self.segment).count
        + CaptureBytes.simple(order, Self.segment).count)
    #expect(sorted(copy.capture) == sorted(Array(head) + tail))
    #expect(try PacketCopy.of(again.capture).capture == copy.capture)
  }

  /// The blocks of a file in an order of their own: interfaces may be described later than in the original.
  private func sorted(_ file: [UInt8]) -> [[UInt8]] {
    let order: Order = file[8] == 0x1a ? .big : .little
    var blocks: [[UInt8]] = []
    var start = 0
    while start + 8 <= file.count {
      let field = order == .big ? Array(file[start + 4..<start + 8]) : file[start + 4..<start + 8].reversed()
      let length = field.reduce(0) { $0 << 8 | Int($1) }
      blocks.append(Array(file[start..<start + length]))
      start += length
    }
    return blocks.sorted { $0.lexicographicallyPrecedes($1) }
  }

  @Test func captureWithoutTextsNamesNothing() throws {
    let copy = try PacketCopy.of(bytes(.big), texts: .dropped)
    let text = String(decoding: copy.capture, as: UTF8.self)
    for word in ["eth0", "dumper", "fine", "seen"] { #expect(!text.contains(word)) }
    let again = try PacketCopy.of(copy.capture)
    #expect(again.packets.map(\.timestamp) == copy.packets.map(\.timestamp))
    #expect(again.packets.map(\.linkType) == copy.packets.map(\.linkType))
    // Which packets were sent by the capturing host is no text.
    #expect(try Reading(copy.capture).segments.map { $0.marks.contains(.outgoing) }.first == true)
  }

  @Test func filesThatDifferBecomeOnePcapngFile() throws {
    let micro = CaptureBytes.pcap([Record(data: Self.segment, seconds: 10, fraction: 999_999)])
    let nano = CaptureBytes.pcap(
      [Record(data: Self.segment, seconds: 10, fraction: 999_999_999)], magic: 0xa1b2_3c4d)
    let raw = CaptureBytes.pcap([Record(data: PacketBytes.segment4, seconds: 9)], linkType: 101)
    let big = bytes(.big)
    let copy = try PacketCopy.of(micro, nano, raw, big)
    let again = try PacketCopy.of(copy.capture)
    #expect(again.packets.map(\.bytes) == copy.packets.map(\.bytes))
    #expect(again.packets.map(\.timestamp) == copy.packets.map(\.timestamp))
    #expect(again.packets.map(\.linkType) == copy.packets.map(\.linkType))
    #expect(Set(copy.packets.map(\.interface)).count == 6)
  }

  @Test func equalClassicFilesBecomeOne() throws {
    let first = CaptureBytes.pcap([Record(data: Self.segment, seconds: 10)], snapLength: 96)
    let second = CaptureBytes.pcap([Record(data: Self.segment, seconds: 11)], snapLength: 200)
    let both = CaptureBytes.pcap(
      [Record(data: Self.segment, seconds: 10), Record(data: Self.segment, seconds: 11)], snapLength: 200)
    #expect(try PacketCopy.of(first, second).capture == both)
    #expect(try PacketCopy.of(first, form: .pcapng).capture.prefix(4) == [0x0a, 0x0d, 0x0d, 0x0a])
  }

  @Test func packetOfAnUnknownInterfaceHasNoRecord() throws {
    let capture =
      CaptureBytes.section(.little) + CaptureBytes.interface(.little)
      + CaptureBytes.enhanced(.little, interface: 5, Self.segment)
      + CaptureBytes.enhanced(.little, Self.segment)
    let copy = try PacketCopy.of(capture)
    #expect(copy.roles == [.ofUnknownInterface, .segment(ordinal: 1)])
    #expect(try PacketCopy.of(copy.capture).packets.count == 1)
  }

  @Test func everyResolutionTellsTheSameTimeBothWays() {
    let values: [UInt8] = [0, 3, 6, 9, 12, 0x80, 0x80 | 10, 0x80 | 30, 0x80 | 40]
    for value in values {
      let resolution = TimeResolution(rawValue: value)
      for nanoseconds in [0, 1_000_000_000, 1_700_000_000_000_000_000] as [Int64] {
        let ticks = resolution.ticks(nanoseconds: nanoseconds)
        guard ticks < .max else { continue }
        #expect(resolution.nanoseconds(ticks: ticks) == nanoseconds, "resolution \(value)")
      }
    }
  }
}
