import PacketCapture

/// Gives the segments of a capture in the order of the file, after a look at the first of them.
///
/// Whether a capture holds the packets of two taps must be known before its first segment is classified.
struct SegmentFeed {
  /// The two taps of the capture; `nil` if it has one.
  let twoTaps: TwoTaps?
  /// Packets that were read for the look ahead, those without TCP included.
  let packetsAhead: UInt64
  private let reader: CaptureReader
  private var ahead: [Segment] = []
  private var position = 0
  private let hasEnded: Bool

  /// Reads the first segments.
  ///
  /// - Parameter reader: A reader at its first packet.
  /// - Throws: ``AnalysisError``.
  init(_ reader: CaptureReader) throws(AnalysisError) {
    self.reader = reader
    var segment = Segment()
    var packets: UInt64 = 0
    var outcome = PacketOutcome.other
    while ahead.count < TwoTaps.lookAhead, outcome != .end {
      outcome = try Self.read(reader, into: &segment)
      packets &+= 1
      if outcome == .segment { ahead.append(segment) }
    }
    hasEnded = outcome == .end
    packetsAhead = packets
    twoTaps = TwoTaps(ahead)
  }

  /// Writes the next segment; what lies between segments comes as an outcome of its own.
  ///
  /// - Throws: ``AnalysisError``.
  @inline(__always)
  mutating func next(into segment: UnsafeMutablePointer<Segment>) throws(AnalysisError) -> PacketOutcome {
    if position < ahead.count {
      segment.pointee = ahead[position]
      position += 1
      return .segment
    }
    return hasEnded ? .end : try Self.read(reader, into: segment)
  }

  @inline(__always)
  private static func read(
    _ reader: CaptureReader, into segment: UnsafeMutablePointer<Segment>
  ) throws(AnalysisError) -> PacketOutcome {
    do {
      return try reader.next(into: &segment.pointee)
    } catch {
      throw .capture(error)
    }
  }
}
