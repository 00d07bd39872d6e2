import PacketCapture
import TCPAnalysis

/// Says of a retransmission whether it was needless, or why that is unknown.
final class SpuriousJudge {
  /// The verdict of a segment that was sent again.
  enum Verdict: String {
    /// The receiver had the bytes, beyond doubt.
    case certain
    /// The receiver very probably had them.
    case likely
    /// It may have had them.
    case possible
    /// Nothing says that it was needless.
    case noEvidence
    /// Neither SACK nor time stamps are in use, or one direction is missing.
    case unknowable
    /// A SYN: it is not judged.
    case notJudged
  }

  private let connections: ConnectionRecords
  private var last: (connection: Int32, isKnown: [Bool])?

  init(_ connections: ConnectionRecords) {
    self.connections = connections
  }

  /// The verdict; `nil` for a segment that was not sent again.
  func verdict(of item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict) -> Verdict? {
    switch item.segmentClass {
    case .synRetransmission: return .notJudged
    case .retransmission: break
    default: return nil
    }
    switch verdict.certainty {
    case .certain: return .certain
    case .likely: return .likely
    case .possible: return .possible
    case nil: return isKnown(item.connection, item.direction) ? .noEvidence : .unknowable
    }
  }

  /// Whether anything could tell of the flow's retransmissions; each connection is unpacked once in a row.
  private func isKnown(_ connection: Int32, _ direction: UInt8) -> Bool {
    if last?.connection != connection {
      let flows = connections[Int(connection) + 1]?.flows ?? []
      last = (connection, flows.map { $0.spuriousRetransmissions != nil })
    }
    guard let known = last?.isKnown, Int(direction) < known.count else { return false }
    return known[Int(direction)]
  }
}
