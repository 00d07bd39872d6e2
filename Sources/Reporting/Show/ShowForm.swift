import Measurements
import TCPAnalysis

/// One segment with what is printed beside it.
struct ShowLine {
  /// What later packets told of it.
  let verdict: SegmentVerdict
  /// What the rules of another tool say of it; `nil` by the rules of captcp.
  let peer: PeerVerdict?
  /// Whether it matches; `nil` if nobody asked.
  let isMatching: Bool?
  /// Running number of the line, from 1.
  let number: Int64
  /// Time of the first packet of its connection, nanoseconds since the epoch.
  let connectionStart: Int64
}

/// A form in which `show` writes segments.
protocol ShowForm {
  /// Writes what stands in front of the first segment.
  func begin(_ text: inout TextBuffer)
  /// Writes a segment.
  func write(_ segment: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer)
  /// Writes what stands behind the last one.
  func end(_ text: inout TextBuffer)
}

extension ShowForm {
  func begin(_ text: inout TextBuffer) {}
  func end(_ text: inout TextBuffer) {}
}
