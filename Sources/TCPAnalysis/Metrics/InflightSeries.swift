/// The data of one flow that was sent and not yet acknowledged, after every packet that changes it.
///
/// SYN and FIN do not count. What the capture point sees is the sender's flight only beside the sender.
public struct InflightSeries: Sendable, Equatable {
  /// What happened at a point.
  public enum Event: UInt8, Sendable, CaseIterable {
    /// Data was sent.
    case data
    /// Data was sent again.
    case retransmission
    /// An acknowledgment came.
    case ack

    /// The name in output.
    public var name: String { String(describing: self) }
  }

  /// The flow.
  public var flow: FlowID
  /// Times, nanoseconds since the epoch, never decreasing.
  public var times: [Int64] = []
  /// Frame numbers.
  public var frames: [UInt32] = []
  /// What happened.
  public var events: [Event] = []
  /// Highest byte sent less highest byte acknowledged; -1 where it is unknown.
  public var flightBytes: [Int32] = []
  /// RFC 6675's pipe in bytes: less what SACK reported or counts as lost; -1 where it is unknown.
  public var pipeBytes: [Int32] = []
  /// Newest window of the receiver in bytes; -1 where it is unknown.
  public var windowBytes: [Int32] = []
  /// Segments that no acknowledgment covers, each counted once; empty unless asked for.
  public var segments: [Int32] = []
  /// Periods in which less than a segment of room was left in the window.
  public var fullWindows: [WindowSeries.Period] = []
  /// Periods with a window of zero.
  public var zeroWindows: [WindowSeries.Period] = []

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }

  /// Leaves the points that a picture needs: all retransmissions, and the extremes of what is drawn.
  mutating func thin(with thinner: inout RowThinner) {
    let stays = thinner.rows(times) {
      events[$0] == .retransmission
    } values: { row in
      guard segments.isEmpty else { return SIMD4(Int64(segments[row]), Int64(flightBytes[row]), 0, 0) }
      let window = Int64(windowBytes[row])
      // Charts ask for the least known window, and for the least one above zero.
      return SIMD4(
        Int64(flightBytes[row]), window, window >= 0 ? window : .max, window > 0 ? window : .max)
    }
    times.keep(stays)
    frames.keep(stays)
    events.keep(stays)
    flightBytes.keep(stays)
    pipeBytes.keep(stays)
    windowBytes.keep(stays)
    segments.keep(stays)
  }
}
