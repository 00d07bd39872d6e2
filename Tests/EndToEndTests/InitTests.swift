import Fixtures
import Foundation
import Testing

/// `--init` writes a folder that regenerates itself.
@Suite struct InitTests {
  private static let modules: [[String]] = [
    ["rtt", "-f", "4.1"], ["inflight", "-f", "4.1"], ["window", "-f", "4.1"], ["spacing", "-f", "4.1"],
    ["spacing-data-ack", "-f", "4.1"], ["segmentsize", "-f", "4.1"], ["timesequence", "-f", "4.1"],
    ["throughput", "-f", "2.1,4.1"], ["flowgraph", "-f", "3"], ["timeline"],
    ["spurious-retransmissions", "-f", "10.1"], ["compare"],
  ]

  private func withDemo(_ body: (String) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/a b.pcap.zst", withDestinationPath: try Fixtures.demo().path)
      try body(folder)
    }
  }

  private func run(_ program: String, _ arguments: [String], in folder: String) throws -> (Int32, String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "CAPTCP": Tool.path, "HOME": folder]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  private static func has(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
  }

  /// Content of the files of a folder, without the stamp that make keeps.
  private func contents(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where !name.hasPrefix(".") {
      files[name] = try Fixtures.bytes(ofFile: "\(folder)/\(name)")
    }
    return files
  }

  @Test(
    .enabled(if: has("make"), "make is not installed"),
    arguments: modules.filter {
      ["rtt", "throughput", "flowgraph", "spurious-retransmissions"].contains($0[0])
    })
  func makeWritesTheSameFilesAgainAndThenNothing(_ arguments: [String]) throws {
    try withDemo { folder in
      let outcome = try Tool(in: folder).run(arguments + ["-i", "-o", "fig", "a b.pcap.zst"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let first = try contents("\(folder)/fig")
      for ending in [".dat", ".csv", ".gpi", ".tikz", ".pdf", ".svg", ".png"] {
        #expect(first.keys.contains { $0.hasSuffix(ending) }, "\(ending)")
      }
      #expect(!first.values.contains { String(decoding: $0, as: UTF8.self).contains(folder) })
      for name in first.keys where name.hasSuffix(".dat") {
        try FileManager.default.removeItem(atPath: "\(folder)/fig/\(name)")
      }
      let (status, text) = try run("/usr/bin/make", [], in: "\(folder)/fig")
      #expect(status == 0, "\(text)")
      let second = try contents("\(folder)/fig")
      #expect(Set(first.keys) == Set(second.keys))
      for (name, bytes) in first { #expect(second[name] == bytes, "\(name)") }
      let (isOld, _) = try run("/usr/bin/make", ["-q"], in: "\(folder)/fig")
      #expect(isOld == 0)
    }
  }

  private static let hasPgfplots =
    has("pdflatex")
    && FileManager.default.fileExists(
      atPath: "/usr/share/texlive/texmf-dist/tex/latex/pgfplots/pgfplots.sty")

  @Test(.enabled(if: has("make") && has("gnuplot"), "gnuplot is not installed"), arguments: modules)
  func otherToolsDrawTheirScripts(_ arguments: [String]) throws {
    try withDemo { folder in
      _ = try Tool(in: folder).run(arguments + ["-i", "-o", "fig", "--quiet", "a b.pcap.zst"])
      let targets = ["gnuplot"] + (Self.hasPgfplots ? ["tikz"] : [])
      let (status, text) = try run("/usr/bin/make", targets, in: "\(folder)/fig")
      #expect(status == 0 && !text.contains("warning"), "\(text)")
      let names = try contents("\(folder)/fig").keys
      #expect(names.contains { $0.hasSuffix("-gnuplot.pdf") })
      #expect(!Self.hasPgfplots || names.contains { $0.hasSuffix("-pgfplots.pdf") })
    }
  }

  @Test func whatAUserHasEditedIsKeptUnlessForced() throws {
    try withDemo { folder in
      let words = ["rtt", "-f", "4.1", "-i", "-o", "fig", "a b.pcap.zst"]
      _ = try Tool(in: folder).run(words)
      let script = URL(fileURLWithPath: "\(folder)/fig/rtt-4-1.gpi")
      try Data("# mine\n".utf8).write(to: script)
      let again = try Tool(in: folder).run(words)
      #expect(again.status == 0 && again.errors.contains("fig/rtt-4-1.gpi is kept as it is"))
      let kept = try String(contentsOf: script, encoding: .utf8)
      #expect(kept == "# mine\n")
      _ = try Tool(in: folder).run(words + ["--force"])
      let written = try String(contentsOf: script, encoding: .utf8)
      #expect(written.contains("gnuplot"))
    }
  }

  @Test(arguments: [
    ["rtt", "-i", "a b.pcap.zst"], ["rtt", "-f", "2.1,4.1", "-i", "-o", "fig", "a b.pcap.zst"],
    ["rtt", "-i", "-o", "fig", "--format", "csv", "a b.pcap.zst"], ["rtt", "-i", "-o", "fig", "-"],
    ["rtt", "--force", "-o", "fig/", "a b.pcap.zst"],
    ["spurious-retransmissions", "-f", "2.1,4.1", "-i", "-o", "fig", "a b.pcap.zst"],
  ])
  func wrongUseIsRefused(_ arguments: [String]) throws {
    try withDemo { folder in
      let outcome = try Tool(in: folder).run(arguments)
      #expect(outcome.status == 2)
    }
  }
}
