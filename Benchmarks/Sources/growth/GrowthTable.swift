import Foundation

/// What `growth.sh` measured.
struct GrowthTable {
  /// One capture.
  struct Row {
    /// Packets or connections, by the series.
    var number: Double
    /// CPU time in seconds.
    var seconds: Double
    /// Peak memory in bytes.
    var bytes: Double
  }

  /// Rows of growing packets at few connections.
  private(set) var packets: [Row] = []
  /// Rows of growing connections.
  private(set) var connections: [Row] = []

  /// Reads the table.
  ///
  /// - Throws: ``GrowthError`` for a line that is none of it.
  init(_ text: String) throws {
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 5, let packets = Double(fields[1]), let connections = Double(fields[2]),
        let seconds = Double(fields[3]), let kilobytes = Double(fields[4]), packets > 0, connections > 0,
        seconds > 0
      else { throw GrowthError.line(String(line)) }
      let isOfPackets = fields[0] == "packets"
      let row = Row(
        number: isOfPackets ? packets : connections, seconds: seconds, bytes: kilobytes * 1024)
      if isOfPackets { self.packets.append(row) } else { self.connections.append(row) }
    }
  }
}

/// Why there is no result.
enum GrowthError: Error {
  case line(String)
}

/// A straight line over the logarithms: value = factor · number ^ exponent.
struct GrowthFit {
  /// The exponent: 1 is linear.
  let exponent: Double

  /// Fits rows by least squares, those of the last two decades: below, the start of the program is what takes time.
  init?(_ rows: [GrowthTable.Row], _ value: (GrowthTable.Row) -> Double) {
    let largest = rows.map(\.number).max() ?? 0
    let used = rows.filter { $0.number * 150 > largest }
    guard used.count > 1 else { return nil }
    let points = used.map { (x: log($0.number), y: log(value($0))) }
    let count = Double(points.count)
    let meanX = points.map(\.x).reduce(0, +) / count
    let meanY = points.map(\.y).reduce(0, +) / count
    let above = points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +)
    let below = points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
    guard below > 0 else { return nil }
    exponent = above / below
  }
}
