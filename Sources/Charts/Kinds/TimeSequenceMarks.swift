/// Which rows of a view carry which mark.
struct TimeSequenceMarks {
  let view: TimeSequenceView
  private var data: TimeSequenceData { view.data }

  init(view: TimeSequenceView) {
    self.view = view
  }

  /// Whether a kind of segment is seen.
  func has(_ kind: TimeSequenceData.SegmentKind) -> Bool {
    view.segments.contains { data.segmentKinds[$0] == kind }
  }

  /// Whether a kind of event is seen.
  func has(_ kind: TimeSequenceData.EventKind) -> Bool {
    view.events.contains { data.eventKinds[$0] == kind }
  }

  /// Rows of events of some kinds.
  func eventRows(_ kinds: Set<TimeSequenceData.EventKind>) -> [Int] {
    view.events.filter { kinds.contains(data.eventKinds[$0]) }
  }

  /// Rows of duplicate ACKs.
  var duplicateRows: [Int] {
    view.acks.filter { $0 < data.ackIsDuplicate.count && data.ackIsDuplicate[$0] }
  }

  /// Rows of ACKs with a D-SACK.
  var duplicateSackRows: [Int] {
    view.acks.filter { $0 < data.ackHasDSACK.count && data.ackHasDSACK[$0] }
  }

  /// Rows of ACKs that repeat the window's edge without being duplicate ACKs.
  ///
  /// Only where few segments are shown; elsewhere the ticks would make a hatch.
  func repeatedWindowRows(_ density: DensityClass) -> [Int] {
    guard view.drawsWindow, density == .small, view.acks.count <= 40 else { return [] }
    let duplicates = Set(duplicateRows)
    return view.acks.filter { row in
      guard row > 0, !duplicates.contains(row), let edge = view.windowEdge(row) else { return false }
      return view.windowEdge(row - 1) == edge && data.ackValues[row - 1] == data.ackValues[row]
    }
  }
}
