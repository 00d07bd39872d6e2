public import Charts
import Measurements

/// The numbers of a path in words.
public enum PathText {
  /// Frames that are named at most.
  private static let mostFrames = 12

  /// A row for each number, the name in front, then a cell for each direction; the first row names them.
  public static func rows(_ data: PathData) -> [[String]] {
    func row(_ name: String, _ cell: (PathData.Way) -> String) -> [String] { [name] + data.ways.map(cell) }
    func number(_ name: String, _ value: (PathData.Way) -> Int64) -> [String]? {
      data.ways.contains { value($0) > 0 } ? row(name) { Quantity.count(value($0)) } : nil
    }
    func time(_ name: String, _ value: (Distribution) -> Double?) -> [String] {
      row(name) { way in
        let distribution = Distribution(way.delays.values.map(Double.init))
        return value(distribution).map { Quantity.duration(nanoseconds: Int64($0.rounded())) } ?? "\u{2014}"
      }
    }
    let optional: [[String]?] = [
      number("  of them in other packets", \.arrivedInParts), number("overtaken by later ones", \.reordered),
      number("doubled on the way", \.copies), number("only where they arrive", \.strangers),
      number("outside of the other capture", \.unknown),
    ]
    return [
      row("", \.name), row("packets sent") { Quantity.count($0.packets) },
      row("arrived whole") { Quantity.count($0.arrived) },
      row("lost") { way in
        guard let ratio = way.lossRatio, ratio > 0 else { return way.lossRatio == nil ? "\u{2014}" : "0" }
        return "\(Quantity.count(way.lost)) (\(Quantity.percent(way.lost, of: way.packets - way.unknown)))"
      }, row("payload lost") { "\(Quantity.count($0.lostBytes)) B" },
    ] + optional.compactMap(\.self) + [
      row("least delay") { $0.leastDelay.map { Quantity.duration(nanoseconds: $0) } ?? "\u{2014}" },
      time("above it: median", \.median), time("          p95") { $0.quantile(0.95) },
      time("          p99") { $0.quantile(0.99) }, time("          greatest", \.maximum),
    ]
  }

  /// A line for each direction that lost packets: their frames where they were sent.
  public static func losses(_ data: PathData) -> [String] {
    data.ways.compactMap { way in
      guard way.lost > 0, let fates = column("fate", way), let frames = column("sent_frame", way) else {
        return nil
      }
      var named: [String] = []
      for row in 0..<way.table.rowCount where named.count < mostFrames {
        if ["lost", "partlyLost"].contains(fates.text(row: row)) { named.append(frames.text(row: row)) }
      }
      let rest = way.lost - Int64(named.count)
      return "lost \(way.name), frames of \(way.capture): " + named.joined(separator: ", ")
        + (rest > 0 ? " and \(Quantity.count(rest)) more" : "")
    }
  }

  private static func column(_ name: String, _ way: PathData.Way) -> DataTable.Values? {
    way.table.columns.first { $0.name == name }?.values
  }
}
