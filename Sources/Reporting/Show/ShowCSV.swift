import Measurements
import PacketCapture
import TCPAnalysis

/// `show` as CSV: a row a segment, columns named as in the JSON form; what is unknown or absent is empty.
struct ShowCSV: ShowForm {
  private let settings: ShowSettings

  init(_ settings: ShowSettings) {
    self.settings = settings
  }

  func begin(_ text: inout TextBuffer) {
    text.append(
      "frame,time,flow,sourceAddress,sourcePort,destinationAddress,destinationPort,flags,sequenceNumber,"
        + "acknowledgmentNumber,relativeSequence,relativeAcknowledgment,payloadLength,windowField,windowBytes,"
        + ShowPeer.columns(settings.rules) + ",file,interface,capturedLength,ipId,ttl,ecn,sackBlocks,mss,"
        + "windowScale,sackPermitted,tsval,tsecr,marks")
    if settings.marksMatches { text.append(",matches") }
    text.append("\n")
  }

  func write(_ item: borrowing ClassifiedSegment, _ line: ShowLine, to text: inout TextBuffer) {
    let isAck = item.segment.flags.contains(.ack)
    text.append(item.segment.frame)
    text.append(",")
    text.appendSeconds(item.segment.timestamp, decimals: 9)
    text.append(",")
    text.append(Int64(item.connection) + 1)
    text.append(item.direction == 0 ? ".1," : ".2,")
    text.append(item.segment.source.description)
    text.append(",")
    text.append(UInt64(item.segment.sourcePort))
    text.append(",")
    text.append(item.segment.destination.description)
    text.append(",")
    text.append(UInt64(item.segment.destinationPort))
    text.append(",")
    SegmentWords.appendFlags(item.segment.flags, to: &text)
    cell(Int64(item.segment.sequenceNumber), to: &text)
    cell(Int64(item.segment.acknowledgmentNumber), to: &text)
    cell(item.start, to: &text)
    cell(isAck ? item.acknowledgment : nil, to: &text)
    cell(Int64(item.segment.payloadLength), to: &text)
    cell(Int64(item.segment.window), to: &text)
    cell(item.shownWindowBytes, to: &text)
    if let peer = line.peer {
      ShowPeer.writeCells(peer, to: &text)
    } else {
      writeVerdict(item, line.verdict, to: &text)
    }
    writeNetwork(item, to: &text)
    writeOptions(item, to: &text)
    text.append(",")
    ShowMarks.forEach(item, isNative: line.peer == nil) { name, isFirst in
      if !isFirst { text.append(" ") }
      text.append(name)
    }
    if let isMatching = line.isMatching { text.append(isMatching ? ",true" : ",false") }
    text.append("\n")
  }

  private func cell(_ value: Int64?, to text: inout TextBuffer) {
    text.append(",")
    if let value { text.append(value) }
  }

  private func cell(_ value: String, to text: inout TextBuffer) {
    text.append(",")
    text.append(value)
  }

  private func writeVerdict(
    _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict, to text: inout TextBuffer
  ) {
    cell(item.segmentClass.outputName, to: &text)
    cell(item.kind == .none ? "" : item.kind.outputName, to: &text)
    cell(verdict.certainty?.rawValue ?? "", to: &text)
    cell(verdict.evidence.isEmpty ? "" : verdict.evidence.names.joined(separator: " "), to: &text)
    cell(item.ackClass == .none ? "" : item.ackClass.outputName, to: &text)
    cell(item.bytesInFlight >= 0 ? item.bytesInFlight : nil, to: &text)
    cell(item.knownPipeBytes, to: &text)
    text.append(",")
    if item.roundTripTime >= 0 {
      text.append(Double(item.roundTripTime) / 1e6, decimals: 6, trimmingZeros: true)
    }
  }

  private func writeNetwork(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    cell(Int64(item.segment.fileIndex), to: &text)
    cell(Int64(item.segment.interfaceIndex), to: &text)
    cell(Int64(item.segment.capturedLength), to: &text)
    cell(item.segment.marks.contains(.isIPv6) ? nil : Int64(item.segment.identification), to: &text)
    cell(Int64(item.segment.timeToLive), to: &text)
    cell(SegmentWords.ecn(item.segment.ecn), to: &text)
  }

  private func writeOptions(_ item: borrowing ClassifiedSegment, to text: inout TextBuffer) {
    let present = item.segment.options.present
    text.append(",")
    for index in 0..<Int(min(item.segment.options.sackBlockCount, 4)) {
      if index > 0 { text.append(" ") }
      text.append(UInt64(item.segment.options.sackBlocks[index].left))
      text.append("-")
      text.append(UInt64(item.segment.options.sackBlocks[index].right))
    }
    let isTimed = present.contains(.timestamps)
    let size = Int64(item.segment.options.maximumSegmentSize)
    cell(present.contains(.maximumSegmentSize) ? size : nil, to: &text)
    cell(present.contains(.windowScale) ? Int64(item.segment.options.windowScale) : nil, to: &text)
    cell(present.contains(.sackPermitted) ? "true" : "", to: &text)
    cell(isTimed ? Int64(item.segment.options.timestampValue) : nil, to: &text)
    cell(isTimed ? Int64(item.segment.options.timestampEcho) : nil, to: &text)
  }
}
