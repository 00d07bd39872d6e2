import PacketCapture
import Testing

@Suite struct NetworkTests {
  static func read4(_ packets: [UInt8]...) throws -> Reading {
    try Reading(CaptureBytes.pcap(packets: packets, linkType: 101))
  }

  @Test func headerFieldsOfIPv4() throws {
    let options: [UInt8] = [1, 1, 1, 0]
    let reading = try Self.read4(
      PacketBytes.ipv4(PacketBytes.tcp(payload: [1, 2, 3]), options: options, trafficClass: 0xb9))
    let segment = try #require(reading.segments.first)
    #expect(segment.source == IPAddress("10.0.0.1"))
    #expect(segment.destination == IPAddress("192.0.2.200"))
    #expect(segment.networkHeaderLength == 24)
    #expect(segment.networkLength == 47)
    #expect(segment.linkLength == 47)
    #expect(segment.payloadLength == 3)
    #expect(segment.identification == 77)
    #expect(segment.timeToLive == 64)
    #expect(segment.trafficClass == 0xb9)
    #expect(segment.ecn == 1)
    #expect(segment.marks == [.matchesFilter])
  }

  @Test func headerFieldsOfIPv6() throws {
    let segment = try #require(try Self.read4(PacketBytes.segment6).segments.first)
    #expect(segment.source == IPAddress("2001:db8::1"))
    #expect(segment.destination == IPAddress("2001:db8::2"))
    #expect(segment.trafficClass == 2)
    #expect(segment.timeToLive == 63)
    #expect(segment.networkHeaderLength == 40)
    #expect(segment.networkLength == 70)
    #expect(segment.marks == [.matchesFilter, .isIPv6])
  }

  @Test func paddingOfTheFrameIsNoPayload() throws {
    let padded = PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp())) + Array(repeating: 0, count: 6)
    let reading = try Reading.packets(padded)
    #expect(reading.segments.first?.payloadLength == 0)
    #expect(reading.segments.first?.capturedLength == 60)
  }

  @Test func lengthZeroIsTakenFromTheFrame() throws {
    let segment = PacketBytes.ipv4(PacketBytes.tcp(payload: Array(repeating: 9, count: 100)), length: 0)
    let record = Record(data: Array(PacketBytes.ethernet(segment)[..<80]), originalLength: 70_014)
    let reading = try Reading(CaptureBytes.pcap([record]))
    #expect(reading.segments.first?.networkLength == 70_000)
    #expect(reading.segments.first?.payloadLength == 69_960)
    #expect(reading.segments.first?.marks == [.matchesFilter, .truncated, .lengthFromFrame])
  }

  @Test func headerLengthIsBelievedWhereTheRecordWasCut() throws {
    let segment = PacketBytes.ipv4(PacketBytes.tcp(payload: Array(repeating: 9, count: 1000)))
    let reading = try Self.read4(Array(segment[..<60]))
    #expect(reading.segments.first?.payloadLength == 1000)
    #expect(reading.segments.first?.marks.contains(.truncated) == false)
  }

  @Test func onlyFirstFragmentsHaveAHeader() throws {
    let payload = Array(repeating: 1 as UInt8, count: 20)
    let first = PacketBytes.ipv4(PacketBytes.tcp(payload: payload), fragment: 0x2000)
    let second = PacketBytes.ipv4(payload, fragment: 0x2005)
    let last = PacketBytes.ipv4(payload, fragment: 0x000a)
    let first6 = PacketBytes.ipv6(
      [6, 0, 0, 1, 0, 0, 0, 9] + PacketBytes.tcp(payload: payload), next: 44)
    let second6 = PacketBytes.ipv6([6, 0, 0, 0x28, 0, 0, 0, 9] + payload, next: 44)
    let reading = try Self.read4(first, second, last, first6, second6)
    #expect(reading.outcomes == [.segment, .other, .other, .segment, .other])
    #expect(reading.segments.allSatisfy { $0.marks.contains(.firstFragment) && $0.payloadLength == 20 })
    #expect(reading.summary.fragments == 3)
    #expect(reading.summary.skipped == [.fragment: 3])
    #expect(reading.summary.transportLayer.other == 3)
    #expect(reading.summary.transportLayer.tcp == 2)
  }

  @Test func atomicFragmentsAreWhole() throws {
    let reading = try Self.read4(PacketBytes.ipv6([6, 0, 0, 0, 0, 0, 0, 9] + PacketBytes.tcp(), next: 44))
    #expect(reading.segments.first?.marks.contains(.firstFragment) == false)
  }

  @Test func extensionHeadersArePassedOver() throws {
    let segment = PacketBytes.tcp(payload: [1, 2])
    let hopByHop: [UInt8] = [43, 0, 1, 4, 0, 0, 0, 0]
    let routing: [UInt8] = [60, 0, 253, 0, 0, 0, 0, 0]
    let destination: [UInt8] = [51, 1] + Array(repeating: 0, count: 14)
    // Length in words less two: 4 words of header and 12 bytes of check value are 24 bytes.
    let authentication: [UInt8] = [6, 4] + Array(repeating: 0, count: 22)
    let headers = hopByHop + routing + destination + authentication
    let reading = try Self.read4(PacketBytes.ipv6(headers + segment, next: 0))
    #expect(reading.segments.first?.networkHeaderLength == UInt16(40 + headers.count))
    #expect(reading.segments.first?.payloadLength == 2)
    #expect(reading.summary.transportLayer.tcp == 1)
  }

  @Test func finalDestinationComesFromTheRoutingHeader() throws {
    let final: [UInt8] = [0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 11) + [9]
    let routing: [UInt8] = [6, 2, 4, 1, 0, 0, 0, 0] + final
    let segment = PacketBytes.tcp(addresses: PacketBytes.source6 + final)
    let reading = try Self.read4(PacketBytes.ipv6(routing + segment, next: 43))
    #expect(reading.segments.first?.destination == IPAddress("2001:db8::9"))
    #expect(reading.segments.first?.marks.contains(.badChecksum) == false)
  }

  @Test func jumbogramsHaveTheLengthOfTheirOption() throws {
    let hopByHop: [UInt8] = [6, 0, 0xc2, 4] + PacketBytes.big32(100_028)
    let packet = PacketBytes.ipv6(hopByHop + PacketBytes.tcp(payload: [1]), next: 0, length: 0)
    let reading = try Self.read4(packet)
    #expect(reading.segments.first?.networkLength == 100_068)
    #expect(reading.segments.first?.payloadLength == 100_000)
    #expect(reading.segments.first?.marks.contains(.lengthFromFrame) == false)
  }

  @Test(
    arguments: [
      // Header length 16; version 5; total length 19; header length beyond the total length.
      (0, 0x44), (0, 0x55), (3, 19), (0, 0x4f),
    ] as [(Int, UInt8)])
  func contradictionsAreCounted(offset: Int, value: UInt8) throws {
    var packet = PacketBytes.ipv4(PacketBytes.tcp())
    packet[offset] = value
    let reading = try Reading.packets(PacketBytes.ethernet(packet))
    #expect(reading.summary.skipped == [.malformedHeader: 1])
  }

  @Test func layersAddUp() throws {
    let udp = PacketBytes.ipv4(PacketBytes.udp([1], to: 53), number: 17)
    let icmp = PacketBytes.ipv4([8, 0, 0, 0, 0, 0, 0, 0], number: 1)
    let icmpv6 = PacketBytes.ipv6([128, 0, 0, 0, 0, 0, 0, 0], next: 58)
    let sctp = PacketBytes.ipv4([1, 2, 3, 4], number: 132)
    let reading = try Self.read4(PacketBytes.segment4, PacketBytes.segment6, udp, icmp, icmpv6, sctp)
    let layers = reading.summary.transportLayer
    #expect([layers.tcp, layers.udp, layers.icmp, layers.icmpv6, layers.other] == [2, 1, 1, 1, 1])
    #expect(reading.summary.networkLayer.ipv4 == 4)
    #expect(reading.summary.networkLayer.ipv6 == 2)
    #expect(reading.summary.skipped.isEmpty)
  }

  static let inner = PacketBytes.segment4
  static let tunnels: [(SkipReason, [UInt8])] = [
    (.tunnelIPinIP, PacketBytes.ipv4(inner, number: 4)),
    (.tunnelIPinIP, PacketBytes.ipv4(PacketBytes.segment6, number: 41)),
    (.tunnelIPinIP, PacketBytes.ipv6(inner, next: 4)),
    (.tunnelGRE, PacketBytes.ipv4([0, 0, 8, 0] + inner, number: 47)),
    (.tunnelL2TP, PacketBytes.ipv4([0, 0, 0, 1] + inner, number: 115)),
    (.ipsec, PacketBytes.ipv4([0, 0, 0, 1, 0, 0, 0, 1] + inner, number: 50)),
    (.tunnelVXLAN, PacketBytes.ipv4(PacketBytes.udp([8, 0, 0, 0, 0, 0, 1, 0], to: 4789), number: 17)),
    (.tunnelVXLAN, PacketBytes.ipv4(PacketBytes.udp([8, 0, 0, 0, 0, 0, 1, 0], to: 8472), number: 17)),
    (.tunnelGENEVE, PacketBytes.ipv4(PacketBytes.udp([0, 0, 0x65, 0x58, 0, 0, 1, 0], to: 6081), number: 17)),
    (.tunnelGTP, PacketBytes.ipv4(PacketBytes.udp([0x30, 255, 0, 0, 0, 0, 0, 1], to: 2152), number: 17)),
    (.tunnelTeredo, PacketBytes.ipv4(PacketBytes.udp(PacketBytes.segment6, to: 3544), number: 17)),
    (.tunnelL2TP, PacketBytes.ipv4(PacketBytes.udp([0, 2, 0, 1, 0, 1], to: 1701), number: 17)),
    (.icmpQuote, PacketBytes.ipv4([11, 0, 0, 0, 0, 0, 0, 0] + inner, number: 1)),
    (.icmpQuote, PacketBytes.ipv6([3, 0, 0, 0, 0, 0, 0, 0] + PacketBytes.segment6, next: 58)),
  ]

  @Test(arguments: tunnels)
  func tunnelsAreCountedAndNotLookedInto(reason: SkipReason, packet: [UInt8]) throws {
    let reading = try Self.read4(packet)
    #expect(reading.segments.isEmpty)
    #expect(reading.summary.skipped == [reason: 1])
    #expect(reading.summary.tcpPackets == 0)
  }

  @Test func otherDataOnTunnelPortsAreNoTunnel() throws {
    let plain = PacketBytes.udp([0xff, 0xff, 0xff, 0xff], to: 2152)
    let quote = PacketBytes.ipv4([3, 3, 0, 0, 0, 0, 0, 0] + PacketBytes.ipv4(plain, number: 17), number: 1)
    let reading = try Self.read4(PacketBytes.ipv4(plain, number: 17), quote)
    #expect(reading.summary.skipped.isEmpty)
  }
}
