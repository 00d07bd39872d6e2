import Measurements

/// A sequence diagram of a connection: two life lines and an arrow for each packet.
public struct FlowGraphChart: PagedChart {
  /// How the diagram is drawn, beyond its style.
  public struct Options: Sendable, Equatable {
    /// Folds runs of like packets into one row.
    public var isFolding = true
    /// Rows lie close together and have no texts on their arrows.
    public var isMinimal = false
    /// The vertical direction is time; else each packet has a row and only the order is true.
    public var isToScale = false
    /// Draws a line across at each tick of time, or at each row.
    public var hasGrid = false
    /// Bits per second of the link, for the time that a packet takes to be sent; `nil` leaves that out.
    public var linkRate: Double?

    /// Makes the options of a plain diagram.
    public init() {}
  }

  /// Name of the kind.
  public static let kind = "flowgraph"
  /// Rows from which on a diagram is set on several pages.
  static let singlePageRows = 120
  /// Rows of a page where there are several.
  static let pageRows = 60
  /// Packets that are drawn to scale at most.
  static let scaledPackets = 2000

  /// The data.
  public let data: FlowGraphData
  /// How it is drawn.
  public let options: Options
  /// The rows.
  let rows: [FlowGraphRow]

  /// Makes the diagram.
  public init(data: FlowGraphData, options: Options = Options()) {
    self.data = data
    self.options = options
    rows = data.rows(isFolding: options.isFolding && !options.isToScale)
  }

  /// The headline.
  public var title: String {
    let connection = data.identity.flow.isEmpty ? "" : ", connection \(data.identity.flow)"
    return "Flow graph" + connection + (period.isZoomed ? ", zoom \(period.text(axis: data.axis))" : "")
  }

  /// File, packets, duration, and what the rows mean.
  public var subtitle: String {
    var parts: [String] = []
    if let peer = data.peerCapture {
      parts.append("\(data.identity.capture) and \(peer)")
    } else {
      parts += [data.identity.capture, data.identity.capturePoint].filter { !$0.isEmpty }
    }
    if !data.packets.isEmpty {
      parts.append(
        "\(Self.counted(data.packets.count, "packet")), \(Quantity.duration(nanoseconds: duration))")
      parts.append("seq and ack relative")
      parts.append(options.isToScale ? "to scale" : "rows not to scale, gaps marked")
    }
    return parts.joined(separator: PageHeader.separator)
  }

  /// First to last packet in nanoseconds.
  var duration: Int64 {
    guard let first = data.packets.first, let last = data.packets.last else { return 0 }
    let (length, isOverflowing) = last.time.subtractingReportingOverflow(first.time)
    return isOverflowing ? .max : max(0, length)
  }

  /// The time shown.
  var period: TimePeriod {
    var period = TimePeriod(first: data.packets.first?.time ?? 0, last: data.packets.last?.time ?? 0)
    period.zoom(from: data.axis.zoomStart, to: data.axis.zoomStop)
    return period
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    ChartWords.counted(Int64(count), noun)
  }

  /// Why there is nothing to draw.
  var emptyText: String {
    data.emptyReason.isEmpty ? "No packet in this time" : data.emptyReason
  }
}
