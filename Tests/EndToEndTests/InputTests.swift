import Fixtures
import Foundation
import Testing

/// However the bytes of a capture come in, the numbers are the same.
@Suite struct InputTests {
  private func csv(_ folder: String, _ capture: String, input: String = "/dev/null") throws -> String {
    let outcome = try Tool(in: folder).run(["statistic", "--format", "csv", capture], input: input)
    #expect(outcome.status == 0, "\(capture): \(outcome.errors)")
    return outcome.text
  }

  @Test func compressedAndPipedInputGiveTheSameNumbers() throws {
    let capture = try Fixtures.capture(.testbed, "drop_exact")
    try Fixtures.withTemporaryFolder { folder in
      let plain = "\(folder)/plain.pcap"
      try Data(try capture.bytes()).write(to: URL(fileURLWithPath: plain))
      let gzip = Process()
      gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
      gzip.arguments = ["-c", "gzip -c '\(plain)' >'\(folder)/packed.pcap.gz'"]
      try gzip.run()
      gzip.waitUntilExit()
      let expected = try csv(folder, plain)
      #expect(expected.split(separator: "\n").count >= 3)
      #expect(try csv(folder, capture.path) == expected)
      #expect(try csv(folder, "\(folder)/packed.pcap.gz") == expected)
      for input in [plain, capture.path, "\(folder)/packed.pcap.gz"] {
        #expect(try csv(folder, "-", input: input) == expected)
      }
    }
  }

  @Test(arguments: ["derived_bigendian", "derived_unsorted"])
  func otherFormsOfACaptureGiveTheSameConnections(name: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let numbers = try ["drop_exact", name].map { name in
        let outcome = try Tool(in: folder).run(
          ["statistic", "--format", "json", try Fixtures.capture(.testbed, name).path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try StatisticResult(outcome.output).connections.flatMap(\.flows).map(\.counts)
      }
      #expect(numbers[0] == numbers[1])
    }
  }

  @Test func splitCaptureIsReadAsOne() throws {
    let bytes = try Fixtures.script("handshake").pcap()
    var border = 24
    for _ in 0..<5 {
      let length = bytes[border + 8..<border + 12].enumerated().reduce(0) {
        $0 | Int($1.element) << (8 * $1.offset)
      }
      border += 16 + length
    }
    try Fixtures.withTemporaryFolder { folder in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/whole.pcap"))
      try Data(bytes[..<border]).write(to: URL(fileURLWithPath: "\(folder)/1.pcap"))
      try Data(bytes[..<24] + bytes[border...]).write(to: URL(fileURLWithPath: "\(folder)/2.pcap"))
      let whole = try csv(folder, "whole.pcap")
      let parts = try Tool(in: folder).run(["statistic", "--format", "csv", "2.pcap", "1.pcap"])
      #expect(parts.status == 0, "\(parts.errors)")
      #expect(parts.text == whole)
    }
  }
}
