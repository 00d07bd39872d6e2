/// The columns of a chart of the delay from data to the acknowledgment that covers it.
public struct DataAckData: Sendable, Equatable {
  /// Who talks: A sends the data, B acknowledges it.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Nanoseconds from the newest byte that arrived to the acknowledgment that covers it, at its time.
  public var delays = TimedSamples()
  /// Whether the capture was taken at the receiver; elsewhere the delays hold the way there and back as well.
  public var isAtReceiver = false
  /// Least round-trip time of the flow in nanoseconds, drawn where delays hold it; `nil` if unknown.
  public var baseRTTNanoseconds: Int64?
  /// Delays that each value is the mean of; 1 for single ones.
  public var samplesAveraged = 1
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
