import Fixtures
import Foundation
import Testing

/// A redacted capture gives the same analysis, and tells of nobody.
@Suite struct AnonymizeTests {
  private static let captures = [
    "lab/A_ng.pcapng", "lab/A_fast.pcap", "lab/D_span_dup.pcap", "lab/E_tso.pcap", "lab/F_nano.pcap",
    "lab/lt_mpls.pcap", "lab/lt_null.pcap", "lab/lt_qinq.pcap", "lab/lt_raw.pcap", "lab/lt_sll.pcap",
    "lab/lt_sll2.pcap", "testbed/derived_bothends.pcapng", "testbed/ipv6_bulk.pcap",
    "testbed/loss_cubic.pcap",
    "testbed/port_reuse.pcap", "testbed/snap68.pcap", "testbed/tso_gro.pcap",
  ]

  private static let names: Set<String> = [
    "address", "sourceAddress", "destinationAddress", "name", "bytes", "compression", "format", "tool",
  ]

  private func run(_ arguments: [String], in folder: String) throws -> Tool.Outcome {
    let outcome = try Tool(in: folder).run(arguments + ["--quiet"])
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  /// JSON text without what names hosts and files.
  private func withoutNames(_ text: Data) throws -> NSObject {
    func stripped(_ value: Any) -> Any {
      if let object = value as? [String: Any] {
        return object.filter { !Self.names.contains($0.key) }.mapValues { stripped($0) }
      }
      return (value as? [Any])?.map { stripped($0) } ?? value
    }
    let value = try JSONSerialization.jsonObject(with: text)
    return try #require(stripped(value) as? NSObject)
  }

  @Test(arguments: captures) func theSameAnalysisComesOut(capture: String) throws {
    let original = "\(Fixtures.directory)/captures/\(capture).zst"
    try Fixtures.withTemporaryFolder { folder in
      _ = try run(["anonymize", "--key", "k", original, "new.pcapng"], in: folder)
      let before = try run(["statistic", "--format", "json", original], in: folder)
      let after = try run(["statistic", "--format", "json", "new.pcapng"], in: folder)
      #expect(try withoutNames(Data(before.output)) == withoutNames(Data(after.output)))
      let show = ["show", "--format", "jsonl"]
      let (old, new) = (try run(show + [original], in: folder), try run(show + ["new.pcapng"], in: folder))
      let lines = [old, new].map { $0.text.split(separator: "\n") }
      try #require(lines[0].count == lines[1].count && !lines[0].isEmpty)
      for (left, right) in zip(lines[0], lines[1]) {
        #expect(try withoutNames(Data(left.utf8)) == withoutNames(Data(right.utf8)))
      }
      // The option of the other modules gives the same pseudonyms as the capture.
      let shown = try run(show + ["--anonymize", "--key", "k", original], in: folder)
      #expect(shown.output == new.output)
    }
  }

  @Test func aClassicCaptureStaysOneAndTheKeyDecides() throws {
    let original = try Fixtures.demo().path
    try Fixtures.withTemporaryFolder { folder in
      try Data("secret\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/key"))
      for name in ["one.pcap", "two.pcap"] {
        _ = try run(["anonymize", "--key-file", "key", original, name], in: folder)
      }
      _ = try run(["anonymize", "--key", "another", original, "other.pcap"], in: folder)
      _ = try run(["anonymize", original, "random.pcap"], in: folder)
      let files = try ["one", "two", "other", "random"].map {
        try Fixtures.bytes(ofFile: "\(folder)/\($0).pcap")
      }
      #expect(files[0] == files[1])
      #expect(Set(files).count == 3)
      #expect(
        files[0].prefix(4) == [0xd4, 0xc3, 0xb2, 0xa1] || files[0].prefix(4) == [0x4d, 0x3c, 0xb2, 0xa1])
    }
  }

  @Test(arguments: ["report.html", "report.md", "report-folder/"])
  func aReportNamesNeitherHostsNorFilesNorTheKey(output: String) throws {
    let original = try Fixtures.demo().path
    try Fixtures.withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/site-name.pcap.zst", withDestinationPath: original)
      _ = try run(
        [
          "report", "--anonymize", "--key", "the-key", "-o", output, "site-name.pcap.zst", "host", "10.9.0.1",
        ],
        in: folder)
      let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
      var seen = 0
      for file in files where !file.hasPrefix("site-name") {
        guard let bytes = try? Fixtures.bytes(ofFile: "\(folder)/\(file)"), !bytes.isEmpty else { continue }
        let text = String(decoding: bytes, as: UTF8.self)
        seen += 1
        for word in ["10.9.0.1", "10.9.0.2", "site-name", "the-key"] {
          #expect(!text.contains(word), "\(file) holds \(word)")
        }
      }
      #expect(seen > 0)
    }
  }

  @Test(arguments: [
    ["statistic"], ["statistic", "--format", "csv"], ["statistic", "--per-host"],
    ["show", "--frames", "1-40"],
    ["show", "--format", "csv", "--frames", "1-40"], ["rtt", "--format", "json"], ["flowgraph", "-f", "1"],
    ["timeline", "--format", "json"], ["timeline", "--format", "svg"], ["timesequence", "--format", "svg"],
    ["throughput", "--format", "json"], ["inflight", "--format", "svg"],
    ["statistic", "--classify", "wireshark"], ["statistic", "--classify", "tcptrace"],
  ])
  func noModuleNamesHosts(arguments: [String]) throws {
    let original = try Fixtures.demo().path
    try Fixtures.withTemporaryFolder { folder in
      // What stands there without the option shows that the test can fail.
      let plain = try run(arguments + [original], in: folder)
      let anonymous = try run(arguments + ["--anonymize", "--key", "k", original], in: folder)
      #expect(plain.text.contains("10.9.0."))
      #expect(!anonymous.text.contains("10.9.0.") && !anonymous.text.contains("snd.pcap"))
    }
  }

  @Test func portsAreReplacedOnRequest() throws {
    let original = try Fixtures.demo().path
    try Fixtures.withTemporaryFolder { folder in
      let list = ["statistic", "--format", "csv", "--anonymize", "--key", "k"]
      let plain = try run(list + [original], in: folder)
      let mapped = try run(list + ["--anonymize-ports", original], in: folder)
      #expect(plain.text.contains(",5201,"))
      #expect(!mapped.text.contains(",5201,"))
    }
  }
}
