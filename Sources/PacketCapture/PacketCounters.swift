/// What the reader counts, packet by packet.
struct PacketCounters {
  var packets: UInt64 = 0
  var tcpPackets: UInt64 = 0
  var truncatedPackets: UInt64 = 0
  var fragments: UInt64 = 0
  var networkLayer = NetworkLayerCounts()
  var transportLayer = TransportLayerCounts()
  var skipped: [SkipReason: UInt64] = [:]
  var unknownLinkTypes: [Int32: UInt64] = [:]
  var unknownEtherTypes: [UInt16: UInt64] = [:]
  private var firstTime = Int64.max
  private var lastTime = Int64.min

  /// Counts a packet of whatever kind; the time of one whose interface is unknown means nothing.
  @inline(__always)
  mutating func countPacket(_ source: PacketSource) {
    packets &+= 1
    if source.capturedLength < source.originalLength { truncatedPackets &+= 1 }
    guard source.isInterfaceKnown else { return }
    firstTime = min(firstTime, source.timestamp)
    lastTime = max(lastTime, source.timestamp)
  }

  /// Counts an EtherType without a decoder; of the different ones only the first 64 are kept.
  mutating func countUnknownEtherType(_ type: UInt16) {
    if unknownEtherTypes.count < 64 || unknownEtherTypes[type] != nil {
      unknownEtherTypes[type, default: 0] &+= 1
    }
  }

  /// The counts in the form that users see; the files are left out.
  var summary: CaptureSummary {
    var summary = CaptureSummary()
    summary.packets = packets
    summary.tcpPackets = tcpPackets
    summary.firstTime = firstTime <= lastTime ? firstTime : nil
    summary.lastTime = firstTime <= lastTime ? lastTime : nil
    summary.networkLayer = networkLayer
    summary.transportLayer = transportLayer
    summary.truncatedPackets = truncatedPackets
    summary.fragments = fragments
    summary.skipped = skipped
    summary.unknownLinkTypes = unknownLinkTypes
    summary.unknownEtherTypes = unknownEtherTypes
    return summary
  }
}
