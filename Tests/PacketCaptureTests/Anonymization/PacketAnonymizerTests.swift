import Fixtures
import Testing

@testable import PacketCapture

@Suite struct PacketAnonymizerTests {
  private static let secret = Array("a secret payload".utf8)

  private func anonymizer(
    ports: Bool = false, payload: PacketAnonymizer.PayloadTreatment = .zeroed
  ) throws -> PacketAnonymizer {
    var anonymization = try #require(Anonymization(secret: Array("key".utf8)))
    anonymization.mapsPorts = ports
    return PacketAnonymizer(anonymization, payload: payload)
  }

  /// The one packet of a capture, rewritten.
  private func rewritten(
    _ packet: [UInt8], linkType: UInt32 = 1, ports: Bool = false,
    payload: PacketAnonymizer.PayloadTreatment = .zeroed
  ) throws -> [UInt8] {
    let copy = try PacketCopy.of(
      CaptureBytes.pcap(packets: [packet], linkType: linkType),
      anonymizer: try anonymizer(ports: ports, payload: payload))
    return try #require(try PacketCopy.of(copy.capture).packets.first).bytes
  }

  /// Whether the bytes of a part stand anywhere in the whole.
  private func contains(_ whole: [UInt8], _ part: [UInt8]) -> Bool {
    whole.indices.contains { whole[$0...].starts(with: part) }
  }

  private func expectNothingLeft(_ packet: [UInt8]) {
    let traces = [
      PacketBytes.source4, PacketBytes.destination4, PacketBytes.source6, PacketBytes.destination6,
      [2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2], Array("secret".utf8), Self.secret,
    ]
    for trace in traces { #expect(!contains(packet, trace)) }
  }

  private func tcpSum(_ packet: [UInt8], ip: Int, headerLength: Int = 20) -> Int {
    let addresses = packet[ip] >> 4 == 4 ? ip + 12..<ip + 20 : ip + 8..<ip + 40
    let segment = Array(packet[(ip + headerLength)...])
    let pseudo =
      Array(packet[addresses]) + PacketBytes.big16(0) + PacketBytes.big16(6) + PacketBytes.big16(0)
      + PacketBytes.big16(segment.count)
    return PacketBytes.sum(pseudo + segment)
  }

  @Test func addressesAndPayloadGoAndHeadersStay() throws {
    let options: [UInt8] = [1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8]
    let packet = PacketBytes.ethernet(
      PacketBytes.ipv4(PacketBytes.tcp(options: options, payload: Self.secret)))
    let result = try rewritten(packet)
    #expect(result.count == packet.count)
    expectNothingLeft(result)
    #expect(result[12..<24] == packet[12..<24])
    #expect(result[34..<50] == packet[34..<50])
    #expect(Array(result[54..<66]) == options)
    #expect(result[68...].allSatisfy { $0 == 0 })
    #expect(tcpSum(result, ip: 14) == 0xffff)
  }

  @Test func rightHeaderChecksumBecomesRightAndAWrongOneStaysWrong() throws {
    var packet = PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp()))
    #expect(try Array(rewritten(packet)[24..<26]) == [0, 0])
    packet.replaceSubrange(24..<26, with: PacketBytes.big16(0xffff - PacketBytes.sum(Array(packet[14..<34]))))
    #expect(try PacketBytes.sum(Array(rewritten(packet)[14..<34])) == 0xffff)
    packet[25] ^= 1
    #expect(try PacketBytes.sum(Array(rewritten(packet)[14..<34])) != 0xffff)
  }

  @Test(arguments: [0, 1, 2, 3, 16])
  func checksumsOfSegmentsStayOfTheirKind(length: Int) throws {
    let payload = Array(Self.secret.prefix(length))
    func packet(_ checksum: Int?) -> [UInt8] {
      PacketBytes.ipv4(PacketBytes.tcp(payload: payload, checksum: checksum))
    }
    #expect(try tcpSum(rewritten(packet(nil), linkType: 101), ip: 0) == 0xffff)
    for wrong in [0x1234, 0xffff, 1] {
      #expect(try tcpSum(rewritten(packet(wrong), linkType: 101), ip: 0) != 0xffff, "\(wrong)")
    }
    #expect(try Array(rewritten(packet(0), linkType: 101)[36..<38]) == [0, 0])
    // The sum of the pseudo-header, which the network device was to complete.
    let addresses = PacketBytes.source4 + PacketBytes.destination4
    let partial = PacketBytes.sum(addresses + PacketBytes.big16(6) + PacketBytes.big16(20 + length))
    let result = try rewritten(packet(partial), linkType: 101)
    let expected = PacketBytes.sum(
      Array(result[12..<20]) + PacketBytes.big16(6) + PacketBytes.big16(20 + length))
    #expect(Array(result[36..<38]) == PacketBytes.big16(expected))
  }

  @Test func changedPayloadStaysChangedAndEqualPayloadEqual() throws {
    func payload(_ bytes: [UInt8], sequence: UInt32 = 1000) throws -> [UInt8] {
      let segment = PacketBytes.tcp(sequence: sequence, payload: bytes)
      return Array(try rewritten(PacketBytes.ipv4(segment), linkType: 101)[40...])
    }
    let first = try payload(Self.secret)
    #expect(try payload(Self.secret) == first)
    #expect(try payload(Self.secret.reversed()) != first)
    #expect(try payload(Self.secret, sequence: 2000) != first)
    #expect(try payload(Array(repeating: 0, count: 16)) == Array(repeating: 0, count: 16))
  }

  @Test func segmentsOverIPv6AreRewritten() throws {
    // A destination option holds a home address, which is one too.
    let home: [UInt8] = [6, 2, 0xc9, 16] + PacketBytes.source6 + [1, 2, 0, 0]
    let segment = PacketBytes.tcp(
      payload: Self.secret, addresses: PacketBytes.source6 + PacketBytes.destination6)
    let packet = PacketBytes.ethernet(PacketBytes.ipv6(home + segment, next: 60), type: 0x86dd)
    let result = try rewritten(packet)
    expectNothingLeft(result)
    #expect(tcpSum(result, ip: 14, headerLength: 64) == 0xffff)
    #expect(Array(result[58..<74]) == Array(result[22..<38]))
  }

  @Test func routingHeaderNamesTheDestinationThatTheChecksumCovers() throws {
    let last: [UInt8] = [0x20, 1, 0x0d, 0xb8] + Array(repeating: 9, count: 12)
    let routing: [UInt8] = [6, 2, 0, 1, 0, 0, 0, 0] + last
    let segment = PacketBytes.tcp(payload: Self.secret, addresses: PacketBytes.source6 + last)
    let result = try rewritten(PacketBytes.ipv6(routing + segment, next: 43), linkType: 101)
    #expect(!contains(result, last))
    let read = try #require(try Reading.packets(result, linkType: 101).segments.first)
    #expect(read.payloadChecksum != 0 && read.payloadLength == 16)
    let sum = PacketBytes.sum(
      Array(result[8..<24]) + Array(result[48..<64]) + PacketBytes.big16(6) + PacketBytes.big16(36)
        + Array(result[64...]))
    #expect(sum == 0xffff)
  }

  @Test func addressesInsideOfOtherProtocolsAreReplacedOrGone() throws {
    let addresses = PacketBytes.source4 + PacketBytes.destination4
    let mac: [UInt8] = [2, 0, 0, 0, 0, 1]
    let arp: [UInt8] =
      [0, 1, 8, 0, 6, 4, 0, 1] + mac + PacketBytes.source4 + mac + PacketBytes.destination4
    let quote = PacketBytes.ipv4(PacketBytes.tcp(payload: Self.secret))
    let quote6 = PacketBytes.ipv6(PacketBytes.tcp(payload: Self.secret))
    let neighbour: [UInt8] = [135, 0, 0, 0, 0, 0, 0, 0] + PacketBytes.source6 + [1, 1] + mac
    let packets: [[UInt8]] = [
      PacketBytes.ethernet(arp, type: 0x0806),
      PacketBytes.ethernet(PacketBytes.ipv4([3, 1, 0, 0, 0, 0, 0, 0] + quote, number: 1)),
      PacketBytes.ethernet(PacketBytes.ipv4([5, 1, 0, 0] + PacketBytes.source4 + quote, number: 1)),
      PacketBytes.ethernet(
        PacketBytes.ipv6([1, 0, 0, 0, 0, 0, 0, 0] + quote6, next: 58), type: 0x86dd),
      PacketBytes.ethernet(PacketBytes.ipv6(neighbour, next: 58), type: 0x86dd),
      PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.udp(addresses + Self.secret, to: 53), number: 17)),
      PacketBytes.ethernet(PacketBytes.ipv4(quote, number: 4)),
      PacketBytes.ethernet(PacketBytes.ipv4([0, 0, 8, 0] + quote, number: 47)),
      PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.udp([8, 0, 0, 0] + quote, to: 4789), number: 17)),
      PacketBytes.ethernet(addresses + Self.secret, type: 0x88cc),
      PacketBytes.ethernet(addresses + Self.secret, type: 30),
      PacketBytes.ethernet(PacketBytes.ipv4(addresses + Self.secret, fragment: 4)),
      PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp(), options: [7, 11, 12] + addresses + [0])),
      PacketBytes.ethernet(
        PacketBytes.ipv4(PacketBytes.tcp(options: [34, 10] + PacketBytes.source4 + [1, 2, 3, 4, 1, 1]))),
      PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp())) + Self.secret + PacketBytes.source4,
      PacketBytes.ethernet(Array(PacketBytes.ipv4(PacketBytes.tcp()).prefix(18))),
    ]
    for packet in packets {
      let result = try rewritten(packet)
      expectNothingLeft(result)
      let before = try Reading.packets(packet).summary
      let after = try Reading.packets(result).summary
      #expect(before.skipped == after.skipped)
      #expect(before.networkLayer == after.networkLayer)
      #expect(before.transportLayer == after.transportLayer)
      #expect(before.unknownEtherTypes == after.unknownEtherTypes)
    }
  }

  @Test func tagsLabelsAndCookedHeadersStay() throws {
    let ip = PacketBytes.segment4
    let tagged = PacketBytes.ethernet([0, 42, 0x88, 0x47] + [0, 0, 0x11, 0xff] + ip, type: 0x8100)
    let result = try rewritten(tagged)
    #expect(result[12..<22] == tagged[12..<22])
    expectNothingLeft(result)
    let cooked: [UInt8] = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 9, 9, 8, 0] + ip
    let cookedResult = try rewritten(cooked, linkType: 113)
    expectNothingLeft(cookedResult)
    #expect(Array(cookedResult[12..<16]) == [0, 0, 8, 0])
    let read = try #require(try Reading.packets(cookedResult, linkType: 113).segments.first)
    #expect(read.marks.contains(.outgoing))
  }

  @Test func cutPacketsEndBehindTheirHeaders() throws {
    let packet = PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp(payload: Self.secret)))
    #expect(try rewritten(packet, payload: .cut).count == 54)
    #expect(try rewritten(PacketBytes.ethernet(Self.secret, type: 0x88cc), payload: .cut).count == 14)
  }

  /// Padding behind the end of the options and options that become zeros belong to the header.
  @Test func cutPacketsKeepTheEndOfTheirOptions() throws {
    let cookie: [UInt8] = [34, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1]
    for options: [UInt8] in [[4, 2, 0, 0], cookie] {
      let packet = PacketBytes.ethernet(
        PacketBytes.ipv4(PacketBytes.tcp(options: options, payload: Self.secret)))
      #expect(try rewritten(packet, payload: .cut).count == 54 + options.count)
    }
  }

  /// What was captured of the header tells of the addresses behind it by its checksum.
  @Test func checksumOfACutHeaderIsNotKept() throws {
    let packet = PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp(payload: Self.secret)))
    for length in 26...33 {
      let result = try rewritten(Array(packet[..<length]))
      #expect(Array(result[24..<26]) == [0, 0], "\(length)")
    }
  }

  @Test func portsAreReplacedOnRequestWithARightChecksum() throws {
    let result = try rewritten(PacketBytes.segment4, linkType: 101, ports: true)
    #expect(Array(result[20..<24]) != PacketBytes.big16(40000) + PacketBytes.big16(80))
    #expect(tcpSum(result, ip: 0) == 0xffff)
  }

  @Test func linkTypesWithoutKnownAddressesAreRefused() throws {
    let copy = try PacketCopy.of(
      CaptureBytes.pcap(packets: [[8, 0, 1, 2]], linkType: 105), anonymizer: try anonymizer())
    #expect(copy.refusals == [.linkType("IEEE802_11")])
  }

  /// Packets of every kind above, with flipped, cut and repeated bytes: none stops the program, and none gives an
  /// address away that was captured whole where it belongs.
  @Test func damagedPacketsAreRewrittenToo() throws {
    let anonymizer = try anonymizer(ports: true)
    let quote = PacketBytes.ipv4([3, 1, 0, 0, 0, 0, 0, 0] + PacketBytes.segment4, number: 1)
    let bases: [(UInt32, [UInt8])] = [
      (1, PacketBytes.ethernet(PacketBytes.segment4)), (1, PacketBytes.ethernet(quote)),
      (1, PacketBytes.ethernet(PacketBytes.segment6, type: 0x86dd)),
      (1, PacketBytes.ethernet([0, 42, 0xaa, 0xaa] + PacketBytes.segment4, type: 0x8100)),
      (1, PacketBytes.ethernet([0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + PacketBytes.segment4, type: 80)),
      (101, PacketBytes.ipv6([6, 0, 0, 0, 0, 0, 0, 0] + PacketBytes.segment4, next: 60)),
      (0, [2, 0, 0, 0] + PacketBytes.segment4), (9, [0xff, 3, 0, 0x21] + PacketBytes.segment4),
      (113, [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 9, 9, 8, 0] + PacketBytes.segment4),
      (276, [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + PacketBytes.segment4),
      (104, [0x0f, 0, 8, 0] + PacketBytes.segment4),
      (51, [0x11, 0, 0, 1, 0, 60, 0, 0x21] + PacketBytes.segment4),
      (204, [1, 0xff, 3, 0, 0x57] + PacketBytes.segment6), (166, [1, 3, 0, 0x21] + PacketBytes.segment4),
    ]
    for seed in SeededNumbers.seeds(300) {
      var numbers = SeededNumbers(seed: seed)
      let (linkType, base) = bases[seed % bases.count]
      var packets: [[UInt8]] = []
      for _ in 0..<20 {
        var packet = base
        for _ in 0...Int.random(in: 0...6, using: &numbers) {
          packet[Int.random(in: 0..<packet.count, using: &numbers)] = .random(in: 0 ... .max, using: &numbers)
        }
        if numbers.happens(0.3) { packet.removeLast(Int.random(in: 0...packet.count, using: &numbers)) }
        packets.append(packet)
      }
      let capture = CaptureBytes.pcap(packets: packets, linkType: linkType)
      let copy = try PacketCopy.of(capture, anonymizer: anonymizer)
      let again = try Reading(copy.capture)
      let before = try Reading(capture)
      #expect(again.summary.packets == 20, "seed \(seed)")
      #expect(again.summary.skipped == before.summary.skipped, "seed \(seed)")
      #expect(again.segments.map(\.flags) == before.segments.map(\.flags), "seed \(seed)")
      #expect(
        again.segments.map(\.payloadLength) == before.segments.map(\.payloadLength), "seed \(seed)")
      #expect(
        again.segments.map(\.marks.rawValue) == before.segments.map(\.marks.rawValue), "seed \(seed)")
      for (old, new) in zip(before.segments, again.segments) {
        #expect(new.source == anonymizer.pseudonyms.address(old.source), "seed \(seed)")
      }
    }
  }

  @Test func headersThatHoldEachOtherWithoutEndAreNoTrap() throws {
    let nested = Array(
      repeatElement([0xaa, 0xaa, 3, 0, 0, 0, 0x81, 0, 0, 1, 0, 64] as [UInt8], count: 5000).joined())
    let packet = PacketBytes.ethernet(nested, type: 64)
    #expect(try rewritten(packet).count == packet.count)
  }
}
