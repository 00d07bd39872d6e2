import Fixtures
import Foundation

/// Writes the findings as Markdown, truth beside captcp.
enum TruthTable {
  static func markdown(_ findings: [(claim: String, finding: Finding)], isWhole: Bool) -> String {
    var text = "# Truth beside captcp\n\n"
    text +=
      isWhole
      ? "All captures of the testbed, both ends.\n\n"
      : "Captures beside the sending host only: the other end and the relay's book are not on this machine.\n\n"
    text += "| bound | found | |\n|---|---|---|\n"
    for (claim, finding) in findings {
      text += "| \(claim) | \(finding.figure) | \(finding.holds ? "holds" : "**broken**") |\n"
    }
    for (claim, finding) in findings where !finding.rows.isEmpty {
      text += "\n## \(claim)\n\n| scenario | truth | captcp | |\n|---|---|---|---|\n"
      for row in finding.rows {
        text += "| \(row.scenario) | \(row.truth) | \(row.captcp) | \(row.remark) |\n"
      }
    }
    return text
  }

  /// Puts the table where `make truth` finds it.
  static func write(_ text: String) throws {
    let folder = "\(Fixtures.repository)/.build"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/truth.md"), options: .atomic)
  }
}
