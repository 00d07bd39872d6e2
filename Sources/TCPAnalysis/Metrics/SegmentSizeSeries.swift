/// Payload sizes of the segments with data that one flow sent; in columns of equal length.
///
/// Probes, keep-alives, resets and copies made by the network or the capture are left out.
public struct SegmentSizeSeries: Sendable, Equatable {
  /// The flow.
  public var flow: FlowID
  /// Times, nanoseconds since the epoch, never decreasing.
  public var times: [Int64] = []
  /// Frame numbers.
  public var frames: [UInt32] = []
  /// Bytes of payload.
  public var payloadBytes: [UInt32] = []
  /// Classes.
  public var classes: [SegmentClass] = []

  /// Makes an empty series.
  public init(flow: FlowID) {
    self.flow = flow
  }
}
