public import Charts
public import TCPAnalysis

/// The packets of a connection that a flow graph shows, from one or both ends.
public struct FlowGraphMaterial: Sendable {
  /// A capture of the connection.
  public struct Side: Sendable {
    /// The connection as this capture tells it.
    public var connection: ConnectionSummary
    /// Its segments in time order.
    public var segments: [ClassifiedSegment]
    /// Name of the capture file.
    public var capture: String

    /// Makes a side.
    public init(connection: ConnectionSummary, segments: [ClassifiedSegment], capture: String) {
      self.connection = connection
      self.segments = segments
      self.capture = capture
    }
  }

  /// The capture.
  public var main: Side
  /// The other end's capture; `nil` if there is none.
  public var peer: Side?
  /// Direction, 1 or 2, of the packets that go from left to right in the capture.
  public var direction: Int
  /// The time axis.
  public var axis: TimeAxis
  /// What is printed over the left life line instead of address and port.
  public var leftLabel: String?
  /// What is printed over the right life line.
  public var rightLabel: String?
  /// Frames of the capture that are shown; `nil` for all.
  public var frames: FrameRanges?
  /// Round-trip time in nanoseconds that the user gave; else the connection's is taken.
  public var roundTrip: Int64?

  /// Makes the material of a connection whose initiator stands on the left.
  public init(main: Side, axis: TimeAxis) {
    self.main = main
    self.axis = axis
    direction = main.connection.isForwardFromInitiator ? 1 : 2
  }
}

extension FlowGraphMaterial {
  /// Whether a packet is shown, by its time and by its frame in the first capture.
  func shows(_ packet: FlowGraphPacket, frame: UInt64?) -> Bool {
    if let frames {
      guard let frame, frames.contains(frame) else { return false }
    }
    return packet.time >= axis.zoomStart ?? .min && packet.time <= axis.zoomStop ?? .max
  }
}
