import Measurements
import TCPAnalysis

/// The numbers of both flows of a connection side by side, as `statistic` gives them.
struct FlowTable {
  let connection: ConnectionSummary
  /// Direction (1 or 2) of the data flow, whose numbers stand first.
  let direction: Int

  /// The table.
  func table() -> DocumentTable {
    let flows = [connection.flow(direction), connection.flow(3 - direction)]
    let rows = counts(flows) + rates(flows) + options(flows)
    return DocumentTable(
      caption: "Numbers of both directions of connection \(connection.id)",
      columns: [
        .init("Number"), .init("A \u{2192} B", isNumeric: true), .init("B \u{2192} A", isNumeric: true),
      ],
      rows: rows, hasRowHeads: true)
  }

  private func counts(_ flows: [FlowSummary]) -> [[DocumentTable.Cell]] {
    [
      count("Packets", "packets", flows.map(\.packets)),
      count("Segments with data", "dataPackets", flows.map(\.dataPackets)),
      count("Pure ACKs", "pureAckPackets", flows.map(\.pureAckPackets)),
      bytes("Bytes of frames", "linkBytes", flows.map(\.linkBytes)),
      bytes("Payload, repeats included", "payloadBytes", flows.map(\.payloadBytes)),
      bytes("Payload, each byte once", "uniquePayloadBytes", flows.map(\.uniquePayloadBytes)),
      count("Segments sent again", "retransmittedPackets", flows.map(\.retransmittedPackets), isAlert: true),
      bytes("Payload sent again", "retransmittedBytes", flows.map(\.retransmittedBytes)),
      row("Why sent again", "", flows.map { (kinds($0), nil, false) }),
      row("Sent again without need", "", flows.map { (needless($0), nil, false) }),
      count("Duplicate ACKs", "duplicateAcks", flows.map(\.duplicateAcks)),
      count("ACKs with zero window", "zeroWindowAcks", flows.map(\.zeroWindowAcks), isAlert: true),
      bytes(
        "Never captured, but acknowledged", "acknowledgedUnseenBytes", flows.map(\.acknowledgedUnseenBytes)),
    ]
  }

  private func kinds(_ flow: FlowSummary) -> String {
    let parts = SegmentKind.allCases.compactMap { kind in
      flow.retransmissionsByKind[kind].map { "\(Quantity.count($0)) \(kind.name)" }
    }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  private func needless(_ flow: FlowSummary) -> String {
    if flow.retransmittedPackets == 0 { return "none" }
    guard let counts = flow.spuriousRetransmissions else { return "unknown: nothing reports it" }
    let parts = SpuriousCertainty.allCases.compactMap { certainty in
      counts[certainty].map { "\(Quantity.count($0)) \(certainty.rawValue)" }
    }
    return parts.isEmpty ? "none seen" : parts.joined(separator: ", ")
  }

  /// `43.1 / 83.0 / 110 ms`: least, median and, from twenty samples on, the 95th percentile.
  private func roundTrip(_ flow: FlowSummary) -> String {
    if flow.dataPackets == 0 { return "no data" }
    guard let times = flow.roundTripTime else { return "unknown: no sample" }
    var values = [times.minimum, times.median]
    if times.count >= 20 { values.append(times.percentile95) }
    let numbers = values.map { Quantity.significant(Double($0) / 1e6) }
    return numbers.joined(separator: " / ") + " ms (\(Quantity.count(times.count)) samples)"
  }

  private func rates(_ flows: [FlowSummary]) -> [[DocumentTable.Cell]] {
    let noTime = flows.map { $0.packets == 0 ? "no packets" : "no time passed" }
    let noData = flows.map { $0.dataPackets == 0 ? "no data" : "no time passed" }
    let noFlight = flows.map { $0.dataPackets == 0 ? "no data" : "unknown: one direction only" }
    let noWindow = flows.map { $0.packets == 0 ? "no packets" : "unknown: scale not known" }
    return [
      rate(
        "Throughput (TCP header and payload)", "throughputBitsPerSecond",
        flows.map(\.throughputBitsPerSecond),
        reasons: noTime),
      rate("Goodput", "goodputBitsPerSecond", flows.map(\.goodputBitsPerSecond), reasons: noData),
      row("RTT from here: least, median, p95", "", flows.map { (roundTrip($0), nil, false) }),
      bytes(
        "Most bytes in flight", "maxBytesInFlight", flows.map(\.maxBytesInFlight), reasons: noFlight,
        isBuffer: true),
      bytes(
        "Smallest window", "advertisedWindowMinBytes", flows.map(\.advertisedWindowMinBytes),
        reasons: noWindow,
        isBuffer: true),
      bytes(
        "Largest window", "advertisedWindowMaxBytes", flows.map(\.advertisedWindowMaxBytes),
        reasons: noWindow,
        isBuffer: true),
    ]
  }

  private func options(_ flows: [FlowSummary]) -> [[DocumentTable.Cell]] {
    [
      option("Maximum segment size", flows, \.maximumSegmentSize, key: "mss", unit: " B"),
      option("Window scale", flows, \.windowScale, key: "windowScale", unit: ""),
      flag("SACK permitted", flows, \.sackPermitted),
      flag("Time stamps", flows, \.timestamps),
    ]
  }

  private func count(
    _ name: String, _ key: String, _ values: [Int64], isAlert: Bool = false
  ) -> [DocumentTable.Cell] {
    row(name, key, values.map { (Quantity.count($0), Double($0), isAlert && $0 > 0) })
  }

  private func bytes(
    _ name: String, _ key: String, _ values: [Int64?], reasons: [String] = ["unknown", "unknown"],
    isBuffer: Bool = false
  ) -> [DocumentTable.Cell] {
    row(
      name, key,
      zip(values, reasons).map { value, reason in
        guard let value else { return (reason, nil, false) }
        let short = isBuffer ? Quantity.iec(Double(value)) : Quantity.si(Double(value), "B")
        let exact = "\(Quantity.count(value)) B"
        return (value < 1000 || short == exact ? exact : "\(exact) (\(short))", Double(value), false)
      })
  }

  private func rate(
    _ name: String, _ key: String, _ values: [Double?], reasons: [String]
  ) -> [DocumentTable.Cell] {
    row(
      name, key,
      zip(values, reasons).map { value, reason in
        value.map { (Quantity.si($0, "bit/s"), $0, false) } ?? (reason, nil, false)
      })
  }

  private func option(
    _ name: String, _ flows: [FlowSummary], _ path: KeyPath<FlowSummary, Int64?>, key: String, unit: String
  ) -> [DocumentTable.Cell] {
    row(
      name, key,
      flows.map { flow in
        if let value = flow[keyPath: path] {
          return ("\(Quantity.count(value))\(unit)", Double(value), false)
        }
        return (flow.synPackets > 0 ? "not offered" : "unknown: no SYN", nil, false)
      })
  }

  private func flag(
    _ name: String, _ flows: [FlowSummary], _ path: KeyPath<FlowSummary, Bool?>
  ) -> [DocumentTable.Cell] {
    row(
      name, "",
      flows.map { flow in
        (flow[keyPath: path].map { $0 ? "yes" : "no" } ?? "unknown: no SYN", nil, false)
      })
  }

  private func row(
    _ name: String, _ key: String, _ values: [(text: String, value: Double?, isAlert: Bool)]
  ) -> [DocumentTable.Cell] {
    let directions = [direction, 3 - direction]
    return [DocumentTable.Cell(RichText(name))]
      + zip(values, directions).map { value, direction in
        DocumentTable.Cell(
          value.text, value: value.value, key: key, subject: "\(connection.id).\(direction)",
          isAlert: value.isAlert)
      }
  }
}
