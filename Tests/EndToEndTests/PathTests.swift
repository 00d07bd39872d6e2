import Fixtures
import Foundation
import Testing

/// `compare --peer` on both ends of a run whose relay dropped data segments 10, 60 and 150.
@Suite struct PathTests {
  private let sender = "\(Fixtures.directory)/captures/testbed/drop_exact.pcap.zst"
  private let receiver = "\(Fixtures.directory)/captures/receivers/drop_exact.pcap.zst"

  private func run(_ arguments: [String], _ captures: [String], in folder: String = ".") throws
    -> Tool.Outcome
  {
    let outcome = try Tool(in: folder).run(
      ["compare", "--quiet", "--peer", captures[0]] + arguments + [captures[1]])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  @Test func lostFramesAreNamed() throws {
    let text = String(decoding: try run([], [receiver, sender]).output, as: UTF8.self)
    #expect(text.contains("lost A \u{2192} B, frames of drop_exact.pcap.zst: 13, 104, 287\n"))
    #expect(text.contains("3 (1.1 %)"))
    #expect(text.contains("4344 B"))
  }

  /// Which capture is named first changes the clock that times are shown by, not what happened.
  @Test func bothOrdersTellTheSame() throws {
    func facts(_ captures: [String]) throws -> [String: Double] {
      let output = try run(["--format", "json"], captures).output
      let value = try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any]
      return try #require(value?["facts"] as? [String: Double])
    }
    #expect(try facts([receiver, sender]) == facts([sender, receiver]))
  }

  @Test func tableHoldsEachPacketOnce() throws {
    try Fixtures.withTemporaryFolder { folder in
      _ = try run(["-o", "path.csv"], [receiver, sender], in: folder)
      let forward = try String(contentsOfFile: "\(folder)/path.csv", encoding: .utf8).split(separator: "\n")
      let back = try String(contentsOfFile: "\(folder)/path-back.csv", encoding: .utf8).split(separator: "\n")
      #expect(forward.count == 1 + 283)
      #expect(back.count == 1 + 218)
      #expect(forward.count { $0.contains(",lost,,,1448,") } == 3)
    }
  }
}
