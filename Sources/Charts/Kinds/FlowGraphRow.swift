import Measurements

/// One row of a flow graph: a packet, a run of like packets, or a time in which nothing happened.
public enum FlowGraphRow: Sendable, Hashable {
  /// A packet, by its place in the data.
  case packet(Int)
  /// Like packets behind each other, by their places.
  case run(Range<Int>)
  /// Silence of so many nanoseconds.
  case gap(Int64)

  /// Packets that are folded into one row at least.
  public static let foldingMinimum = 4

  /// Place of the first packet; `nil` for a gap.
  var first: Int? {
    switch self {
    case .packet(let place): place
    case .run(let places): places.lowerBound
    case .gap: nil
    }
  }
}

extension FlowGraphData {
  /// The rows, runs of like packets folded if that is asked for.
  ///
  /// - Complexity: O(n).
  public func rows(isFolding: Bool) -> [FlowGraphRow] {
    var rows: [FlowGraphRow] = []
    let least = gapMinimum
    var start = 0
    while start < packets.count {
      if start > 0, let gap = gap(before: start, least: least) { rows.append(.gap(gap)) }
      var end = start + 1
      while isFolding, end < packets.count, gap(before: end, least: least) == nil,
        packets[end].isLike(packets[start])
      {
        end += 1
      }
      if end - start >= FlowGraphRow.foldingMinimum {
        rows.append(.run(start..<end))
      } else {
        rows += (start..<end).map { .packet($0) }
      }
      start = end
    }
    return rows
  }

  /// Whether a second capture leaves open if a packet arrived.
  func isOpen(_ packet: FlowGraphPacket) -> Bool { peerCapture != nil && packet.fate == .unknown }

  /// Silence is marked from 5 ms and 5 % of the range on.
  private var gapMinimum: Int64 {
    guard let first = packets.first, let last = packets.last else { return 5_000_000 }
    let (range, isOverflowing) = last.time.subtractingReportingOverflow(first.time)
    return max(5_000_000, isOverflowing ? Int64.max / 20 : range / 20)
  }

  private func gap(before place: Int, least: Int64) -> Int64? {
    let (gap, isOverflowing) = packets[place].time.subtractingReportingOverflow(packets[place - 1].time)
    return !isOverflowing && gap > least ? gap : nil
  }

  /// What a row says, the longest text first; a gap says how long it is.
  public func labels(of row: FlowGraphRow) -> [String] {
    switch row {
    case .gap(let length): ["+\(Quantity.duration(nanoseconds: length))"]
    case .packet(let place): packets[place].labels
    case .run(let places): labels(of: places)
    }
  }

  private func labels(of places: Range<Int>) -> [String] {
    let first = packets[places.lowerBound]
    let last = packets[places.upperBound - 1]
    let count = Quantity.count(Int64(places.count))
    let length = Quantity.duration(nanoseconds: max(0, last.time &- first.time))
    let remark = first.remark.isEmpty ? "" : ", \(first.remark)"
    if first.kind == .acknowledgment {
      let numbers = [first, last].map { Quantity.count($0.acknowledgment ?? 0) }
      let range = numbers[0] == numbers[1] ? "ack \(numbers[0])" : "ack \(numbers[0])\u{2013}\(numbers[1])"
      let name = "\(count) \(first.flags.isEmpty ? "segments" : "ACKs")"
      return [
        "\(name), \(range), \(length)\(remark)", "\(name), \(range)\(remark)", "\(name)\(remark)", name,
      ]
    }
    let bytes = packets[places].reduce(Int64(0)) { $0 &+ $1.length }
    let low = packets[places].reduce(Int64.max) { min($0, $1.sequence) }
    let high = packets[places].reduce(Int64.min) { max($0, $1.sequence &+ $1.length) } &- 1
    let range = "seq \(Quantity.count(low))\u{2013}\(Quantity.count(max(low, high)))"
    let name = "\(count) segments"
    let size = "\(Quantity.count(bytes)) B"
    return [
      "\(name), \(range), \(size), \(length)\(remark)", "\(name), \(range), \(size)\(remark)",
      "\(name), \(size)\(remark)", name,
    ]
  }
}

extension FlowGraphPacket {
  /// Whether two packets may be folded into one row; SYN, FIN and RST never are.
  fileprivate func isLike(_ other: FlowGraphPacket) -> Bool {
    kind != .control && kind == other.kind && isFromLeft == other.isFromLeft && remark == other.remark
      && fate == other.fate
  }

  /// What the packet says, the longest text first.
  fileprivate var labels: [String] {
    // Several plain spaces would become one in an SVG.
    let apart = "\u{2002}\u{2002}"
    let number = "seq \(Quantity.count(sequence))"
    let acknowledged = acknowledgment.map { "ack \(Quantity.count($0))" }
    let size = length > 0 ? "\(Quantity.count(length)) B" : nil
    let showsNumber = length > 0 || kind == .control || kind == .probe
    let remark = remark.isEmpty ? nil : remark
    let short = showsNumber ? [number, size] : [acknowledged]
    let texts: [[String?]] = [
      [flags, showsNumber ? number : nil, acknowledged, size, remark], [flags] + short + [remark],
      short + [remark], [remark ?? flags], short,
    ]
    return texts.map { $0.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: apart) }
      .filter { !$0.isEmpty }
  }
}
