import PacketCapture
import Testing

@Suite struct PcapngTests {
  static let frame = PacketBytes.ethernet(PacketBytes.segment4)

  @Test(arguments: Order.allCases)
  func sectionsInterfacesAndBlocksAreRead(order: Order) throws {
    let other: Order = order == .big ? .little : .big
    var bytes = CaptureBytes.section(order, options: CaptureBytes.option(3, Array("Linux 6".utf8), order))
    bytes += CaptureBytes.interface(order, name: "eth0", resolution: 9)
    bytes += CaptureBytes.interface(order, linkType: 101, snapLength: 96, name: "tun0")
    bytes += CaptureBytes.enhanced(order, interface: 0, ticks: 1_700_000_000_000_000_001, Self.frame)
    bytes += CaptureBytes.enhanced(order, interface: 1, ticks: 1_700_000_000_000_001, PacketBytes.segment6)
    bytes += CaptureBytes.block(4, Array(repeating: 7, count: 40), order)
    bytes += CaptureBytes.block(0x0bad, Array(repeating: 9, count: 200_000), order)
    bytes += CaptureBytes.statistics(order, interface: 1, dropped: 3, system: 4)
    bytes += CaptureBytes.section(other)
    bytes += CaptureBytes.interface(other, linkType: 228, resolution: 3)
    bytes += CaptureBytes.obsolete(
      other, interface: 0, drops: 2, ticks: 1_700_000_000_002, PacketBytes.segment4)
    let reading = try Reading(bytes)
    #expect(reading.segments.map(\.interfaceIndex) == [0, 1, 2])
    #expect(reading.segments.map(\.frame) == [1, 2, 3])
    #expect(
      reading.segments.map { $0.timestamp - 1_700_000_000_000_000_000 } == [1, 1000, 2_000_000])
    #expect(reading.segments.map { $0.source.isIPv6 } == [false, true, false])
    let file = try #require(reading.summary.files.first)
    #expect(file.format == .pcapng)
    #expect(file.linkTypes == ["EN10MB", "RAW", "IPV4"])
    #expect(file.interfaces.map(\.name) == ["eth0", "tun0", nil])
    #expect(file.interfaces.map(\.snapLength) == [262_144, 96, 262_144])
    #expect(file.interfaces.map(\.drops) == [nil, 7, nil])
    #expect(file.drops == 7)
    #expect(file.timeResolution == "ns")
    #expect(file.origin == ["Linux 6"])
    #expect(reading.summary.warnings.isEmpty)
  }

  /// Resolution byte, ticks, nanoseconds, name.
  @Test(
    arguments: [
      (0, 5, 5_000_000_000, "s"), (3, 5, 5_000_000, "ms"), (6, 5, 5000, "µs"), (9, 5, 5, "ns"),
      (12, 5999, 5, "ps"), (30, .max, 0, "10^-30 s"), (127, .max, 0, "10^-127 s"),
      (0x80, 5, 5_000_000_000, "s"), (0x81, 3, 1_500_000_000, "2^-1 s"),
      (0xa0, 0x1_8000_0000, 1_500_000_000, "2^-32 s"), (0xbf, 1 << 63, 1_000_000_000, "2^-63 s"),
      (0xff, .max, 0, "2^-127 s"), (0, 1 << 62, .max, "s"),
      // A negative count in 64 bits.
      (6, UInt64(bitPattern: -7), -7000, "µs"), (0x8a, UInt64(bitPattern: -1024), -1_000_000_000, "2^-10 s"),
    ] as [(UInt8, UInt64, Int64, String)])
  func ticksBecomeNanoseconds(resolution: UInt8, ticks: UInt64, nanoseconds: Int64, name: String) throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little, resolution: resolution)
    bytes += CaptureBytes.enhanced(.little, ticks: ticks, Self.frame)
    let reading = try Reading(bytes)
    #expect(reading.segments.first?.timestamp == nanoseconds)
    #expect(reading.summary.files.first?.timeResolution == name)
  }

  @Test(arguments: [(1_700_000_000, 1_700_000_001), (-2, -1)] as [(Int64, Int64)])
  func timeOffsetIsAdded(offset: Int64, seconds: Int64) throws {
    var bytes = CaptureBytes.section(.big) + CaptureBytes.interface(.big, offset: offset)
    bytes += CaptureBytes.enhanced(.big, ticks: 1_000_000, Self.frame)
    #expect(try Reading(bytes).segments.first?.timestamp == seconds * 1_000_000_000)
  }

  @Test(arguments: [Int64.max, .min, 1 << 60])
  func timeOffsetsOutOfRangeSaturate(offset: Int64) throws {
    var bytes = CaptureBytes.section(.big) + CaptureBytes.interface(.big, offset: offset)
    bytes += CaptureBytes.enhanced(.big, ticks: 1, Self.frame)
    let expected = offset < 0 ? Int64.min + 1000 : .max
    #expect(try Reading(bytes).segments.first?.timestamp == expected)
  }

  @Test func directionFlagMarksOutgoingPackets() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little)
    for flags in [0, 1, 2, 0xfe] as [UInt32] {
      let option = CaptureBytes.option(2, Order.little.u32(flags), .little)
      bytes += CaptureBytes.enhanced(.little, Self.frame, options: option)
    }
    let outgoing = try Reading(bytes).segments.map { $0.marks.contains(.outgoing) }
    #expect(outgoing == [false, false, true, true])
  }

  @Test func simplePacketsAreCutAtTheSnapLength() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little, snapLength: 60)
    bytes += CaptureBytes.enhanced(.little, ticks: 42, Array(Self.frame[..<60]), original: 64)
    bytes += CaptureBytes.simple(.little, Array(Self.frame[..<60]), original: 64)
    let reading = try Reading(bytes)
    #expect(reading.segments.map(\.capturedLength) == [60, 60])
    #expect(reading.segments.map(\.originalLength) == [64, 64])
    // It has no time of its own.
    #expect(reading.segments.map(\.timestamp) == [42_000, 42_000])
    #expect(reading.summary.truncatedPackets == 2)
  }

  @Test func dropCountsOfPacketsAreSummedWithoutStatistics() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little)
    for drops in [2, 0, 5] as [UInt64] {
      let option = CaptureBytes.option(4, Order.little.u64(drops), .little)
      bytes += CaptureBytes.enhanced(.little, Self.frame, options: option)
    }
    #expect(try Reading(bytes).summary.files.first?.drops == 7)
    bytes += CaptureBytes.statistics(.little, interface: 0, dropped: 1, system: 8)
    #expect(try Reading(bytes).summary.files.first?.drops == 9)
  }

  @Test func packetsOfUnknownInterfacesAreCounted() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.enhanced(.little, Self.frame)
    bytes += CaptureBytes.interface(.little) + CaptureBytes.enhanced(.little, Self.frame)
    let reading = try Reading(bytes)
    #expect(reading.outcomes == [.other, .segment])
    #expect(reading.summary.skipped == [.unknownInterface: 1])
    #expect(reading.segments.first?.frame == 2)
  }

  @Test func packetBeyondItsBlockIsCutToIt() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little)
    bytes += CaptureBytes.enhanced(.little, Self.frame, claimed: 0xffff_fff0)
    bytes += CaptureBytes.enhanced(.little, Self.frame)
    let reading = try Reading(bytes)
    #expect(reading.segments.map(\.capturedLength) == [64, 64])
    #expect(reading.summary.warnings.count == 1)
  }

  @Test func lengthsWithoutPaddingAreTolerated() throws {
    let data = Self.frame + [0, 0]
    var block = CaptureBytes.enhanced(.little, data)
    // The block says 98 bytes and takes 100, as its data need two bytes of padding.
    block.replaceSubrange(4..<8, with: Order.little.u32(98))
    block.replaceSubrange(96..<100, with: Order.little.u32(98))
    let bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little) + block + block
    let reading = try Reading(bytes)
    #expect(reading.segments.map(\.capturedLength) == [66, 66])
    #expect(reading.summary.warnings.isEmpty)
  }

  @Test(
    arguments: [
      (4, [11, 0, 0, 0], "impossible"), (4, [0, 0, 0, 0x7f], "longer than any packet"),
      (4, [0, 1, 0, 0], "cut off"), (92, [1, 0, 0, 0], "two lengths"),
    ] as [(Int, [UInt8], String)])
  func damagedBlockEndsTheReading(offset: Int, value: [UInt8], reason: String) throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little)
    bytes += CaptureBytes.enhanced(.little, Self.frame)
    let start = bytes.count
    bytes += CaptureBytes.enhanced(.little, Self.frame)
    bytes.replaceSubrange(start + offset..<start + offset + 4, with: value)
    let reading = try Reading(bytes)
    #expect(reading.segments.count == 1)
    let warning = try #require(reading.summary.warnings.first)
    #expect(warning.contains(reason))
    #expect(warning.hasSuffix("after packet 1 at offset \(start); analysed up to there"))
  }

  @Test func firstSectionMustBeReadable() {
    let wrongMagic = CaptureBytes.block(0x0a0d_0d0a, Array(repeating: 0, count: 16), .little)
    let wrongVersion = CaptureBytes.section(.little, version: 2)
    for bytes in [wrongMagic, wrongVersion, Array(CaptureBytes.section(.little)[..<20])] {
      #expect(throws: CaptureFileError.self) { try Reading(bytes) }
    }
  }

  @Test func manyInterfacesDoNotExhaustTheIndex() throws {
    let interface = CaptureBytes.interface(.little)
    var bytes = CaptureBytes.section(.little)
    for _ in 0..<65_537 { bytes += interface }
    bytes += CaptureBytes.enhanced(.little, interface: 65_534, Self.frame)
    bytes += CaptureBytes.enhanced(.little, interface: 65_535, Self.frame)
    let reading = try Reading(bytes)
    #expect(reading.segments.map(\.interfaceIndex) == [65_534])
    #expect(reading.summary.skipped == [.unknownInterface: 1])
    #expect(reading.summary.warnings.count == 1)
  }
}
