import Measurements
import TCPAnalysis

/// The numbers that sum a capture up.
struct SummaryPart {
  let composer: DocumentComposer

  /// The part; its figure is numbered on from `numbering`.
  func part(numbering: inout Int) -> Document.Part {
    var nodes = [Node.tiles(tiles())]
    if let chart = composer.material.overview {
      numbering += 1
      // Of all figures this one is given up last.
      let figure = Figure(
        number: numbering, name: "timeline", title: "Connections over time", chart: chart, rank: -1)
      nodes.append(.figure(figure))
      DataPreview(figure: figure).details().map { nodes.append(.details($0)) }
    }
    return Document.Part(anchor: "summary", title: "Summary", nodes: nodes)
  }

  /// The numbers.
  func tiles() -> [Tile] {
    [payload(), resent(), wait(), roundTrip() ?? handshake()]
  }

  private var totals: ConnectionTotals { composer.totals }

  private func payload() -> Tile {
    let (value, unit) = Self.split(Quantity.si(Double(totals.uniquePayloadBytes), "B"))
    return Tile(label: "Payload, each byte once", value: value, unit: unit)
  }

  private func resent() -> Tile {
    Tile(
      label: "Segments sent again", value: Quantity.count(totals.retransmittedPackets),
      note: totals.dataPackets > 0
        ? Quantity.percent(totals.retransmittedPackets, of: totals.dataPackets) : "no data segments")
  }

  /// The longest zero window, else the longest stall.
  private func wait() -> Tile {
    let label = "Longest zero window"
    if let longest = longest(ZeroWindowRule()) {
      let (value, unit) = Self.split(Quantity.duration(nanoseconds: longest))
      return Tile(label: label, value: value, unit: unit)
    }
    let others = totals.zeroWindowConnections.count
    if others > 0 {
      return Tile(
        label: label, value: "unknown",
        note: "\(others) connection\(others == 1 ? "" : "s") with zero windows not looked at")
    }
    guard let longest = longest(StallRule()) else { return Tile(label: label, value: "none") }
    let (value, unit) = Self.split(Quantity.duration(nanoseconds: longest))
    return Tile(label: "Longest stall", value: value, unit: unit, note: "and no zero window")
  }

  private func longest(_ rule: some FindingRule) -> Int64? {
    composer.findings.filter { $0.rule == rule.identifier }
      .flatMap { $0.facts.filter { $0.key == "longestSeconds" } }.map(\.value).max()
      .map { Int64(($0 * 1e9).rounded()) }
  }

  /// The samples of the flows that are drawn, but for those taken beside the receiver, where they are its own delay.
  private func roundTrip() -> Tile? {
    let flows = composer.material.flows.filter {
      CaptureSide($0.connection, direction: $0.direction) != .receiver
    }
    let samples = flows.compactMap { $0.series(RTTSeries.self) }.filter { !$0.samples.isEmpty }
    let times = Distribution(samples.flatMap { $0.samples.map { Double($0) / 1e6 } })
    guard let least = times.minimum, let median = times.median, let high = times.quantile(0.95) else {
      return nil
    }
    if times.count == 1 { return Self.times("RTT", [least], note: "of one sample") }
    // Below twenty samples a 95th percentile is one of them (DEFINITIONS.md 7).
    let isFew = times.count < RoundTripSummary.tailCount
    return Self.times(
      "RTT, min / median / \(isFew ? "max" : "p95")", [least, median, isFew ? times.maximum ?? high : high],
      note: samples.count == 1 ? "" : "of \(samples.count) flows")
  }

  private func handshake() -> Tile {
    let label = "Handshake RTT, min / median / max"
    let times = Distribution(totals.handshakes)
    guard let least = times.minimum, let median = times.median, let most = times.maximum else {
      return Tile(label: label, value: "unknown", note: "no whole handshake captured")
    }
    if times.count == 1 { return Self.times("Handshake RTT", [least]) }
    return Self.times(label, [least, median, most])
  }

  /// Milliseconds in one unit for all, so that they can be compared at a glance.
  private static func times(_ label: String, _ milliseconds: [Double], note: String = "") -> Tile {
    let isMicroseconds = milliseconds.allSatisfy { $0 < 1 }
    let values = milliseconds.map { Quantity.significant($0 * (isMicroseconds ? 1000 : 1)) }
    return Tile(
      label: label, value: values.joined(separator: " / "), unit: isMicroseconds ? "\u{B5}s" : "ms",
      note: note)
  }

  private static func split(_ quantity: String) -> (String, String) {
    guard let space = quantity.lastIndex(of: " ") else { return (quantity, "") }
    return (String(quantity[..<space]), String(quantity[quantity.index(after: space)...]))
  }
}
