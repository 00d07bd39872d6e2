/// The columns of a chart of the window that a receiver advertises.
public struct WindowData: Sendable, Equatable {
  /// Who talks: A sends the data, B advertises the window.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// The window at each acknowledgment: bytes after scaling, or the bare field where `windowShift` is `nil`.
  public var window = TimedSteps()
  /// The shift that scales the window: 0 for none, `nil` if the handshake was not seen.
  public var windowShift: Int?
  /// Bytes in flight after each segment and acknowledgment.
  public var inFlight = TimedSteps()
  /// Periods in which the window was zero.
  public var zeroWindows: [ClosedRange<Int64>] = []
  /// Times of the sender's probes of a zero window.
  public var probeTimes: [Int64] = []
  /// Whether the capture was taken at the receiver.
  public var isAtReceiver = false
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes empty data.
  public init(identity: FlowIdentity, axis: TimeAxis) {
    self.identity = identity
    self.axis = axis
  }
}
