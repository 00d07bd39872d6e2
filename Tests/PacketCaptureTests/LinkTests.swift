import PacketCapture
import Testing

@Suite struct LinkTests {
  /// One way to carry an IP packet.
  struct Encapsulation: CustomTestStringConvertible {
    var testDescription: String
    var linkType: UInt32
    /// Bytes in front of an IPv4 and of an IPv6 packet.
    var header4: [UInt8]
    var header6: [UInt8]
    var isOutgoing = false

    init(
      _ name: String, _ linkType: UInt32, _ header4: [UInt8], _ header6: [UInt8], isOutgoing: Bool = false
    ) {
      testDescription = name
      self.linkType = linkType
      self.header4 = header4
      self.header6 = header6
      self.isOutgoing = isOutgoing
    }

    /// The last two bytes of the header are the EtherType.
    init(_ name: String, _ linkType: UInt32, typed header: [UInt8], isOutgoing: Bool = false) {
      self.init(name, linkType, header + [8, 0], header + [0x86, 0xdd], isOutgoing: isOutgoing)
    }
  }

  static let addresses: [UInt8] = Array(repeating: 2, count: 12)
  static let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0]
  static let wireless: [UInt8] = [0x08, 1, 0, 0] + Array(repeating: 4, count: 20)
  static let label: [UInt8] = [0, 1, 0x11, 64]

  static let encapsulations: [Encapsulation] = [
    .init("Ethernet", 1, typed: addresses),
    .init("802.1Q", 1, typed: addresses + [0x81, 0, 0, 5]),
    .init("802.1ad", 1, typed: addresses + [0x88, 0xa8, 0, 5, 0x81, 0, 0, 6]),
    .init("QinQ 0x9100", 1, typed: addresses + [0x91, 0, 0, 5, 0x81, 0, 0, 6]),
    .init("MPLS", 1, addresses + [0x88, 0x47, 0, 1, 0x10, 64] + label, addresses + [0x88, 0x47] + label),
    .init(
      "pseudo-wire with control word", 1,
      typed: addresses + [0x88, 0x47] + label + [0, 0, 0, 0] + addresses),
    .init("pseudo-wire", 1, typed: addresses + [0x88, 0x47] + label + addresses),
    .init(
      "PPPoE", 1, addresses + [0x88, 0x64, 0x11, 0, 0, 1, 1, 0, 0, 0x21],
      addresses + [0x88, 0x64, 0x11, 0, 0, 1, 1, 0, 0, 0x57]),
    .init(
      "PPPoE in a VLAN, compressed protocol", 1,
      addresses + [0x81, 0, 0, 9, 0x88, 0x64, 0x11, 0, 0, 1, 1, 0, 0x21],
      addresses + [0x81, 0, 0, 9, 0x88, 0x64, 0x11, 0, 0, 1, 1, 0, 0x57]),
    .init("802.3 with SNAP", 1, typed: addresses + [0, 100] + snap),
    .init("raw", 101, [], []), .init("raw 12", 12, [], []), .init("raw 14", 14, [], []),
    .init("IPv4, IPv6", 228, [], []), .init("IPv6, IPv4", 229, [], []),
    .init("NULL, little", 0, [2, 0, 0, 0], [24, 0, 0, 0]),
    .init("NULL, big", 0, [0, 0, 0, 2], [0, 0, 0, 28]),
    .init("NULL, Darwin", 0, [2, 0, 0, 0], [30, 0, 0, 0]),
    .init("NULL, Linux", 0, [2, 0, 0, 0], [10, 0, 0, 0]),
    .init("LOOP", 108, [0, 0, 0, 2], [0, 0, 0, 24]),
    .init("SLL in", 113, typed: [0, 0, 0, 1, 0, 6] + Array(repeating: 1, count: 8)),
    .init("SLL out", 113, typed: [0, 4, 0, 1, 0, 6] + Array(repeating: 1, count: 8), isOutgoing: true),
    .init("SLL, VLAN", 113, typed: [0, 0, 0, 1, 0, 6] + Array(repeating: 1, count: 8) + [0x81, 0, 0, 7]),
    .init(
      "SLL2 in", 276, [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6] + Array(repeating: 0, count: 8),
      [0x86, 0xdd, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6] + Array(repeating: 0, count: 8)),
    .init(
      "SLL2 out", 276, [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6] + Array(repeating: 0, count: 8),
      [0x86, 0xdd, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6] + Array(repeating: 0, count: 8), isOutgoing: true),
    .init("PPP", 9, [0xff, 3, 0, 0x21], [0xff, 3, 0, 0x57]), .init("PPP, bare", 9, [0, 0x21], [0, 0x57]),
    .init("PPP, compressed", 50, [0x21], [0x57]),
    .init("PPP serial as HDLC", 50, typed: [0x0f, 0]),
    .init("PPP of pppd", 166, [1, 3, 0, 0x21], [1, 3, 0, 0x57], isOutgoing: true),
    .init("PPP with direction", 204, [0, 0xff, 3, 0, 0x21], [0, 0xff, 3, 0, 0x57]),
    .init("PPP over Ethernet", 51, [0x11, 0, 0, 1, 1, 0, 0, 0x21], [0x11, 0, 0, 1, 1, 0, 0, 0x57]),
    .init("PPP with MPLS", 9, [0xff, 3, 2, 0x81] + label, [0xff, 3, 2, 0x81] + label),
    .init("Cisco HDLC", 104, typed: [0x0f, 0]),
    .init("FDDI", 10, typed: [0x50] + addresses + snap),
    .init("802.11", 105, typed: wireless + snap),
    .init("802.11, four addresses", 105, typed: [0x08, 3] + Array(repeating: 4, count: 28) + snap),
    .init("802.11, QoS", 105, typed: [0x88, 1] + wireless.dropFirst(2) + [0, 0] + snap),
    .init("radiotap", 127, typed: [0, 0, 8, 0, 0, 0, 0, 0] + wireless + snap),
    .init(
      "radiotap, padded header", 127,
      typed: [0, 0, 17, 0, 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x20, 0x88, 1] + wireless.dropFirst(2)
        + [0, 0, 0, 0] + snap),
    .init(
      "AVS", 163,
      typed: [0x80, 0x21, 0x10, 1, 0, 0, 0, 64] + Array(repeating: 0, count: 56) + wireless + snap),
    .init(
      "Prism", 119, typed: [0x44, 0, 0, 0, 144, 0, 0, 0] + Array(repeating: 0, count: 136) + wireless + snap),
    .init("PPI", 192, typed: [0, 0, 8, 0, 105, 0, 0, 0] + wireless + snap),
    .init(
      "NFLOG", 239, [2, 0, 0, 0, 6, 0, 1, 0, 9, 9, 0, 0, 44, 0, 9, 0],
      [10, 0, 0, 0, 6, 0, 1, 0, 9, 9, 0, 0, 44, 0, 9, 0]),
  ]

  @Test(arguments: encapsulations)
  func everyLinkTypeLeadsToTheSegment(_ encapsulation: Encapsulation) throws {
    let packet4 = encapsulation.header4 + PacketBytes.segment4
    let packet6 = encapsulation.header6 + PacketBytes.segment6
    let reading = try Reading.packets(packet4, packet6, linkType: encapsulation.linkType)
    #expect(reading.segments.count == 2)
    #expect(
      reading.segments.map { Int($0.linkHeaderLength) }
        == [encapsulation.header4.count, encapsulation.header6.count])
    #expect(reading.segments.map(\.networkLength) == [50, 70])
    #expect(reading.segments.map(\.payloadLength) == [10, 10])
    #expect(reading.segments.map(\.sequenceNumber) == [1000, 1000])
    #expect(reading.segments.map { $0.source.description } == ["10.0.0.1", "2001:db8::1"])
    #expect(reading.segments.allSatisfy { $0.marks.contains(.outgoing) == encapsulation.isOutgoing })
    #expect(reading.segments.map { $0.marks.contains(.isIPv6) } == [false, true])
    #expect(reading.summary.networkLayer.ipv4 == 1)
    #expect(reading.summary.networkLayer.ipv6 == 1)
    #expect(reading.summary.skipped.isEmpty)
  }

  @Test(arguments: encapsulations)
  func anyCutGivesASegmentOrAReason(_ encapsulation: Encapsulation) throws {
    let packet = encapsulation.header4 + PacketBytes.segment4
    let needed = packet.count - 10
    let records = (0...packet.count).map { Record(data: Array(packet[..<$0]), originalLength: packet.count) }
    let reading = try Reading(CaptureBytes.pcap(records, linkType: encapsulation.linkType))
    #expect(reading.segments.count == 11)
    #expect(reading.summary.tcpPackets == 11)
    #expect(reading.summary.truncatedPackets == UInt64(packet.count))
    #expect(reading.summary.skipped.values.reduce(0, +) == UInt64(needed))
  }

  /// Headers that hold one another once for each twelve bytes, in the longest packet that is read.
  @Test func headersThatNestWithoutEndTakeNoStack() throws {
    let snap: [UInt8] = [0xaa, 0xaa, 3, 0, 0, 0, 0x81, 0, 0, 1, 0, 38]
    let labels: [UInt8] = [0, 1, 0x11, 64] + Self.addresses + [0x81, 0, 0, 1, 0x88, 0x47]
    let bytes = 262_000
    let nested = PacketBytes.ethernet(
      Array(repeatElement(snap, count: bytes / snap.count).joined()), type: 38)
    let stacked = PacketBytes.ethernet(
      Array(repeatElement(labels, count: bytes / labels.count).joined()), type: 0x8847)
    let reading = try Reading.packets(nested, stacked)
    #expect(reading.segments.isEmpty)
    #expect(reading.summary.skipped == [.malformedHeader: 2])
  }

  @Test func otherNetworkLayersAreNamed() throws {
    let arp = PacketBytes.ethernet(Array(repeating: 0, count: 28), type: 0x0806)
    let discovery = PacketBytes.ethernet(Array(repeating: 0, count: 28), type: 0x88cc)
    let spanningTree = PacketBytes.ethernet([0x42, 0x42, 3] + Array(repeating: 0, count: 35), type: 38)
    let reading = try Reading.packets(arp, discovery, discovery, spanningTree)
    #expect(reading.summary.networkLayer.arp == 1)
    #expect(reading.summary.networkLayer.other == 3)
    #expect(reading.summary.unknownEtherTypes == [0x88cc: 2, 0x42: 1])
    #expect(reading.summary.skipped == [.unknownEtherType: 3])
  }

  @Test func fewEtherTypesAreRemembered() throws {
    let packets = (0..<100).map { PacketBytes.ethernet([0], type: 0x9a00 + $0) }
    let reading = try Reading(CaptureBytes.pcap(packets: packets))
    #expect(reading.summary.unknownEtherTypes.count == 64)
    #expect(reading.summary.skipped == [.unknownEtherType: 100])
  }

  @Test func unknownLinkTypesAreNamed() throws {
    let reading = try Reading.packets([1, 2, 3], [4], linkType: 147)
    #expect(reading.summary.unknownLinkTypes == [147: 2])
    #expect(reading.summary.skipped == [.unknownLinkType: 2])
    #expect(reading.summary.files.first?.linkTypes == ["DLT_147"])
  }

  @Test func unreadableWirelessFramesAreCounted() throws {
    let rest = Array(repeating: 4 as UInt8, count: 22) + Self.snap + [8, 0] + PacketBytes.segment4
    let encrypted = [0x08, 0x41] + rest
    let beacon = [0x80, 0] + rest
    let withoutData = [0x48, 1] + rest
    let several = [0x88, 1] + Array(repeating: 4, count: 22) + [0x80, 0] + rest
    let reading = try Reading.packets(encrypted, beacon, withoutData, several, linkType: 105)
    #expect(reading.summary.skipped == [.wirelessNotData: 3, .unknownEtherType: 1])
  }

  @Test func lengthOfThePPPoESessionHoldsAgainstPadding() throws {
    let segment = PacketBytes.ipv4(PacketBytes.tcp(), length: 46)
    let session =
      [0x11, 0, 0, 1] + PacketBytes.big16(42) + [0, 0x21] + segment + Array(repeating: 0, count: 6)
    let reading = try Reading.packets(PacketBytes.ethernet(session, type: 0x8864))
    #expect(reading.segments.first?.networkLength == 40)
    #expect(reading.segments.first?.payloadLength == 0)
  }
}
