import Measurements
import PacketCapture

/// Watches the classifier around one segment and keeps what explains it.
final class ExplanationWatcher {
  /// Segments of the same bytes that are kept in front of and behind the one explained.
  private static let mostCopies = 16
  /// Frames in front of it among which its twin is looked for.
  private static let twinWindow = 8192

  let recorder = ClassificationRecorder()
  private let target: Segment
  private var explanation = Explanation()
  private var hasMet = false
  /// Segments of the same addresses before it that may hold the same bytes.
  private var earlier: [ClassifiedSegment] = []
  private var twin: Explanation.Packet?
  private var behind = 0
  private var known: SpuriousEvidence = []

  init(target: Segment) {
    self.target = target
  }

  /// Takes the next segment after it was classified.
  func observe(_ item: ClassifiedSegment, isTarget: Bool, _ classifier: borrowing Classifier) {
    if isTarget {
      meet(item)
      watchEvidence(item, classifier)
    } else if hasMet {
      guard item.connection == explanation.segment.connection else { return }
      follow(item)
      watchEvidence(item, classifier)
    } else {
      precede(item)
    }
  }

  /// A segment in front: kept if its bytes may be those of the target.
  private func precede(_ item: ClassifiedSegment) {
    guard item.segment.sourcePort == target.sourcePort, item.segment.source == target.source,
      item.segment.destinationPort == target.destinationPort, item.segment.destination == target.destination
    else { return }
    if isEqual(item.segment) { twin = Explanation.Packet(item, "equal in all headers and options") }
    let offset = SequenceNumber.distance(from: item.segment.sequenceNumber, to: target.sequenceNumber)
    let overlaps =
      Int64(offset) < Int64(item.segment.sequenceLength)
      && Int64(offset) > -Int64(max(target.sequenceLength, 1))
    guard overlaps, item.segment.sequenceLength > 0 else { return }
    // The first transmission stays.
    if earlier.count == Self.mostCopies { earlier.remove(at: 1) }
    earlier.append(item)
  }

  private func isEqual(_ other: Segment) -> Bool {
    other.sequenceNumber == target.sequenceNumber && other.acknowledgmentNumber == target.acknowledgmentNumber
      && other.flags == target.flags && other.payloadLength == target.payloadLength
      && other.window == target.window && other.optionsHash == target.optionsHash
      && (target.marks.contains(.isIPv6) || other.identification == target.identification)
      && target.frame &- other.frame < UInt64(Self.twinWindow)
  }

  private func meet(_ item: ClassifiedSegment) {
    hasMet = true
    explanation.segment = item
    let words = ExplanationWords(item: item, recorder: recorder, twin: twin)
    explanation.classTests = words.classTests()
    explanation.kindTests = words.kindTests()
    explanation.acknowledgmentTests = words.acknowledgmentTests()
    explanation.roundTripReason = words.roundTripReason()
    explanation.flightReason = words.flightReason()
    guard item.segment.sequenceLength > 0 else { return }
    for copy in earlier where copy.connection == item.connection {
      explanation.transmissions.append(Explanation.Packet(copy, Self.words(copy)))
    }
    explanation.transmissions.append(Explanation.Packet(item, "this one, \(Self.words(item))"))
  }

  private static func words(_ item: ClassifiedSegment) -> String {
    var words = "\(item.start):\(item.end) \(item.segmentClass.name)"
    if item.kind != .none { words += " (\(item.kind.name))" }
    if item.segment.options.present.contains(.timestamps) {
      words += ", TSval \(item.segment.options.timestampValue)"
    }
    if !item.segment.marks.contains(.isIPv6) { words += ", IP identification \(item.segment.identification)" }
    return words
  }

  /// A segment behind it in its connection.
  private func follow(_ item: ClassifiedSegment) {
    let own = explanation.segment
    guard own.segment.sequenceLength > 0, item.segmentClass != .captureDuplicate else { return }
    if item.direction == own.direction {
      guard item.segment.sequenceLength > 0, item.start < own.end, item.end > own.start,
        item.segmentClass != .rst, behind < Self.mostCopies
      else { return }
      behind += 1
      explanation.transmissions.append(Explanation.Packet(item, Self.words(item)))
    } else if explanation.acknowledgedBy == nil, item.segment.flags.contains(.ack),
      !item.segment.flags.contains(.rst), item.acknowledgment >= own.end,
      !item.marks.contains(.ackImplausible)
    {
      let wait = Quantity.duration(nanoseconds: item.segment.timestamp &- own.segment.timestamp)
      explanation.acknowledgedBy = Explanation.Packet(item, "ACK \(item.acknowledgment), \(wait) after it")
    }
  }

  /// Looks whether a segment changed what is known of the retransmission's need.
  private func watchEvidence(_ item: ClassifiedSegment, _ classifier: borrowing Classifier) {
    let own = explanation.segment
    guard own.kind != .none, own.segmentClass == .retransmission else { return }
    guard let evidence = classifier.evidence(of: own), evidence != known else { return }
    for name in evidence.subtracting(known).names {
      explanation.evidence.append(
        Explanation.Evidence(name: name, packet: Explanation.Packet(item, evidenceWords(name, item))))
    }
    known = evidence
  }

  private func evidenceWords(_ name: String, _ item: ClassifiedSegment) -> String {
    let wait = Quantity.duration(nanoseconds: item.segment.timestamp &- explanation.segment.segment.timestamp)
    switch name {
    case "acked": return "its bytes were acknowledged before it passed"
    case "dsack":
      let block = item.sackRange(0)
      return "D-SACK \(block.start):\(block.end): the receiver had these bytes already, \(wait) after it"
    case "eifel":
      return "the ACK echoes TSecr \(item.segment.options.timestampEcho), older than its TSval "
        + "\(explanation.segment.segment.options.timestampValue): the original arrived first, \(wait) after it"
    case "frto":
      return "the second ACK after the timeout advances while only new data was sent, \(wait) after it"
    case "lateOriginal": return "the original passed \(wait) after this copy: it was only late"
    case "tooFast": return "the ACK came \(wait) after it, sooner than the least RTT allows"
    default: return "\(wait) after it"
    }
  }

  /// The whole explanation, now that the capture has ended.
  func explanation(retransmissions: [Retransmission], connections: ConnectionRecords) -> Explanation {
    var result = explanation
    result.connection = connections[result.segment.connectionNumber] ?? ConnectionSummary()
    let entry = retransmissions.first {
      $0.frame == target.frame && $0.fileIndex == target.fileIndex
    }
    if let entry {
      result.verdict = SegmentVerdict(entry)
      let flow = result.connection.flow(Int(result.segment.direction) + 1)
      if entry.certainty == nil {
        let isUnknown = flow.notes.contains { $0.code == .spuriousUnknown }
        result.verdictReason =
          isUnknown
          ? "neither SACK nor time stamps, or one direction is missing: it cannot be known"
          : "nothing says that it was needless"
      }
    } else if result.segment.segmentClass == .synRetransmission {
      result.verdictReason = "of a SYN it is not judged"
    }
    return result
  }
}

extension Classifier {
  /// What is known so far of a retransmission's need; `nil` if its flow is no longer open.
  borrowing func evidence(of item: ClassifiedSegment) -> SpuriousEvidence? {
    let index = Int(item.connection)
    guard index >= 0, index < places.count, places[index] >= 0 else { return nil }
    let pair = live.pointer(places[index])
    let detail = item.direction == 0 ? pair.pointee.forward.detail : pair.pointee.backward.detail
    let entry = detail?.pointee.resends?.entries.last {
      $0.frame == item.segment.frame && $0.fileIndex == item.segment.fileIndex
    }
    return entry?.evidence
  }
}
