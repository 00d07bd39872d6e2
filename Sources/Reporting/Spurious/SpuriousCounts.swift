import PacketCapture
import TCPAnalysis

/// The retransmissions of one flow, counted.
struct SpuriousCounts {
  /// Segments and what they cost.
  struct Sum {
    /// Segments.
    var segments: Int64 = 0
    /// Payload bytes that had been sent before.
    var payloadBytes: Int64 = 0
    /// Bytes of link header and IP packet.
    var wireBytes: Int64 = 0

    mutating func add(_ item: borrowing ClassifiedSegment) {
      segments += 1
      payloadBytes &+= Int64(item.repeatedBytes)
      wireBytes &+= Int64(item.segment.linkLength)
    }

    static func + (left: Sum, right: Sum) -> Sum {
      Sum(
        segments: left.segments + right.segments, payloadBytes: left.payloadBytes &+ right.payloadBytes,
        wireBytes: left.wireBytes &+ right.wireBytes)
    }
  }

  /// All retransmissions.
  var all = Sum()
  /// Needless ones by how sure that is: certain, likely, possible.
  var needless: [SpuriousCertainty: Sum] = [:]
  /// Needless ones by why they were sent.
  var kinds: [SegmentKind: Int64] = [:]
  /// How often each sign fired, by its bit.
  var signs: [UInt8: Int64] = [:]
  /// Needless ones by cause; those without a known one are left out.
  var causes: [NeedlessCause: Int64] = [:]
  /// Retransmissions of which nobody can know.
  var unknowable: Int64 = 0
  /// Retransmissions of SYNs, which are not judged.
  var notJudged: Int64 = 0

  /// Needless ones in all.
  var allNeedless: Sum { SpuriousCertainty.allCases.reduce(Sum()) { $0 + (needless[$1] ?? Sum()) } }

  /// Counts a segment that was sent again.
  mutating func add(
    _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, _ judged: SpuriousJudge.Verdict
  ) {
    all.add(item)
    if judged == .unknowable { unknowable += 1 }
    if judged == .notJudged { notJudged += 1 }
    guard let certainty = verdict.certainty else { return }
    needless[certainty, default: Sum()].add(item)
    kinds[item.kind, default: 0] += 1
    if let cause = verdict.cause { causes[cause, default: 0] += 1 }
    for sign in SpuriousEvidence.named where verdict.evidence.contains(sign.evidence) {
      signs[sign.evidence.rawValue, default: 0] += 1
    }
  }
}
