/// Unites overlapping vertical bars of one pixel column, so that their number is bounded.
enum BarReducer {
  /// The union of bars in each column, at its middle; bars come in ascending order of place.
  ///
  /// Gaps of less than 0.25 pt are closed, and larger ones while there are more than `maximum` bars.
  static func united(
    _ bars: [SegmentMarks.Bar], left: Double, columnWidth: Double, maximum: Int = .max
  ) -> [SegmentMarks.Bar] {
    var gap = 0.25
    while true {
      let result = united(bars, left: left, columnWidth: columnWidth, gap: gap)
      if result.count <= maximum || gap > 1e6 { return result }
      gap *= 4
    }
  }

  private static func united(
    _ bars: [SegmentMarks.Bar], left: Double, columnWidth: Double, gap: Double
  ) -> [SegmentMarks.Bar] {
    var result: [SegmentMarks.Bar] = []
    var column = -Double.infinity
    var pending: [(low: Double, high: Double)] = []
    func flush() {
      pending.sort { $0.low < $1.low }
      var merged: [(low: Double, high: Double)] = []
      for span in pending {
        if let last = merged.last, span.low <= last.high + gap {
          merged[merged.count - 1].high = max(last.high, span.high)
        } else {
          merged.append(span)
        }
      }
      let x = left + (column + 0.5) * columnWidth
      result += merged.map { (x, $0.high, $0.low) }
      pending.removeAll(keepingCapacity: true)
    }
    for bar in bars {
      let place = ((bar.x - left) / columnWidth).rounded(.down)
      if place != column {
        if !pending.isEmpty { flush() }
        column = place
      }
      pending.append((min(bar.top, bar.bottom), max(bar.top, bar.bottom)))
    }
    if !pending.isEmpty { flush() }
    return result
  }
}
