import Measurements
import TCPAnalysis

/// The numbers that sum a capture up.
struct SummaryPart {
  let composer: DocumentComposer

  /// The part.
  func part() -> Document.Part {
    Document.Part(anchor: "summary", title: "Summary", nodes: [.tiles(tiles())])
  }

  /// The numbers.
  func tiles() -> [Tile] {
    [payload(), resent(), zeroWindow(), handshake()]
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

  private func zeroWindow() -> Tile {
    let label = "Longest zero window"
    let longest = composer.findings.filter { $0.rule == ZeroWindowRule().identifier }
      .flatMap { $0.facts.filter { $0.key == "longestSeconds" } }.map(\.value).max()
    if let longest {
      let (value, unit) = Self.split(Quantity.duration(nanoseconds: Int64((longest * 1e9).rounded())))
      return Tile(label: label, value: value, unit: unit)
    }
    let others = totals.zeroWindowConnections.count
    if others == 0 { return Tile(label: label, value: "none") }
    return Tile(
      label: label, value: "unknown",
      note: "\(others) connection\(others == 1 ? "" : "s") with zero windows not drawn below")
  }

  private func handshake() -> Tile {
    let label = "Handshake RTT, min / median / max"
    let times = Distribution(totals.handshakes)
    guard let least = times.minimum, let median = times.median, let most = times.maximum else {
      return Tile(label: label, value: "unknown", note: "no whole handshake captured")
    }
    // One unit for all three, so that they can be compared at a glance.
    let isMicroseconds = most < 1
    let factor = isMicroseconds ? 1000.0 : 1
    let values = [least, median, most].map { Quantity.significant($0 * factor) }
    let unit = isMicroseconds ? "\u{B5}s" : "ms"
    if times.count == 1 { return Tile(label: "Handshake RTT", value: values[0], unit: unit) }
    return Tile(label: label, value: values.joined(separator: " / "), unit: unit)
  }

  private static func split(_ quantity: String) -> (String, String) {
    guard let space = quantity.lastIndex(of: " ") else { return (quantity, "") }
    return (String(quantity[..<space]), String(quantity[quantity.index(after: space)...]))
  }
}
