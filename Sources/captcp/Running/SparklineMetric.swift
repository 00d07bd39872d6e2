import PacketCapture
import TCPAnalysis

/// Payload over time of some connections, in few columns: the small diagrams of a report's table.
final class SparklineMetric: Metric {
  /// Columns of a diagram.
  static let columns = 24

  private var rowByConnection: [Int32: Int] = [:]
  private var spans: [(id: Int, first: Int64, width: Int64)] = []
  private var sums: [Double] = []

  /// Makes the metric of these connections, each drawn from its first to its last packet.
  init(_ connections: [ConnectionSummary]) {
    for connection in connections {
      rowByConnection[Int32(clamping: connection.id - 1)] = spans.count
      let width = max(1, connection.duration / Int64(Self.columns) &+ 1)
      spans.append((connection.id, connection.firstTime, width))
    }
    sums = Array(repeating: 0, count: spans.count * Self.columns)
  }

  /// Bytes in each column by number of connection.
  var values: [Int: [Double]] {
    var values: [Int: [Double]] = [:]
    for (row, span) in spans.enumerated() {
      values[span.id] = Array(sums[row * Self.columns..<(row + 1) * Self.columns])
    }
    return values
  }

  /// Takes the next segments.
  func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].newBytes > 0 {
      guard let row = rowByConnection[batch[index].connection] else { continue }
      let column = (batch[index].segment.timestamp &- spans[row].first) / spans[row].width
      guard (0..<Int64(Self.columns)).contains(column) else { continue }
      sums[row * Self.columns + Int(column)] += Double(batch[index].newBytes)
    }
  }
}
