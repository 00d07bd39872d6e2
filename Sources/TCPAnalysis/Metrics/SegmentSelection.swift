import PacketCapture

/// Which segments are shown: by filter, flow, frame and time.
public struct SegmentSelection: Sendable {
  /// Flows and connections; empty for all.
  public var flows: [FlowID] = []
  /// Frames; `nil` for all.
  public var frames: FrameRanges?
  /// Times, nanoseconds since the epoch; `nil` for all.
  public var times: ClosedRange<Int64>?
  /// Times from the first packet of the segment's connection, in nanoseconds; `nil` for all.
  public var timesInConnection: ClosedRange<Int64>?

  /// Selects everything.
  public init() {}

  /// Whether a segment is shown.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - start: Time of the first packet of its connection.
  /// - Returns: `true` if all conditions hold.
  public func contains(
    _ segment: borrowing ClassifiedSegment, connectionStart start: @autoclosure () -> Int64
  )
    -> Bool
  {
    guard segment.marks.contains(.shown) else { return false }
    if let frames, !frames.contains(segment.segment.frame) { return false }
    if let times, !times.contains(segment.segment.timestamp) { return false }
    if let timesInConnection {
      let time = segment.segment.timestamp.subtractingReportingOverflow(start()).partialValue
      guard timesInConnection.contains(time) else { return false }
    }
    guard !flows.isEmpty else { return true }
    return isInFlow(segment.connection, segment.direction)
  }

  private func isInFlow(_ connection: Int32, _ direction: UInt8) -> Bool {
    for flow in flows where flow.contains(index: connection, direction: direction) { return true }
    return false
  }
}
