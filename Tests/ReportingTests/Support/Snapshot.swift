import Foundation
import Testing

/// Compares text with a stored one; a missing file is written and the test fails once.
///
/// `RECORD_SNAPSHOTS=1` in the environment writes all of them anew.
func expectSnapshot(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Snapshots")
  let file = folder.appending(path: name)
  let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
  guard !isRecording, let stored = try? String(contentsOf: file, encoding: .utf8) else {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    if !isRecording {
      Issue.record(
        "\(name) was missing and is written now: look at it and commit it", sourceLocation: sourceLocation)
    }
    return
  }
  guard stored != text else { return }
  let (old, new) = (
    stored.split(separator: "\n", omittingEmptySubsequences: false),
    text.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let line =
    zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
  Issue.record(
    """
    \(name) differs in line \(line + 1):
    - \(line < old.count ? String(old[line]) : "(end)")
    + \(line < new.count ? String(new[line]) : "(end)")
    RECORD_SNAPSHOTS=1 swift test --filter ReportingTests writes it anew
    """, sourceLocation: sourceLocation)
}
