import Measurements
import TCPAnalysis

/// `diagnose` as CSV, one row a finding.
public struct DiagnoseCSV {
  private let material: DiagnoseMaterial

  /// Makes the writer.
  public init(_ material: DiagnoseMaterial) {
    self.material = material
  }

  /// All of it.
  public func csv() -> [UInt8] {
    var text = TextBuffer()
    text.append(
      "severity,rule,connection,flow,ends,sentence,start,stop,firstFrame,frames,confidence,doubt,disproof,command,"
        + "displayFilter\n")
    for finding in material.shown {
      let fields = [
        finding.severity.rawValue, finding.rule, finding.connection.map { String($0) } ?? "",
        finding.subject.flatMap { $0.direction == nil ? nil : $0.description } ?? "", finding.ends,
        finding.sentence.string, time(finding.evidence.start), time(finding.evidence.stop),
        finding.firstFrame.map { String($0) } ?? "",
        finding.evidence.frames.map { String($0) }.joined(separator: " "), finding.confidence.rawValue,
        finding.doubt, finding.disproof, finding.command(captures: material.captures),
        finding.evidence.displayFilter,
      ]
      text.append(fields.map(Escaping.csv).joined(separator: ",") + "\n")
    }
    return text.bytes
  }

  private func time(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { Timestamp(nanoseconds: $0).decimalSeconds } ?? ""
  }
}
