import Foundation

/// The project's own source files, read as text.
enum SourceTree {
  /// The repository's folder.
  static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// One Swift file below `Sources` or `Templates`.
  struct File {
    /// The path from the repository's folder.
    let path: String
    /// The target that it belongs to.
    let target: String
    /// Its lines.
    let lines: [Substring]
  }

  /// All Swift files of the tool and its libraries.
  static func files() throws -> [File] {
    try ["Sources", "Templates"].flatMap { folder in
      let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      return try (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted().map {
        name in
        let text = try String(contentsOf: root.appending(path: "\(folder)/\(name)"), encoding: .utf8)
        return File(
          path: "\(folder)/\(name)",
          target: folder == "Templates" ? "ReportTemplates" : String(name.prefix { $0 != "/" }),
          lines: text.split(separator: "\n", omittingEmptySubsequences: false))
      }
    }
  }

  /// The text of a file at the repository's top.
  static func text(of name: String) throws -> String {
    try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }
}
