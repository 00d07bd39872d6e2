import Measurements
import TCPAnalysis

/// Round-trip times, flight, windows and marks.
extension StatisticTextRow {
  static let roundTripRows: [StatisticTextRow] = [
    StatisticTextRow(label: "RTT min/median/p95/max") { flow in
      guard let summary = flow.roundTripTime else { return unmeasured(flow) }
      return Cell(value: quartet(summary))
    },
    StatisticTextRow(label: "RTT p5/p99/mean/stdev", isExtended: true) { flow in
      guard let summary = flow.roundTripTime else { return unmeasured(flow) }
      let mark = summary.isApproximate ? "~" : ""
      let values = [
        tail(summary.percentile5, summary, RoundTripSummary.tailCount).map { mark + $0 },
        tail(summary.percentile99, summary, RoundTripSummary.farTailCount).map { mark + $0 },
        milliseconds(summary.mean), summary.deviation.map(milliseconds),
      ]
      return Cell(value: values.map { $0 ?? unknown }.joined(separator: " / ") + " ms")
    },
    StatisticTextRow(label: "RTT by time stamps", isExtended: true) { flow in
      guard let summary = flow.roundTripTimeByTimestamps else {
        return flow.timestamps == false
          ? Cell(value: unknown, detail: "not in use") : unmeasured(flow, "no sample")
      }
      return Cell(value: quartet(summary))
    },
    StatisticTextRow(label: "RTT by SACK", isExtended: true) { flow in
      guard let summary = flow.roundTripTimeBySack else {
        return unmeasured(flow, "no sample")
      }
      return Cell(value: quartet(summary))
    },
    StatisticTextRow(label: "samples: ACK / stamps / SACK", isExtended: true) { flow in
      if flow.isCaptureIncomplete { return unmeasured(flow) }
      return counts(
        [flow.roundTripTime, flow.roundTripTimeByTimestamps, flow.roundTripTimeBySack].map { $0?.count ?? 0 })
    },
    StatisticTextRow(label: "least, handshake included", isExtended: true) { flow in
      Cell(value: flow.baseRoundTripTime.map { milliseconds($0) + " ms" } ?? unknown)
    },
    StatisticTextRow(label: "base RTT over 10 s, greatest", isExtended: true) { flow in
      Cell(value: flow.greatestBaseRoundTripTime.map { milliseconds($0) + " ms" } ?? unknown)
    },
    StatisticTextRow(label: "least RTT from end to end", isExtended: true) { flow in
      Cell(value: flow.pathRoundTripTime.map { milliseconds($0) + " ms" } ?? unknown)
    },
    StatisticTextRow(label: "SRTT, RTO Linux / RFC 6298", isExtended: true) { flow in
      guard let timer = flow.timeouts?.timer, timer.smoothedRTT > 0 else {
        let reason = flow.isCaptureIncomplete ? "capture drop" : "short flow"
        return Cell(value: unknown, detail: flow.dataPackets > 0 ? reason : "no data")
      }
      let values = [timer.smoothedRTT, timer.timeout(.linux), timer.timeout(.rfc6298)].map(milliseconds)
      return Cell(value: values.joined(separator: " / ") + " ms")
    },
    StatisticTextRow(label: "timeouts, mean wait / RTO", isExtended: true) { flow in
      if flow.isCaptureIncomplete { return unmeasured(flow) }
      guard let timeouts = flow.timeouts, timeouts.count > 0 else { return Cell(value: "0") }
      let ratios = [timeouts.linux, timeouts.rfc6298].map {
        $0.map { Quantity.significant($0.mean) } ?? unknown
      }
      return Cell(
        value: Quantity.count(timeouts.count), detail: ratios.joined(separator: " / "),
        isRemarkable: true)
    },
    StatisticTextRow(label: "time stamp clock", isExtended: true) { flow in
      guard let hertz = flow.timestampClockHertz else {
        return Cell(value: unknown, detail: flow.timestamps == false ? "not in use" : "too short")
      }
      return Cell(value: Quantity.significant(hertz) + " Hz")
    },
  ]

  /// A value that is not given, and why where it is the capture's fault.
  private static func unmeasured(_ flow: FlowSummary, _ reason: String = "") -> Cell {
    Cell(value: unknown, detail: flow.isCaptureIncomplete ? "capture drop" : reason)
  }

  private static func milliseconds(_ nanoseconds: Int64) -> String {
    Quantity.significant(Double(nanoseconds) / 1e6)
  }

  /// A percentile; `nil` where too few samples lie beyond it to mean something.
  private static func tail(_ value: Int64, _ summary: RoundTripSummary, _ least: Int64) -> String? {
    summary.count >= least ? milliseconds(value) : nil
  }

  /// Minimum, median, p95 and maximum in milliseconds; "~" before what was read from bins.
  private static func quartet(_ summary: RoundTripSummary) -> String {
    let mark = summary.isApproximate ? "~" : ""
    let values = [
      milliseconds(summary.minimum), mark + milliseconds(summary.median),
      tail(summary.percentile95, summary, RoundTripSummary.tailCount).map { mark + $0 } ?? unknown,
      milliseconds(summary.maximum),
    ]
    return values.joined(separator: " / ") + " ms"
  }

  static let flightRows: [StatisticTextRow] = [
    StatisticTextRow(label: "initial window", isExtended: true) { flow in
      Cell(
        value: optional(flow.initialWindowBytes, " B"),
        detail: flow.initialWindowSegments.flatMap { $0 < 1 ? nil : Quantity.significant($0) + " segments" }
          ?? "")
    },
    StatisticTextRow(label: "in flight, mean / max", isExtended: true) { flow in
      let mean = flow.meanBytesInFlight.map { Quantity.count(Int64($0.rounded())) } ?? unknown
      return Cell(value: mean + " / " + optional(flow.maxBytesInFlight, " B"))
    },
    StatisticTextRow(label: "receiver's window full", isExtended: true) {
      Cell(value: optional($0.windowFullEvents))
    },
  ]

  static let receiverRows: [StatisticTextRow] = [
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
    StatisticTextRow(label: "window's right edge moved left", isExtended: true) { flow in
      Cell(value: optional(flow.windowShrinks), isRemarkable: (flow.windowShrinks ?? 0) > 0)
    },
  ]

  static let congestionRows: [StatisticTextRow] = [
    StatisticTextRow(label: "ECT(0) / ECT(1) / CE", isExtended: true) {
      counts([$0.ectPackets - $0.ect1Packets, $0.ect1Packets, $0.cePackets])
    },
    StatisticTextRow(label: "echoes of marks", isExtended: true) { flow in
      guard let marked = flow.accurateMarkedPackets else {
        return Cell(value: optional(flow.congestionEchoes), detail: "times")
      }
      // The option of accurate ECN counts bytes beside the packets that the header counts.
      let bytes = flow.accurateMarkedBytes.map { " / \(Quantity.count($0)) B" } ?? ""
      return Cell(value: Quantity.count(marked) + bytes, detail: "packets")
    },
    StatisticTextRow(label: "flight after an echo / before", isExtended: true) { flow in
      // A sender has to slow down: 0.5 by RFC 3168, 0.7 with CUBIC, 0.85 by RFC 8511.
      Cell(value: flow.congestionResponse.map { Quantity.decimal($0, decimals: 2) } ?? unknown)
    },
  ]
}
