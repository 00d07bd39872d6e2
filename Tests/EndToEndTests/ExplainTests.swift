import Fixtures
import Foundation
import Testing

/// What `explain` says of frames that are no TCP segments, and of what it is given wrongly.
@Suite struct ExplainTests {
  /// A capture of raw IP packets: protocol numbers, of which the last packet is a fragment.
  private static func capture() -> [UInt8] {
    var bytes: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + Array(repeating: 0, count: 8)
    bytes += [0, 0, 4, 0, 101, 0, 0, 0]
    let packets: [(proto: UInt8, offset: UInt8)] = [(6, 0), (17, 0), (1, 0), (47, 0), (132, 0), (6, 3)]
    for packet in packets {
      var ip: [UInt8] = [
        0x45, 0, 0, 40, 0, 1, 0, packet.offset, 64, packet.proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
      ]
      ip += [0x9C, 0x40, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xFF, 0xFF, 0, 0, 0, 0]
      let length = UInt8(ip.count)
      bytes += Array(repeating: 0, count: 8) + [length, 0, 0, 0, length, 0, 0, 0] + ip
    }
    return bytes
  }

  @Test(arguments: [
    (1, 0, ""), (2, 1, "UDP"), (3, 1, "ICMP"), (4, 1, "GRE tunnel"), (5, 1, "another protocol"),
    (6, 1, "IP fragment"), (7, 2, "does not exist: the file has 6 packets"), (0, 2, "from 1"),
  ])
  func frameThatIsNoSegmentIsNamed(frame: Int, status: Int32, words: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(Self.capture()).write(to: URL(fileURLWithPath: "\(folder)/mixed.pcap"))
      let outcome = try Tool(in: folder).run(["explain", "mixed.pcap", String(frame)])
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(words.isEmpty || outcome.errors.contains(words), "\(outcome.errors)")
      let around = try Tool(in: folder).run(["show", "--around", String(max(1, frame)), "mixed.pcap"])
      #expect(around.status == (frame == 0 ? 0 : status), "\(around.errors)")
    }
  }

  @Test func secondFileHasFramesOfItsOwn() throws {
    let capture = try Fixtures.capture(.lab, "C_tlp")
    try Fixtures.withTemporaryFolder { folder in
      let first = try Tool(in: folder).run(["explain", capture.path, "9"])
      let second = try Tool(in: folder).run(["explain", "--file", "1", capture.path, capture.path, "9"])
      #expect(first.status == 0 && second.status == 0, "\(second.errors)")
      #expect(first.text.contains("tail loss probe"))
      #expect(second.text.contains("captureDuplicate"))
    }
  }

  @Test func pipeIsReadTwice() throws {
    let capture = try Fixtures.capture(.lab, "C_tlp")
    try Fixtures.withTemporaryFolder { folder in
      let file = try Tool(in: folder).run(["explain", capture.path, "9"])
      let pipe = try Tool(in: folder).run(["explain", "-", "9"], input: capture.path)
      #expect(pipe.status == 0 && pipe.text == file.text, "\(pipe.errors)")
    }
  }
}
