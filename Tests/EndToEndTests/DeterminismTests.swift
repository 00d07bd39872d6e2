import Fixtures
import Foundation
import Testing

/// The same input gives the same bytes, wherever and whenever the tool runs.
@Suite struct DeterminismTests {
  /// Every kind in all forms of a folder: PNG, PDF, SVG, data, captions.
  private static let runs: [[String]] = [
    ["timesequence", "-o", "out/", "-f", "2"], ["timesequence", "-o", "out/", "-f", "4", "--detrend"],
    ["timesequence", "-o", "out/", "-f", "2.1", "--inset", "2.3,2.8", "--preset", "paper-page"],
    ["throughput", "-o", "out/", "-f", "2"], ["throughput", "-o", "out/", "-f", "1.1,2.1,4.1"],
    ["inflight", "-o", "out/", "-f", "1.1"], ["rtt", "-o", "out/", "-f", "2.1"],
    ["rtt", "-o", "out/", "-f", "2", "--histogram", "--theme", "dark"],
    ["window", "-o", "out/", "-f", "4.1"],
    ["spacing", "-o", "out/", "-f", "2.1"], ["spacing-data-ack", "-o", "out/", "-f", "2.1"],
    ["segmentsize", "-o", "out/", "-f", "2.1"], ["timeline", "-o", "out/"],
    ["flowgraph", "-o", "out/", "-f", "3"], ["flowgraph", "-o", "out/", "-f", "3", "--to-scale"],
    ["compare", "-o", "out/", "-f", "2.1,4.1"], ["spurious-retransmissions", "-o", "out/", "-f", "4.1"],
    ["spurious-retransmissions", "-o", "out.json"], ["timesequence", "-o", "out.json", "-f", "2"],
    ["timesequence", "-o", "out.pdf", "-f", "2.1", "--origin", "absolute"],
    ["report", "-o", "out.html"], ["report", "-o", "out.md"], ["statistic", "--format", "json"],
  ]

  /// Everything that a run wrote, by path, and its standard output.
  private func written(_ arguments: [String], environment: [String: String]) throws -> [String: [UInt8]] {
    try Fixtures.withTemporaryFolder { folder in
      let capture = try Fixtures.demo().path
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/snd.pcap.zst", withDestinationPath: capture)
      var tool = Tool(in: folder)
      tool.environment = environment
      let outcome = try tool.run(arguments + ["snd.pcap.zst"])
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      var files = ["": outcome.output]
      for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
        var isFolder: ObjCBool = false
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
          name != "snd.pcap.zst"
        else { continue }
        files[name] = try Fixtures.bytes(ofFile: path)
      }
      return files
    }
  }

  @Test(arguments: runs) func folderZoneAndLanguageChangeNoByte(arguments: [String]) throws {
    let first = try written(
      arguments, environment: ["TZ": "Asia/Kolkata", "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"])
    let second = try written(arguments, environment: ["TZ": "America/New_York", "LANG": "C", "LC_ALL": "C"])
    #expect(Set(first.keys) == Set(second.keys))
    for (name, bytes) in first {
      #expect(!bytes.isEmpty || name.isEmpty, "\(name) is empty")
      #expect(bytes == second[name], "\(name) differs")
    }
  }
}
