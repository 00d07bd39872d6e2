import PacketCapture
import TCPAnalysis

/// The marks of a segment by their names.
enum ShowMarks {
  /// Calls `body` with each name and whether it is the first.
  ///
  /// - Parameters:
  ///   - item: The segment.
  ///   - isNative: Whether the marks of the classification are meant as well, and not only those of the decoder.
  ///   - body: Takes the names.
  static func forEach(
    _ item: borrowing ClassifiedSegment, isNative: Bool = true, _ body: (String, Bool) -> Void
  ) {
    let marks = isNative ? item.marks : []
    let captured = item.segment.marks
    var isFirst = true
    for entry in ClassificationMarks.named where marks.contains(entry.mark) {
      body(entry.name, isFirst)
      isFirst = false
    }
    for entry in SegmentMarks.named where captured.contains(entry.mark) {
      body(entry.name, isFirst)
      isFirst = false
    }
  }
}

extension ClassifiedSegment {
  /// Advertised window in bytes; `nil` where it is unknown.
  ///
  /// That of a SYN is never scaled (RFC 7323, section 2.2).
  var shownWindowBytes: Int64? {
    if windowBytes >= 0 { return windowBytes }
    let isSyn = segment.flags.contains(.syn) && !segment.flags.contains(.rst)
    return isSyn && segmentClass != .captureDuplicate ? Int64(segment.window) : nil
  }

  /// The pipe of RFC 6675 in bytes; `nil` where it is unknown.
  var knownPipeBytes: Int64? { pipeBytes >= 0 ? pipeBytes : nil }
}

extension SegmentClass {
  private static let names = allCases.map(\.name)

  /// The name, without the cost of finding it each time.
  var outputName: String { Self.names[Int(rawValue)] }
}

extension SegmentKind {
  private static let names = allCases.map(\.name)

  /// The name, without the cost of finding it each time.
  var outputName: String { Self.names[Int(rawValue)] }
}

extension AckClass {
  private static let names = allCases.map(\.name)

  /// The name, without the cost of finding it each time.
  var outputName: String { Self.names[Int(rawValue)] }
}
