import Foundation
import Testing

/// Text that a run must give again; recorded in `Snapshots/NAME.txt`.
enum Snapshot {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "Snapshots")

  /// The names that were recorded.
  static func names() throws -> Set<String> {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Set(files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) })
  }

  /// Compares `text` with the snapshot; a missing one is written and fails once, `RECORD_SNAPSHOTS=1` records all.
  static func compare(_ text: String, to name: String) throws {
    let path = folder.appending(path: "\(name).txt")
    let recorded = try? String(contentsOf: path, encoding: .utf8)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: path)
      return
    }
    guard let recorded else {
      try Data(text.utf8).write(to: path)
      Issue.record("the snapshot \(name) was missing and is recorded now; read it, then run again")
      return
    }
    #expect(recorded == text, "\(name) differs; `make golden` records it\n\(difference(recorded, text))")
  }

  /// The first lines that differ.
  private static func difference(_ recorded: String, _ text: String) -> String {
    let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) where lines.count < 12 {
      let (before, after) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
      if before == after { continue }
      if let before { lines.append("\(index + 1) - \(before)") }
      if let after { lines.append("\(index + 1) + \(after)") }
    }
    return lines.joined(separator: "\n")
  }
}
