import Fixtures
import Foundation
import Testing

@Suite struct FixturesTests {
  @Test func everyTestbedCaptureHasItsTruth() throws {
    let captures = Fixtures.captures(in: .testbed)
    #expect(captures.count == 63)
    for capture in captures {
      #expect(try Fixtures.truth(capture.name).scenario == capture.name)
    }
  }

  @Test func truthCountsWhatTheKernelSentAgain() throws {
    let truth = try Fixtures.truth("loss_cubic")
    #expect(truth.retransmissions?.total == 33)
    #expect(truth.retransmissions?.unnecessary == 0)
    #expect(truth.kernelEvents?.retransmits.count == 33)
    #expect(truth.kernelEvents?.retransmits.allSatisfy { $0.kind == "recovery" } == true)
    #expect(truth.kernelCounters?["snd"]?["TcpExtTCPFastRetrans"] == 33)
    #expect(try Fixtures.truth("derived_capdrop").missingFrames?.count == 40)
  }

  @Test(arguments: Fixtures.Folder.allCases) func everyCaptureDecompressesToACapture(folder: Fixtures.Folder)
    throws
  {
    let captures = Fixtures.captures(in: folder)
    #expect(captures.count == [.testbed: 63, .lab: 25, .study: 1][folder])
    let magics: [[UInt8]] = [
      [0xD4, 0xC3, 0xB2, 0xA1], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
    ]
    for capture in captures {
      let bytes = try capture.bytes()
      #expect(magics.contains(Array(bytes.prefix(4))), "\(capture) is no capture")
    }
  }

  @Test func everyCaptureIsSmallAsStored() throws {
    for folder in [Fixtures.Folder.testbed, .lab] {
      for capture in Fixtures.captures(in: folder) {
        #expect(try Fixtures.bytes(ofFile: capture.path).count <= 300_000, "\(capture) is too big")
      }
    }
  }

  @Test func damagedFileIsSaidToBeDamaged() throws {
    try Fixtures.withTemporaryFile([0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x10, 0xFF, 0xFF]) { path in
      #expect(throws: FixtureError.self) { try Fixtures.decompressed(path) }
    }
  }

  @Test(arguments: Fixtures.scriptNames) func everyScriptIsReadable(name: String) throws {
    let script = try Fixtures.script(name)
    #expect(script.frames.count >= 5)
    #expect(zip(script.frames, script.frames.dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds })
  }

  @Test func thereAreTheScriptsOfTheReadme() {
    #expect(
      Fixtures.scriptNames == [
        "duplicate-frames", "duplicate-reported", "early-ack", "fast-open", "fast-retransmission",
        "forged-reset", "gap-fill", "gap-never-seen", "half-open", "handshake",
        "hidden-data",
        "inconsistent-retransmission", "ipv6-ecn", "ipv6-network-duplicate", "keep-alive",
        "keep-alive-reported", "no-options", "one-sided",
        "partial-checksums", "port-reuse", "reset-window", "sack-reneging", "sack-reneging-silent",
        "simultaneous-open", "wrap",
        "zero-window",
      ])
  }

  /// `make fixtures` sets `FIXTURES_OUTPUT` to keep what this writes.
  @Test func everyScriptIsWrittenAsACaptureFile() throws {
    try Fixtures.withTemporaryFolder { temporary in
      let folder = ProcessInfo.processInfo.environment["FIXTURES_OUTPUT"] ?? temporary
      for name in Fixtures.scriptNames {
        let bytes = try Fixtures.script(name).pcap()
        let path = "\(folder)/\(name).pcap"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try Fixtures.bytes(ofFile: path) == bytes)
      }
    }
  }
}
