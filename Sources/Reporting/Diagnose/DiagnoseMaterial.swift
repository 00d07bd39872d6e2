public import Charts
import PacketCapture
public import TCPAnalysis

/// What all forms of `diagnose` are written from.
public struct DiagnoseMaterial: Sendable {
  /// The result of reading the capture.
  public var analysis: Analysis
  /// The findings.
  public var list: FindingList
  /// Captures as the user named them, for commands to be typed again.
  public var captures: [String]
  /// Where the zero of times lies.
  public var origin: TimeAxis.Origin
  /// Name and version of the program.
  public var tool: String
  /// Findings that are written at most; `nil` for all that were kept.
  public var top: Int?
  /// Whether a finding lies in the time that is shown, told with its axis.
  public var isShown: @Sendable (Finding, TimeAxis) -> Bool = { _, _ in true }

  /// Makes the material of one run.
  public init(
    analysis: Analysis, list: FindingList, captures: [String], origin: TimeAxis.Origin, tool: String
  ) {
    self.analysis = analysis
    self.list = list
    self.captures = captures
    self.origin = origin
    self.tool = tool
  }

  /// The findings that lie in the time that is shown.
  public var inTime: [Finding] { list.findings.filter { isShown($0, axis(of: $0)) } }

  /// Those of them that are written, the most serious first.
  public var shown: [Finding] { Array(inTime.prefix(top ?? .max)) }

  /// The time axis of a finding: that of its connection, or of the capture.
  public func axis(of finding: Finding) -> TimeAxis {
    let connection = finding.connection.flatMap { analysis.connections[$0] }
    return ReportTime.axis(
      origin: connection == nil && origin == .connection ? .capture : origin, connection: connection,
      captureStart: analysis.capture.firstTime ?? 0)
  }

  /// When it was, in the words of its axis.
  func time(of finding: Finding) -> String {
    guard let start = finding.evidence.start else {
      return finding.subject == nil ? "whole capture" : "whole connection"
    }
    let axis = axis(of: finding)
    let range = ReportTime.range(start, finding.evidence.stop, axis: axis)
    return axis.origin == .absolute ? "\(range) UTC" : "\(range) s"
  }

  /// `2 findings: 1 high, 1 info`.
  var summary: String {
    let found = inTime
    guard !found.isEmpty else { return "No findings." }
    let isCounted = found.count == list.findings.count
    let counts = Finding.Severity.allCases.reversed().compactMap { severity -> String? in
      let count =
        isCounted ? list.counts[severity] ?? 0 : found.count { $0.severity == severity }
      return count > 0 ? "\(count) \(severity.rawValue)" : nil
    }
    let total = isCounted ? list.total : found.count
    return "\(FindingWords.counted(Int64(total), "finding")): \(counts.joined(separator: ", "))"
  }

  /// What must be said about what is not there.
  var remarks: [String] {
    var remarks: [String] = []
    let hidden = list.total - list.findings.count + inTime.count - shown.count
    if hidden > 0 { remarks.append("\(FindingWords.counted(Int64(hidden), "finding")) not shown.") }
    if list.unwatched > 0 {
      remarks.append(
        "\(FindingWords.counted(Int64(list.unwatched), "connection")) of less payload judged by sums alone: findings "
          + "that need single packets are missing there (name connections with -f).")
    }
    return remarks
  }
}
