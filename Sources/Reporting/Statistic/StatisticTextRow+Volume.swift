import Measurements
import TCPAnalysis

/// Volume, rates, data and headers.
extension StatisticTextRow {
  static let volumeRows: [StatisticTextRow] = [
    StatisticTextRow(label: "packets") { Cell(value: Quantity.count($0.packets)) },
    StatisticTextRow(label: "first to last packet") { flow in
      Cell(value: flow.firstTime == nil ? unknown : Quantity.duration(nanoseconds: flow.duration))
    },
    StatisticTextRow(label: "link layer") { bytes($0.linkBytes, $0) },
    StatisticTextRow(label: "network layer") { bytes($0.networkBytes, $0) },
    StatisticTextRow(label: "transport layer") { bytes($0.transportBytes, $0) },
    StatisticTextRow(label: "application layer (payload)") { bytes($0.payloadBytes, $0) },
    StatisticTextRow(label: "unique payload, goodput") { flow in
      // Of a flow that was not captured itself what was acknowledged stands here; a note says so.
      let hidden = flow.hiddenSince == nil ? nil : flow.acknowledgedBytes
      return Cell(
        value: Quantity.count(hidden ?? flow.uniquePayloadBytes) + " B",
        detail: flow.goodputBitsPerSecond.map { Quantity.si($0, "bit/s") } ?? unknown)
    },
  ]

  static let rateRows: [StatisticTextRow] = [
    StatisticTextRow(label: "payload, first to last data", isExtended: true) {
      rate($0.payloadBitsPerSecond, beside: $0.firstDataTime == nil ? nil : $0.dataDuration)
    },
    StatisticTextRow(label: "acknowledged, to the last ACK", isExtended: true) {
      rate($0.acknowledgedBitsPerSecond, beside: $0.acknowledgedDuration)
    },
    StatisticTextRow(label: "delivered (SACK too)", isExtended: true) {
      rate($0.deliveryBitsPerSecond, beside: $0.acknowledgedDuration)
    },
    StatisticTextRow(label: "IP, first to last packet", isExtended: true) {
      rate($0.ipBitsPerSecond, beside: $0.firstTime == nil ? nil : $0.duration)
    },
    StatisticTextRow(label: "on Ethernet (frames + 24 B)", isExtended: true) {
      rate($0.wireBitsPerSecond, beside: $0.firstTime == nil ? nil : $0.duration)
    },
  ]

  /// A rate, and the time that it was divided by.
  private static func rate(_ bitsPerSecond: Double?, beside nanoseconds: Int64?) -> Cell {
    guard let bitsPerSecond else { return Cell(value: unknown) }
    return Cell(
      value: Quantity.si(bitsPerSecond, "bit/s"),
      detail: nanoseconds.map { "in " + Quantity.duration(nanoseconds: $0) } ?? "")
  }

  static let dataRows: [StatisticTextRow] = [
    StatisticTextRow(label: "data segments") { flow in
      let wire = flow.estimatedWireDataPackets.flatMap { $0 == flow.dataPackets ? nil : $0 }
      return Cell(
        value: Quantity.count(flow.dataPackets), detail: wire.map { "~\(Quantity.count($0)) wire" } ?? "")
    },
    StatisticTextRow(label: "retransmitted segments") { flow in
      Cell(
        value: Quantity.count(flow.retransmittedPackets),
        detail: flow.dataPackets > 0 ? Quantity.percent(flow.retransmittedPackets, of: flow.dataPackets) : "",
        isRemarkable: flow.retransmittedPackets > 0)
    },
    StatisticTextRow(label: "retransmitted payload") { flow in
      Cell(
        value: Quantity.count(flow.retransmittedBytes) + " B",
        detail: flow.payloadBytes > 0 ? Quantity.percent(flow.retransmittedBytes, of: flow.payloadBytes) : "",
        isRemarkable: flow.retransmittedBytes > 0)
    },
    StatisticTextRow(label: "retransmissions by kind", isExtended: true) { flow in
      let kinds = SegmentKind.allCases.compactMap { kind in
        flow.retransmissionsByKind[kind].flatMap { $0 > 0 ? "\(Quantity.count($0)) \(kind.name)" : nil }
      }
      if flow.retransmittedPackets == 0 { return Cell(value: "0") }
      return Cell(value: kinds.isEmpty ? unknown : kinds.joined(separator: ", "))
    },
    StatisticTextRow(label: "needless: certain/likely/maybe", isExtended: true) { flow in
      guard let spurious = flow.spuriousRetransmissions else { return Cell(value: unknown) }
      return counts(SpuriousCertainty.allCases.map { spurious[$0] ?? 0 })
    },
    StatisticTextRow(label: "reordered, loss episodes", isExtended: true) { flow in
      Cell(value: [optional(flow.reorderedPackets), optional(flow.lossEpisodes)].joined(separator: " / "))
    },
    StatisticTextRow(label: "late by at most", isExtended: true) { flow in
      guard let extent = flow.reorderingExtent, let lag = flow.reorderingLag else {
        return Cell(value: unknown)
      }
      if extent == 0 { return Cell(value: "0 segments") }
      return Cell(
        value: Quantity.count(extent) + (extent == 1 ? " segment" : " segments"),
        detail: Quantity.duration(nanoseconds: lag))
    },
    StatisticTextRow(label: "never captured, of it acked", isExtended: true) { flow in
      Cell(
        value: [Quantity.count(flow.gapBytes), optional(flow.acknowledgedUnseenBytes)].joined(
          separator: " / ")
          + " B", isRemarkable: flow.gapBytes > 0)
    },
    StatisticTextRow(label: "duplicates: capture / network", isExtended: true) {
      counts([$0.captureDuplicates, $0.networkDuplicates])
    },
  ]

  static let packetRows: [StatisticTextRow] = [
    StatisticTextRow(label: "pure ACKs") { Cell(value: Quantity.count($0.pureAckPackets)) },
    StatisticTextRow(label: "PSH / ECE / CWR") { counts([$0.pshPackets, $0.ecePackets, $0.cwrPackets]) },
    StatisticTextRow(label: "payload min/median/mean/max") { flow in
      guard let least = flow.payloadSizeMinBytes, let greatest = flow.payloadSizeMaxBytes else {
        return Cell(value: unknown)
      }
      let middle = [flow.payloadSizeMedianBytes, flow.payloadSizeMeanBytes].map {
        $0.map { Quantity.significant($0.rounded()) } ?? unknown
      }
      let values = [Quantity.count(least)] + middle + [Quantity.count(greatest)]
      return Cell(value: values.joined(separator: " / ") + " B")
    },
    StatisticTextRow(label: "inter-arrival min/mean/max") { flow in
      guard let least = flow.interArrivalMin, let mean = flow.interArrivalMeanSeconds,
        let greatest = flow.interArrivalMax
      else { return Cell(value: unknown) }
      let values = [least, Int64(exactly: (mean * 1e9).rounded()) ?? 0, greatest]
      return Cell(value: values.map { Quantity.duration(nanoseconds: $0) }.joined(separator: " / "))
    },
    StatisticTextRow(label: "SYN / FIN / RST / URG", isExtended: true) {
      counts([$0.synPackets, $0.finPackets, $0.rstPackets, $0.urgPackets])
    },
    StatisticTextRow(label: "MSS, window scale", isExtended: true) { flow in
      let bound = flow.windowScaleLowerBound.map { "\u{2265} \($0)" }
      let scale = flow.windowScale.map { Quantity.count($0) } ?? bound ?? unknown
      return Cell(value: [optional(flow.maximumSegmentSize, " B"), scale].joined(separator: " / "))
    },
    StatisticTextRow(label: "SACK permitted, time stamps", isExtended: true) { flow in
      Cell(value: [flow.sackPermitted, flow.timestamps].map(yesNo).joined(separator: " / "))
    },
    StatisticTextRow(label: "Fast Open, Multipath TCP", isExtended: true) { flow in
      Cell(value: [yesNo(flow.fastOpen), yesNo(flow.multipath)].joined(separator: " / "))
    },
  ]
}
