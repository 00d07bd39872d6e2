import PacketCapture

/// Finds the packet of a frame number, and what it is if it is no TCP segment.
struct FrameProbe {
  let frame: UInt64
  let file: UInt16

  /// What stands there.
  enum Content {
    case segment(Segment)
    case other(reason: String)
    case none(packets: UInt64)
  }

  /// Reads up to the packet.
  func find(in reader: CaptureReader) throws(AnalysisError) -> Content {
    var segment = Segment()
    var before = reader.summary
    // The summary is put together at each call: only from the packet in front of the one asked for.
    var isNear = frame == 1
    while true {
      if isNear { before = reader.summary }
      let outcome: PacketOutcome
      do {
        outcome = try reader.next(into: &segment)
      } catch {
        throw .capture(error)
      }
      if outcome == .end {
        let files = reader.summary.files
        return .none(packets: Int(file) < files.count ? files[Int(file)].packets : 0)
      }
      guard reader.currentFile == Int(file) else { continue }
      if reader.currentFrame == frame {
        if outcome == .segment { return .segment(segment) }
        return .other(reason: Self.reason(before, reader.summary))
      }
      isNear = reader.currentFrame &+ 1 == frame
    }
  }

  /// What the counters say of the packet between two summaries.
  private static func reason(_ before: CaptureSummary, _ after: CaptureSummary) -> String {
    for (reason, count) in after.skipped where count != before.skipped[reason] ?? 0 {
      var detail = ""
      if reason == .unknownEtherType {
        let type = after.unknownEtherTypes.first { $0.value != before.unknownEtherTypes[$0.key] ?? 0 }?.key
        detail = type.map { " (type 0x\(String($0, radix: 16)))" } ?? ""
      } else if reason == .unknownLinkType {
        let type = after.unknownLinkTypes.first { $0.value != before.unknownLinkTypes[$0.key] ?? 0 }?.key
        detail = type.map { " (link type \($0))" } ?? ""
      }
      return "it was not analysed: \(reason.explanation)\(detail)"
    }
    if after.networkLayer.arp != before.networkLayer.arp { return "it is ARP" }
    let (now, then) = (after.transportLayer, before.transportLayer)
    if now.udp != then.udp { return "it is UDP" }
    if now.icmp != then.icmp { return "it is ICMP" }
    if now.icmpv6 != then.icmpv6 { return "it is ICMPv6" }
    if now.other != then.other { return "it is IP with another protocol above it" }
    return "it holds no IP packet"
  }
}
