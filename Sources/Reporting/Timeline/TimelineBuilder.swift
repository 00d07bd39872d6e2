public import Charts
import PacketCapture
public import TCPAnalysis

/// Chooses the connections of a timeline and makes its data.
public struct TimelineBuilder {
  /// Order of the rows.
  public enum Order: String, Sendable, CaseIterable {
    /// By the first packet.
    case first
    /// Most payload first.
    case bytes
    /// Most segments sent again first.
    case loss
    /// Longest first.
    case duration
  }

  /// Connections from which on their number over time is drawn above the rows.
  public static let manyConnections = 1000

  private let rows: [ConnectionSummary]
  private let axis: TimeAxis
  private let order: Order
  private let capture: String
  private let period: ClosedRange<Int64>
  private let bin: Int64
  private let binCount: Int
  private let connections: Int64
  private let payloadBytes: Int64
  private let othersOpen: [Int64]
  private let allOpen: [Int64]
  private let isOnePair: Bool

  /// Chooses the connections with most payload.
  ///
  /// - Parameters:
  ///   - analysis: The capture.
  ///   - capture: Name of the capture file or files.
  ///   - axis: The time axis.
  ///   - order: Order of the rows.
  ///   - maximumRows: Connections that get rows of their own.
  public init(_ analysis: Analysis, capture: String, axis: TimeAxis, order: Order, maximumRows: Int) {
    self.axis = axis
    self.order = order
    self.capture = capture
    var first = Int64.max
    var last = Int64.min
    var count: Int64 = 0
    var payload: Int64 = 0
    var largest: [(bytes: Int64, id: Int)] = []
    var pair: Set<IPAddressPair> = []
    for connection in analysis.connections where connection.isShown {
      first = min(first, connection.firstTime)
      last = max(last, connection.lastTime)
      count += 1
      payload &+= Self.payload(connection)
      if pair.count < 2 { pair.insert(IPAddressPair(connection)) }
      largest.append((Self.payload(connection), connection.id))
    }
    largest.sort { ($1.bytes, $0.id) < ($0.bytes, $1.id) }
    let chosen = Set(largest.prefix(max(1, maximumRows)).map(\.id))
    let start = count > 0 ? first : analysis.capture.firstTime ?? axis.zero
    period = start...max(start, count > 0 ? last : start)
    bin = TimelineMetric.binLength(range: period.upperBound &- period.lowerBound)
    binCount = Int((period.upperBound &- period.lowerBound) / bin) + 1
    connections = count
    payloadBytes = payload
    isOnePair = pair.count == 1
    var others = OpenCounter(start: start, bin: bin, count: binCount)
    var all = others
    var kept: [ConnectionSummary] = []
    for connection in analysis.connections where connection.isShown {
      all.add(connection.firstTime...max(connection.firstTime, connection.lastTime))
      if chosen.contains(connection.id) {
        kept.append(connection)
      } else {
        others.add(connection.firstTime...max(connection.firstTime, connection.lastTime))
      }
    }
    rows = Self.sorted(kept, by: order)
    othersOpen = Int64(kept.count) < count ? others.counts : []
    allOpen = count > Int64(Self.manyConnections) ? all.counts : []
  }

  /// What must be measured.
  public func metric() -> TimelineMetric {
    TimelineMetric(
      connections: rows.map(\.id), binNanoseconds: bin, start: period.lowerBound, binCount: binCount)
  }

  /// What an earlier reading measured; `nil` if ``metric()`` must be.
  public func series(from ahead: TimelineAheadMetric) -> [TimelineSeries]? {
    ahead.take(rows.map(\.id), binNanoseconds: bin, start: period.lowerBound, binCount: binCount)
  }

  /// The data of the chart, of what was measured.
  public func chartData(_ series: [TimelineSeries]) -> TimelineData {
    let zero = axis.zero
    var data = TimelineData(
      capture: capture, axis: axis, period: (period.lowerBound &- zero)...(period.upperBound &- zero),
      binNanoseconds: bin, firstBinStart: period.lowerBound &- zero)
    data.rows = zip(rows, series).map { row($0, $1, zero: zero) }
    data.order =
      switch order {
      case .first: "by first packet"
      case .bytes: "by payload"
      case .loss: "by segments sent again"
      case .duration: "by duration"
      }
    data.connections = connections
    data.payloadBytes = payloadBytes
    data.othersOpen = othersOpen
    data.allOpen = allOpen
    return data
  }

  private func row(_ connection: ConnectionSummary, _ series: TimelineSeries, zero: Int64) -> TimelineData.Row
  {
    // Between two hosts the port tells the responder.
    let responder = isOnePair ? ":\(connection.responder.port)" : connection.responder.description
    let first = connection.firstTime &- zero
    var row = TimelineData.Row(
      number: connection.id, name: "\(connection.initiator.description) \u{2192} \(responder)",
      period: first...max(first, connection.lastTime &- zero))
    row.payloadBytes = Self.payload(connection)
    row.resentSegments = Self.resent(connection)
    row.cells = series.payloadBytes
    row.ends = series.endTimes.map { $0 &- zero }
    row.resets = series.resetTimes.map { $0 &- zero }
    row.isStartCut = connection.flows.allSatisfy { $0.synPackets == 0 }
    row.isEndCut = connection.flows.allSatisfy { $0.finPackets == 0 && $0.rstPackets == 0 }
    return row
  }

  private static func payload(_ connection: ConnectionSummary) -> Int64 {
    connection.forward.payloadBytes &+ connection.backward.payloadBytes
  }

  private static func resent(_ connection: ConnectionSummary) -> Int64 {
    connection.forward.retransmittedPackets &+ connection.backward.retransmittedPackets
  }

  private static func sorted(_ rows: [ConnectionSummary], by order: Order) -> [ConnectionSummary] {
    func key(_ connection: ConnectionSummary) -> Int64 {
      switch order {
      case .first: 0
      case .bytes: payload(connection)
      case .loss: resent(connection)
      case .duration: connection.duration
      }
    }
    return rows.sorted { left, right in
      (key(right), left.firstTime, left.id) < (key(left), right.firstTime, right.id)
    }
  }

  /// The two hosts of a connection, whoever opened it.
  private struct IPAddressPair: Hashable {
    let hosts: Set<String>

    init(_ connection: ConnectionSummary) {
      hosts = [
        connection.forward.source.address.description, connection.forward.destination.address.description,
      ]
    }
  }

  /// Counts what is open in each bin.
  private struct OpenCounter {
    let start: Int64
    let bin: Int64
    /// Openings less closings by bin; one more than there are bins.
    var changes: [Int64]

    init(start: Int64, bin: Int64, count: Int) {
      self.start = start
      self.bin = bin
      changes = [Int64](repeating: 0, count: count + 1)
    }

    mutating func add(_ period: ClosedRange<Int64>) {
      let last = changes.count - 2
      let from = max(0, min(last, Int((period.lowerBound &- start) / bin)))
      let to = max(from, min(last, Int((period.upperBound &- start) / bin)))
      changes[from] += 1
      changes[to + 1] -= 1
    }

    var counts: [Int64] {
      var open: Int64 = 0
      return changes.dropLast().map { change in
        open += change
        return open
      }
    }
  }
}
