/// The window that the receiver of one flow's data advertised over time, and when it held the sender back.
public struct WindowSeries: Sendable, Equatable {
  /// What an advertisement was besides its size.
  public struct Marks: OptionSet, Sendable, Hashable {
    /// The bits.
    public var rawValue: UInt8
    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// In a SYN: never scaled.
    public static var syn: Marks { Marks(rawValue: 1 << 0) }
    /// Zero.
    public static var zero: Marks { Marks(rawValue: 1 << 1) }
    /// A window update: nothing but the window is new.
    public static var update: Marks { Marks(rawValue: 1 << 2) }
    /// The right edge moved to the left, by more than scaling rounds.
    public static var shrink: Marks { Marks(rawValue: 1 << 3) }

    /// Names as they stand in output, separated by spaces.
    public var names: String {
      let all: [(Marks, String)] = [
        (.syn, "syn"), (.zero, "zero"), (.update, "update"), (.shrink, "shrink"),
      ]
      return all.filter { contains($0.0) }.map(\.1).joined(separator: " ")
    }
  }

  /// A time during which the window held the sender back, or may have.
  public struct Period: Sendable, Hashable {
    /// The packet that began it.
    public var start: SeriesPlace
    /// The packet that ended it; the last one of the connection if nothing did.
    public var stop: SeriesPlace
    /// Whether it lasted to the end of the capture.
    public var isOpen = true
    /// Probes that the sender sent meanwhile.
    public var probes: Int64 = 0

    /// Makes a period that has only begun.
    public init(start: SeriesPlace) {
      self.start = start
      stop = start
    }

    /// Length in nanoseconds.
    public var length: Int64 { stop.time &- start.time }
  }

  /// The flow that sends the data.
  public var flow: FlowID
  /// Times of the advertisements, nanoseconds since the epoch, never decreasing.
  public var times: [Int64] = []
  /// Frame numbers.
  public var frames: [UInt32] = []
  /// The window field as it was sent.
  public var fields: [UInt32] = []
  /// Window in bytes, scaled; -1 where the scale is unknown.
  public var windowBytes: [Int32] = []
  /// Room between the highest byte sent and the right edge of the newest window, in bytes; -1 where it is unknown.
  public var roomBytes: [Int32] = []
  /// What each is besides.
  public var marks: [Marks] = []
  /// Periods with a window of zero.
  public var zeroWindows: [Period] = []
  /// Periods in which less than a segment of room was left.
  public var fullWindows: [Period] = []
  /// Time of the connection's last packet that was looked at.
  public var lastTime: Int64 = 0
  /// The smallest shift for which no byte was sent beyond the window; `nil` where the scale is known, or nothing tells.
  public var leastShift: Int?

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }

  /// Leaves the points that a picture needs.
  mutating func thin(with thinner: inout RowThinner) {
    let stays = thinner.rows(times) { _ in
      false
    } values: { row in
      let window = Int64(windowBytes[row])
      return SIMD4(window, window >= 0 ? window : .max, Int64(fields[row]), 0)
    }
    times.keep(stays)
    frames.keep(stays)
    fields.keep(stays)
    windowBytes.keep(stays)
    roomBytes.keep(stays)
    marks.keep(stays)
  }
}
