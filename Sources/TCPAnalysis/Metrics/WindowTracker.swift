import PacketCapture

/// Follows the window that one flow's receiver grants: its right edge, zero windows, and times without room.
struct WindowTracker {
  /// Periods with a window of zero.
  private(set) var zero: PeriodTracker
  /// Periods in which less than a segment of room was left.
  private(set) var full: PeriodTracker
  /// Newest window in bytes, scaled; -1 where it is unknown.
  private(set) var windowBytes: Int64 = -1
  private var acknowledged: Int64 = .min
  /// Right edge of the window, as far to the right as it ever was.
  private var edge: Int64 = .min
  /// Right edge that the newest acknowledgment gave.
  private var newestEdge: Int64?
  /// One past the highest byte sent.
  private var highestSent: Int64 = .min
  /// What scaling rounds, as the newest advertisement tells.
  private var rounding: Int64 = 0

  /// Makes a tracker.
  ///
  /// - Parameter isBounded: Whether only the longest periods are kept.
  init(isBounded: Bool = false) {
    zero = PeriodTracker(isBounded: isBounded)
    full = PeriodTracker(isBounded: isBounded)
  }

  /// Room between the highest byte sent and the newest right edge, in bytes; -1 where it is unknown.
  var roomBytes: Int64 {
    guard let newestEdge, highestSent != .min else { return -1 }
    return max(0, newestEdge &- highestSent)
  }

  /// Takes a segment that the flow sent.
  mutating func send(_ segment: borrowing ClassifiedSegment, isKept: Bool) {
    switch segment.segmentClass {
    case .zeroWindowProbe: zero.probe()
    case .rst, .keepAlive: break
    default:
      highestSent = max(highestSent, segment.payloadEnd)
      if isKept, segment.marks.contains(.windowFull) { full.begin(at: SeriesPlace(segment)) }
    }
  }

  /// Takes an acknowledgment of the receiver and tells what its window is besides its size.
  mutating func advertise(_ segment: borrowing ClassifiedSegment, isKept: Bool) -> WindowSeries.Marks {
    let right = segment.windowBytes >= 0 ? segment.acknowledgment &+ segment.windowBytes : nil
    var marks = WindowSeries.Marks()
    if segment.segment.flags.contains(.syn) { marks.insert(.syn) }
    if segment.marks.contains(.zeroWindow) { marks.insert(.zero) }
    if segment.ackClass == .windowUpdate { marks.insert(.update) }
    if segment.segment.window > 0, segment.windowBytes > 0 {
      rounding = max(0, segment.windowBytes / Int64(segment.segment.window) - 1)
    }
    // An acknowledgment that was overtaken tells of an older window.
    guard segment.acknowledgment >= acknowledged else { return marks }
    acknowledged = segment.acknowledgment
    if let newestEdge, let right, newestEdge &- right > rounding { marks.insert(.shrink) }
    windowBytes = segment.windowBytes
    if marks.contains(.zero) {
      if isKept { zero.begin(at: SeriesPlace(segment)) }
    } else {
      zero.end(at: SeriesPlace(segment), isKept: isKept)
    }
    guard let right else { return marks }
    newestEdge = right
    guard right > edge else { return marks }
    edge = right
    full.end(at: SeriesPlace(segment), isKept: isKept)
    return marks
  }

  /// Lets the open periods last to a packet.
  mutating func extend(to place: SeriesPlace) {
    zero.extend(to: place)
    full.extend(to: place)
  }
}
