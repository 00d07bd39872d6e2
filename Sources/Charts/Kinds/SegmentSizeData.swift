/// The columns of a chart of payload sizes.
public struct SegmentSizeData: Sendable, Equatable {
  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Payload of each data segment in bytes.
  public var sizes = TimedSamples()
  /// The most payload that a segment may have by the handshake and its options, in bytes; `nil` if unknown.
  public var maximumSegmentBytes: Int64?
  /// Segments that are larger, as segmentation offload shows them to a capture on the same machine.
  public var offloadedSegments: Int64 = 0
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
