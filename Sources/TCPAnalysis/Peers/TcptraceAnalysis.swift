public import PacketCapture

/// What tcptrace 6.6.7 would make of a capture: its connections, and its verdict on every segment.
///
/// Our own statement of its rules (DEFINITIONS.md, section 4.3), for comparison: it wants every segment in the order
/// of the file, copies of captured frames and all, and keeps a connection table of its own. Its rules know nothing
/// of SACK or of timing; "out of order" is what fills a hole, a retransmission as well.
///
/// Memory grows with the connections of the capture, since tcptrace prints all of them at the end, and with the
/// ranges that were sent but not acknowledged.
public final class TcptraceAnalysis {
  /// A pair of endpoints that was silent for longer than this begins a new connection, microseconds.
  private static let greatestSilence: Int64 = 240_000_000

  private var connections: [TcptraceConnection] = []
  private var table = EndpointTable()

  /// Makes the rules at the beginning of a capture.
  public init() {}

  /// Connections so far.
  var connectionCount: Int { connections.count }

  /// The ends of a connection, by its place from 0; the first sent the first packet.
  func ends(of connection: Int) -> EndpointTable.Ends {
    table.ends(of: Int32(truncatingIfNeeded: connection))
  }

  /// What was counted in one direction of a connection: 0 that of the first packet, 1 the other.
  func counts(of connection: Int, _ direction: Int) -> TcptraceCounts {
    connections[connection].directions[direction].counts
  }

  /// Takes the next segment of the file and judges it.
  ///
  /// - Complexity: O(log n) for n ranges of its direction, and O(1) for each range that it changes.
  public func classify(_ segment: borrowing Segment) -> TcptraceVerdict {
    var verdict = TcptraceVerdict()
    let time = Self.microseconds(segment.timestamp)
    var place = table.place(of: segment)
    if !place.isNew {
      let old = connections[Int(place.connection)]
      if begins(segment, at: time, after: old, sender: place.direction) {
        old.close()
        place = table.replace(place, segment)
        verdict.events.insert(.newConnection)
      }
    }
    if place.isNew { connections.append(TcptraceConnection()) }
    verdict.connection = Int(place.connection) + 1
    verdict.direction = place.direction
    connections[Int(place.connection)].take(segment, at: time, &verdict)
    return verdict
  }

  /// Whole microseconds, as tcptrace reads them.
  private static func microseconds(_ nanoseconds: Int64) -> Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Whether a segment begins a new connection rather than belong to the last one of its pair: rule A.
  private func begins(
    _ segment: borrowing Segment, at time: Int64, after old: TcptraceConnection, sender: Int
  ) -> Bool {
    if time &- old.lastTime > Self.greatestSilence { return true }
    guard segment.flags.contains(.syn) else { return false }
    if old.hasEnded {
      // Compared as plain numbers: a wrap is taken for an older one.
      if segment.sequenceNumber > old.directions[1 - sender].windowEnd { return true }
      if segment.sequenceNumber < old.directions[sender].syn { return true }
    }
    guard old.directions[sender].synCount > 1 else { return false }
    return segment.sequenceNumber != old.directions[sender].syn
  }
}
