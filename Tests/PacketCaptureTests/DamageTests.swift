import PacketCapture
import Testing

/// Whatever the bytes are, reading ends with counts or with an error, never with a trap.
@Suite struct DamageTests {
  static let frames: [[UInt8]] = [
    PacketBytes.ethernet(
      PacketBytes.ipv4(
        PacketBytes.tcp(flags: 2, options: [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 7]))),
    PacketBytes.ethernet(
      PacketBytes.ipv6(
        [6, 0, 1, 4, 0, 0, 0, 0] + PacketBytes.tcp(options: [1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9]), next: 0),
      type: 0x86dd),
    PacketBytes.ethernet([0, 5, 0x88, 0x47, 0, 1, 0x11, 64] + PacketBytes.segment4, type: 0x8100),
  ]

  static let classic = CaptureBytes.pcap(packets: frames)

  static let blocks: [UInt8] = {
    var bytes = CaptureBytes.section(.little, options: CaptureBytes.option(4, Array("captool".utf8), .little))
    bytes += CaptureBytes.interface(.little, name: "eth0", resolution: 9, offset: 3)
    bytes += CaptureBytes.enhanced(
      .little, frames[0], options: CaptureBytes.option(2, Order.little.u32(2), .little))
    bytes += CaptureBytes.simple(.little, frames[1])
    bytes += CaptureBytes.obsolete(.little, interface: 0, drops: 1, ticks: 99, frames[2])
    bytes += CaptureBytes.statistics(.little, interface: 0, dropped: 1, system: 2)
    return bytes + CaptureBytes.block(4, [0, 0, 0, 0], .little)
  }()

  /// Reads and checks what must hold for any input at all.
  static func check(_ file: TemporaryFile) {
    do throws(CaptureFileError) {
      let reading = try Reading(paths: [file.path])
      let summary = reading.summary
      let network = summary.networkLayer
      let transport = summary.transportLayer
      #expect(summary.packets == UInt64(reading.outcomes.count))
      #expect(summary.tcpPackets == UInt64(reading.segments.count))
      #expect(network.arp + network.ipv4 + network.ipv6 + network.other == summary.packets)
      let transported = transport.tcp + transport.udp + transport.icmp + transport.icmpv6 + transport.other
      #expect(transported == network.ipv4 + network.ipv6)
    } catch {
      #expect(!error.description.contains("\n"))
    }
  }

  @Test(arguments: [classic, blocks, Compression.gzip(classic), Compression.zstd(blocks)])
  func cutAnywhere(bytes: [UInt8]) {
    let file = TemporaryFile([])
    for length in 0..<bytes.count {
      file.replace(with: Array(bytes[..<length]))
      Self.check(file)
    }
  }

  @Test(arguments: [classic, blocks])
  func flippedAnywhere(bytes: [UInt8]) {
    let file = TemporaryFile([])
    for index in bytes.indices {
      for value in [bytes[index] ^ 0xff, bytes[index] ^ 1, bytes[index] ^ 0x80, 0, 0x7f] {
        var damaged = bytes
        damaged[index] = value
        file.replace(with: damaged)
        Self.check(file)
      }
    }
  }

  @Test(arguments: LinkTests.encapsulations)
  func packetsFlippedAnywhere(_ encapsulation: LinkTests.Encapsulation) throws {
    let packet = encapsulation.header4 + PacketBytes.segment4
    var records: [[UInt8]] = []
    for index in packet.indices {
      for value in [packet[index] ^ 0xff, packet[index] ^ 1, packet[index] ^ 0x40, 0, 0xf0] {
        var damaged = packet
        damaged[index] = value
        records.append(damaged)
      }
    }
    Self.check(TemporaryFile(CaptureBytes.pcap(packets: records, linkType: encapsulation.linkType)))
  }

  @Test(
    arguments: [
      0, 1, 9, 10, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 166, 192, 204, 205, 228, 229,
      239, 276,
    ] as [UInt32], 0..<4 as Range<UInt64>)
  func randomBytesOfEveryLinkType(linkType: UInt32, seed: UInt64) {
    var generator = Generator(state: seed &* 1000 &+ UInt64(linkType) &+ 1)
    let packets = (0..<500).map { _ in
      // Small values are likelier to be types and lengths that lead somewhere.
      (0..<Int.random(in: 0...90, using: &generator)).map { _ in
        let bytes: [UInt8] = [
          0, 0x45, 0x60, 6, 8, 0xaa, 3, 0x88, UInt8.random(in: 0...255, using: &generator),
        ]
        return bytes[Int.random(in: 0..<bytes.count, using: &generator)]
      }
    }
    Self.check(TemporaryFile(CaptureBytes.pcap(packets: packets, linkType: linkType)))
  }
}

/// Repeatable numbers (SplitMix64).
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
