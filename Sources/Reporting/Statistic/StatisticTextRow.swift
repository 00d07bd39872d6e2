import Measurements
import TCPAnalysis

/// One row of the text form: a label and how its value reads for a flow.
struct StatisticTextRow: Sendable {
  /// What stands in a row for one flow.
  struct Cell {
    /// The value with its unit.
    var value: String
    /// A rate or a share that belongs to it.
    var detail = ""
    /// Whether it deserves a look.
    var isRemarkable = false
  }

  /// Columns of the label.
  static let labelWidth = 30
  /// Columns of a flow.
  static let cellWidth = 33
  private static let detailWidth = 14
  private static let unknown = "\u{2014}"

  let label: String
  var isExtended = false
  let cell: @Sendable (FlowSummary) -> Cell

  /// Writes the row of a connection's flows.
  func write(_ flows: [FlowSummary], style: TerminalStyle, to text: inout TextBuffer) {
    text.append("  ")
    text.append(pad: label, width: Self.labelWidth)
    for (index, flow) in flows.enumerated() {
      let cell = self.cell(flow)
      let hasDetail = !cell.detail.isEmpty
      let isWide = cell.value.count > Self.cellWidth - Self.detailWidth
      let value = Self.rightAligned(
        cell.value, width: isWide && !hasDetail ? Self.cellWidth : Self.cellWidth - Self.detailWidth)
      text.append(cell.isRemarkable ? style.warning(value) : value)
      if hasDetail {
        text.append(style.faint(Self.rightAligned(cell.detail, width: Self.detailWidth)))
      } else if !isWide, index + 1 < flows.count {
        text.append(pad: "", width: Self.detailWidth)
      }
    }
    text.append("\n")
  }

  /// Text with spaces in front, `width` columns in all.
  static func rightAligned(_ text: String, width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// All rows in order.
  static let rows: [StatisticTextRow] =
    volumeRows + dataRows + timeRows + [roundTripRow] + controlRows + receiverRows

  private static let volumeRows: [StatisticTextRow] = [
    StatisticTextRow(label: "packets") { Cell(value: Quantity.count($0.packets)) },
    StatisticTextRow(label: "first to last packet") { flow in
      Cell(value: flow.firstTime == nil ? unknown : Quantity.duration(nanoseconds: flow.duration))
    },
    StatisticTextRow(label: "link layer") { bytes($0.linkBytes, $0) },
    StatisticTextRow(label: "network layer") { bytes($0.networkBytes, $0) },
    StatisticTextRow(label: "transport layer") { bytes($0.transportBytes, $0) },
    StatisticTextRow(label: "application layer (payload)") { bytes($0.payloadBytes, $0) },
    StatisticTextRow(label: "unique payload, goodput") { flow in
      Cell(
        value: Quantity.count(flow.uniquePayloadBytes) + " B",
        detail: flow.goodputBitsPerSecond.map { Quantity.si($0, "bit/s") } ?? unknown)
    },
  ]

  private static let dataRows: [StatisticTextRow] = [
    StatisticTextRow(label: "data segments") { Cell(value: Quantity.count($0.dataPackets)) },
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
  ]

  private static let timeRows: [StatisticTextRow] = [
    StatisticTextRow(label: "inter-arrival min/mean/max") { flow in
      guard let least = flow.interArrivalMin, let mean = flow.interArrivalMeanSeconds,
        let greatest = flow.interArrivalMax
      else { return Cell(value: unknown) }
      let values = [least, Int64(exactly: (mean * 1e9).rounded()) ?? 0, greatest]
      return Cell(value: values.map { Quantity.duration(nanoseconds: $0) }.joined(separator: " / "))
    }
  ]

  /// Round-trip times from the capture point to the receiver and back.
  private static let roundTripRow = StatisticTextRow(label: "RTT min/median/p95/max") { flow in
    guard let summary = flow.roundTripTime else { return Cell(value: unknown) }
    let values = [
      summary.minimum, summary.median, summary.count >= 20 ? summary.percentile95 : nil, summary.maximum,
    ]
    let numbers = values.map { $0.map { Quantity.significant(Double($0) / 1e6) } ?? unknown }
    return Cell(value: numbers.joined(separator: " / ") + " ms")
  }

  private static let controlRows: [StatisticTextRow] = [
    StatisticTextRow(label: "SYN / FIN / RST / URG", isExtended: true) {
      counts([$0.synPackets, $0.finPackets, $0.rstPackets, $0.urgPackets])
    },
    StatisticTextRow(label: "ECT / CE", isExtended: true) { counts([$0.ectPackets, $0.cePackets]) },
    StatisticTextRow(label: "MSS, window scale", isExtended: true) { flow in
      Cell(
        value: [optional(flow.maximumSegmentSize, " B"), optional(flow.windowScale)].joined(separator: " / "))
    },
    StatisticTextRow(label: "SACK permitted, time stamps", isExtended: true) { flow in
      Cell(value: [flow.sackPermitted, flow.timestamps].map(yesNo).joined(separator: " / "))
    },
    StatisticTextRow(label: "Fast Open, Multipath TCP", isExtended: true) { flow in
      Cell(value: [yesNo(flow.fastOpen), yesNo(flow.multipath)].joined(separator: " / "))
    },
    StatisticTextRow(label: "duplicates: capture / network", isExtended: true) {
      counts([$0.captureDuplicates, $0.networkDuplicates])
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
    StatisticTextRow(label: "never captured, of it acked", isExtended: true) { flow in
      Cell(
        value: [Quantity.count(flow.gapBytes), optional(flow.acknowledgedUnseenBytes)].joined(
          separator: " / ")
          + " B", isRemarkable: flow.gapBytes > 0)
    },
    StatisticTextRow(label: "initial window, max in flight", isExtended: true) { flow in
      Cell(
        value: [flow.initialWindowBytes, flow.maxBytesInFlight].map { optional($0, " B") }.joined(
          separator: " / "))
    },
    StatisticTextRow(label: "receiver's window full", isExtended: true) {
      Cell(value: optional($0.windowFullEvents))
    },
  ]

  private static let receiverRows: [StatisticTextRow] = [
    StatisticTextRow(label: "duplicate ACKs", isExtended: true) {
      Cell(value: Quantity.count($0.duplicateAcks))
    },
    StatisticTextRow(label: "with SACK, D-SACK blocks", isExtended: true) {
      counts([$0.sackPackets, $0.dsackBlocks])
    },
    StatisticTextRow(label: "advertised window min/max", isExtended: true) { flow in
      let values = [flow.advertisedWindowMinBytes, flow.advertisedWindowMaxBytes]
      return Cell(
        value: values.map { $0.map { Quantity.iec(Double($0)) } ?? unknown }.joined(separator: " / "))
    },
    StatisticTextRow(label: "zero windows, probes", isExtended: true) { flow in
      Cell(
        value: [flow.zeroWindowAcks, flow.zeroWindowProbes].map { Quantity.count($0) }.joined(
          separator: " / "),
        isRemarkable: flow.zeroWindowAcks > 0)
    },
    StatisticTextRow(label: "window updates, keep-alives", isExtended: true) {
      counts([$0.windowUpdates, $0.keepAlives])
    },
  ]

  private static func bytes(_ count: Int64, _ flow: FlowSummary) -> Cell {
    Cell(
      value: Quantity.count(count) + " B",
      detail: flow.rate(of: count, over: flow.duration).map { Quantity.si($0, "bit/s") } ?? unknown)
  }

  private static func counts(_ values: [Int64]) -> Cell {
    Cell(value: values.map { Quantity.count($0) }.joined(separator: " / "))
  }

  private static func optional(_ value: Int64?, _ unit: String = "") -> String {
    value.map { Quantity.count($0) + unit } ?? unknown
  }

  private static func yesNo(_ flag: Bool?) -> String { flag.map { $0 ? "yes" : "no" } ?? unknown }
}
