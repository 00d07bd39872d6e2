import Foundation

extension Fixtures {
  /// The folder of captures that belong to others, beside the repository; `nil` where it is absent.
  public static let shared: String? = {
    let path = URL(fileURLWithPath: repository).deletingLastPathComponent().appending(path: "shared").path
    return FileManager.default.fileExists(atPath: path + "/captures") ? path : nil
  }()

  /// Whether the captures of others are there: for `.enabled(if:)`.
  public static var hasShared: Bool { shared != nil }

  /// What a test that needs them says when it is skipped.
  public static let sharedReason = "the captures of others (../shared/captures) are not on this machine"

  /// Paths of the shared captures whose file name starts so (`hostile-`, `format-`, `behaviour-`), by name.
  public static func sharedCaptures(_ prefix: String) -> [String] {
    guard let shared else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(shared)/captures")) ?? []
    return files.filter { $0.hasPrefix(prefix) }.sorted().map { "\(shared)/captures/\($0)" }
  }
}
