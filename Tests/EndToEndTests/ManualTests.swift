import Fixtures
import Foundation
import Testing

/// Man pages, completions and help come from one set of definitions.
@Suite struct ManualTests {
  /// Names below `SUBCOMMANDS:` in the help.
  private func modules() throws -> [String] {
    let help = try Fixtures.withTemporaryFolder { try Tool(in: $0).run(["--help"]).text }
    let list = help.split(separator: "SUBCOMMANDS:").last ?? ""
    return list.split(separator: "\n").compactMap { line in
      line.firstMatch(of: /^\s\s([a-z][-a-z]*)\s/).map { String($0.output.1) }
    }
  }

  @Test func everyModuleHasAManPageAndARecordedHelp() throws {
    let modules = try modules()
    #expect(modules.count >= 4)
    try Fixtures.withTemporaryFolder { folder in
      let outcome = try Tool(in: folder).run(["manual", "out"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let snapshots = try Snapshot.names()
      for module in modules {
        let page = try String(contentsOfFile: "\(folder)/out/man1/captcp-\(module).1", encoding: .utf8)
        #expect(page.contains(".Sh NAME") || page.contains(".SH NAME"), "\(module)")
        #expect(snapshots.contains("help-\(module)"), "cases.txt has no line help-\(module)")
      }
      for shell in ["captcp.bash", "_captcp", "captcp.fish"] {
        let script = try String(contentsOfFile: "\(folder)/out/completions/\(shell)", encoding: .utf8)
        for module in modules { #expect(script.contains(module), "\(shell): \(module)") }
      }
    }
  }
}
