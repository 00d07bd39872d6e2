import PacketCapture

/// Collects the packets of connections around chosen frames.
public final class PacketWindowMetric: Metric {
  /// The windows, in the order asked for.
  public private(set) var windows: [PacketWindow]
  /// Times of the middles; empty if a frame number is one packet.
  private let times: [Int64?]
  private let before: Int
  private let after: Int
  /// The newest segments of each connection, in front of its frame.
  private var recent: [[ClassifiedSegment]]
  private var missing: [Int]

  /// Makes the metric.
  ///
  /// - Parameters:
  ///   - places: Connection number and frame number of each window's middle.
  ///   - times: When each passed, nanoseconds since the epoch, where several files number their frames each.
  ///   - before: Packets of the connection in front of the frame.
  ///   - after: Packets of the connection behind it.
  public init(
    around places: [(connection: Int, frame: UInt64)], times: [Int64?] = [], before: Int = 4, after: Int = 3
  ) {
    self.times = times
    windows = places.map { PacketWindow(connection: $0.connection, frame: $0.frame) }
    self.before = before
    self.after = after
    recent = Array(repeating: [], count: places.count)
    missing = Array(repeating: -1, count: places.count)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].segmentClass != .captureDuplicate {
      for window in windows.indices where windows[window].connection == batch[index].connectionNumber {
        observe(batch[index], window)
      }
    }
  }

  private func observe(_ classified: ClassifiedSegment, _ window: Int) {
    if missing[window] > 0 {
      windows[window].segments.append(classified)
      missing[window] -= 1
    } else if missing[window] < 0 {
      let time = times.indices.contains(window) ? times[window] : nil
      if classified.segment.frame == windows[window].frame,
        time.map({ $0 == classified.segment.timestamp }) ?? true
      {
        windows[window].segments = recent[window] + [classified]
        recent[window] = []
        missing[window] = after
      } else {
        recent[window].append(classified)
        if recent[window].count > before { recent[window].removeFirst() }
      }
    }
  }
}
