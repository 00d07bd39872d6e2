/// The packets of one connection around one frame.
public struct PacketWindow: Sendable {
  /// Number of the connection.
  public var connection: Int
  /// The frame in the middle.
  public var frame: UInt64
  /// The segments, the middle one among them, in time order.
  public var segments: [ClassifiedSegment] = []

  /// Makes an empty window.
  public init(connection: Int, frame: UInt64) {
    self.connection = connection
    self.frame = frame
  }
}
