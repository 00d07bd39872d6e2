import PacketCapture

/// The packets of one connection around one frame.
public struct PacketWindow: Sendable {
  /// Number of the connection.
  public var connection: Int
  /// The frame in the middle.
  public var frame: UInt64
  /// The segments, the middle one among them, in time order.
  public var segments: [ClassifiedSegment] = []

  /// Frames between segments of which some may be of the connection, but are not here.
  public private(set) var leftOut: [ClosedRange<UInt64>] = []

  /// Makes an empty window.
  public init(connection: Int, frame: UInt64) {
    self.connection = connection
    self.frame = frame
  }

  /// Takes the segments of a later window of the same connection, each once; the middle stays.
  public mutating func join(_ other: PacketWindow) {
    if let last = segments.last?.segment.frame, let next = other.segments.first?.segment.frame,
      next > last + 1
    {
      leftOut.append(last + 1...next - 1)
    }
    let known = Set(segments.map(Place.init))
    segments += other.segments.filter { !known.contains(Place($0)) }
    segments.sort {
      ($0.segment.timestamp, $0.segment.frame) < ($1.segment.timestamp, $1.segment.frame)
    }
  }

  /// A packet among all files.
  private struct Place: Hashable {
    let file: UInt16
    let frame: UInt64

    init(_ segment: ClassifiedSegment) {
      file = segment.segment.fileIndex
      frame = segment.segment.frame
    }
  }
}
