import Measurements
import PacketCapture
import TCPAnalysis

/// `show` as JSON: an object a segment, on lines of their own or as one document.
///
/// Written without intermediate strings, since a capture may hold very many segments.
struct ShowJSON: ShowForm {
  private let isDocument: Bool
  private let tool: String
  private let rules: RuleSet

  init(isDocument: Bool, tool: String, rules: RuleSet = .native) {
    self.isDocument = isDocument
    self.tool = tool
    self.rules = rules
  }

  func begin(_ text: inout TextBuffer) {
    guard isDocument else { return }
    text.append("{\"schema\":1,\"tool\":\"")
    Escaping.json(tool, into: &text)
    if rules != .native {
      text.append("\",\"classification\":\"")
      text.append(rules.title)
    }
    text.append("\",\"segments\":[")
  }

  func end(_ text: inout TextBuffer) {
    if isDocument { text.append("\n]}\n") }
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    if isDocument { text.append(line.number == 1 ? "\n" : ",\n") }
    text.append("{\"frame\":")
    text.append(item.segment.frame)
    text.append(",\"time\":\"")
    text.appendSeconds(item.segment.timestamp, decimals: 9)
    text.append("\",\"flow\":\"")
    text.append(Int64(item.connection) + 1)
    text.append(item.direction == 0 ? ".1\"" : ".2\"")
    writeEnds(item, to: &text)
    writeNumbers(item, to: &text)
    if let peer = line.peer {
      ShowPeer.writeMembers(peer, to: &text)
    } else {
      writeVerdict(item, line.verdict, to: &text)
    }
    writeNetwork(item, to: &text)
    writeOptions(item, to: &text)
    text.append(",\"marks\":[")
    ShowMarks.forEach(item, isNative: line.peer == nil) { name, isFirst in
      text.append(isFirst ? "\"" : ",\"")
      text.append(name)
      text.append("\"")
    }
    text.append("]")
    if let isMatching = line.isMatching {
      text.append(isMatching ? ",\"matches\":true" : ",\"matches\":false")
    }
    text.append(isDocument ? "}" : "}\n")
  }

  private func writeEnds(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    text.append(",\"sourceAddress\":\"")
    text.append(item.segment.source.description)
    text.append("\"")
    member(",\"sourcePort\":", Int64(item.segment.sourcePort), to: &text)
    text.append(",\"destinationAddress\":\"")
    text.append(item.segment.destination.description)
    text.append("\"")
    member(",\"destinationPort\":", Int64(item.segment.destinationPort), to: &text)
  }

  private func writeNumbers(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    text.append(",\"flags\":\"")
    SegmentWords.appendFlags(item.segment.flags, to: &text)
    text.append("\"")
    member(",\"sequenceNumber\":", Int64(item.segment.sequenceNumber), to: &text)
    member(",\"acknowledgmentNumber\":", Int64(item.segment.acknowledgmentNumber), to: &text)
    member(",\"relativeSequence\":", item.start, to: &text)
    let isAck = item.segment.flags.contains(.ack)
    member(",\"relativeAcknowledgment\":", isAck ? item.acknowledgment : nil, to: &text)
    member(",\"payloadLength\":", Int64(item.segment.payloadLength), to: &text)
    member(",\"windowField\":", Int64(item.segment.window), to: &text)
    member(",\"windowBytes\":", item.shownWindowBytes, to: &text)
  }

  private func writeVerdict(
    _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, to text: inout TextBuffer
  ) {
    member(",\"class\":", item.segmentClass.outputName, to: &text)
    member(",\"kind\":", item.kind == .none ? nil : item.kind.outputName, to: &text)
    member(",\"spurious\":", verdict.certainty?.rawValue, to: &text)
    text.append(",\"spuriousEvidence\":[")
    if !verdict.evidence.isEmpty {
      for (index, name) in verdict.evidence.names.enumerated() {
        text.append(index == 0 ? "\"" : ",\"")
        text.append(name)
        text.append("\"")
      }
    }
    text.append("]")
    member(",\"ack\":", item.ackClass == .none ? nil : item.ackClass.outputName, to: &text)
    member(",\"bytesInFlight\":", item.bytesInFlight >= 0 ? item.bytesInFlight : nil, to: &text)
    member(",\"pipeBytes\":", item.knownPipeBytes, to: &text)
    text.append(",\"rttMs\":")
    if item.roundTripTime >= 0 {
      text.append(Double(item.roundTripTime) / 1e6, decimals: 6, trimmingZeros: true)
    } else {
      text.append("null")
    }
  }

  private func writeNetwork(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    member(",\"file\":", Int64(item.segment.fileIndex), to: &text)
    member(",\"interface\":", Int64(item.segment.interfaceIndex), to: &text)
    member(",\"capturedLength\":", Int64(item.segment.capturedLength), to: &text)
    let isIPv6 = item.segment.marks.contains(.isIPv6)
    member(",\"ipId\":", isIPv6 ? nil : Int64(item.segment.identification), to: &text)
    member(",\"ttl\":", Int64(item.segment.timeToLive), to: &text)
    member(",\"ecn\":", SegmentWords.ecn(item.segment.ecn), to: &text)
  }

  private func writeOptions(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    text.append(",\"sackBlocks\":[")
    let count = Int(min(item.segment.options.sackBlockCount, 4))
    for index in 0..<count {
      let block = item.segment.options.sackBlocks[index]
      writePair(Int64(block.left), Int64(block.right), isFirst: index == 0, to: &text)
    }
    text.append("],\"relativeSackBlocks\":[")
    for index in 0..<count {
      let range = item.sackRange(index)
      writePair(range.start, range.end, isFirst: index == 0, to: &text)
    }
    text.append("],\"options\":{")
    let present = item.segment.options.present
    let start = text.count
    func option(_ bit: TCPOptions.Present, _ name: StaticString, _ value: Int64, _ text: inout TextBuffer) {
      guard present.contains(bit) else { return }
      text.append(text.count > start ? ",\"" : "\"")
      text.append(name)
      text.append("\":")
      text.append(value)
    }
    option(.maximumSegmentSize, "mss", Int64(item.segment.options.maximumSegmentSize), &text)
    option(.windowScale, "windowScale", Int64(item.segment.options.windowScale), &text)
    if present.contains(.sackPermitted) {
      text.append(text.count > start ? ",\"sackPermitted\":true" : "\"sackPermitted\":true")
    }
    option(.timestamps, "tsval", Int64(item.segment.options.timestampValue), &text)
    option(.timestamps, "tsecr", Int64(item.segment.options.timestampEcho), &text)
    option(.fastOpen, "fastOpenCookieLength", Int64(item.segment.options.fastOpenCookieLength), &text)
    option(.multipath, "multipathSubtypeBits", Int64(item.segment.options.multipathSubtypes), &text)
    if present.contains(.accurateECN) {
      text.append(text.count > start ? ",\"accurateEcn\":true" : "\"accurateEcn\":true")
      if item.segment.marks.contains(.hasCongestionCounter) {
        option(
          .accurateECN, "accurateEcnMarkedBytes", Int64(item.segment.options.congestionMarkedBytes), &text)
      }
    }
    text.append("}")
  }

  private func writePair(_ left: Int64, _ right: Int64, isFirst: Bool, to text: inout TextBuffer) {
    text.append(isFirst ? "[" : ",[")
    text.append(left)
    text.append(",")
    text.append(right)
    text.append("]")
  }

  private func member(_ key: StaticString, _ value: Int64?, to text: inout TextBuffer) {
    text.append(key)
    if let value { text.append(value) } else { text.append("null") }
  }

  private func member(_ key: StaticString, _ value: String?, to text: inout TextBuffer) {
    text.append(key)
    guard let value else { return text.append("null") }
    text.append("\"")
    text.append(value)
    text.append("\"")
  }
}
