import Measurements

/// How fast data flowed: bytes of one or more flows in bins, their moving means, and the mean goodput.
public struct ThroughputChart: Chart, TimeChart {
  /// How the chart is drawn, beyond its style.
  public struct Options: Sendable, Equatable {
    /// Lets the rate axis start at zero.
    public var startsAtZero = true
    /// Draws the lane of retransmissions.
    public var showsRetransmissions = true

    /// Makes the options of a plain chart.
    public init() {}
  }

  /// Name of the kind.
  public static let kind = "throughput"
  /// Series that can be told apart in one plot.
  static let maximumSeries = 6

  /// The data.
  public let data: ThroughputData
  /// How it is drawn.
  public let options: Options
  /// The bins in order and within bounds.
  let bins: ThroughputBins

  /// Makes the chart of one or more series; beyond six only those with the most bytes are drawn.
  public init(data: ThroughputData, options: Options = Options()) {
    self.data = data
    self.options = options
    bins = ThroughputBins(data, maximumSeries: Self.maximumSeries)
  }

  /// The headline, with the zoom.
  public var title: String { title(period: period(nil)) }

  func title(period: TimePeriod) -> String {
    let name =
      switch mode {
      case .lines where data.layer != .goodput && !bins.isSeveral: "Throughput and goodput"
      default: data.layer == .goodput ? "Goodput" : "Throughput"
      }
    let direction = bins.isSeveral || data.identity.destination.isEmpty ? "" : "A \u{2192} B"
    return name + ChartWords.titleEnd(direction, period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, duration, volume, bins.
  public var subtitle: String {
    var parts = data.identity.subtitleParts
    if case .message = mode { return parts.joined(separator: PageHeader.separator) }
    if !bins.isSeveral, let series = bins.series.first {
      parts.append(
        "\(Quantity.duration(nanoseconds: bins.duration)), \(Quantity.si(Double(series.totalGoodputBytes), "B"))"
      )
    }
    if bins.isSeveral { parts.append(layerName) }
    parts.append(bins.binText + " bins" + (bins.hasMean && mode == .lines ? ", \(bins.meanText) mean" : ""))
    if bins.leftOut > 0 { parts.append("\(bins.series.count) of \(data.series.count) series") }
    return parts.joined(separator: PageHeader.separator)
  }

  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }

  /// What is shown of the time axis; bars are whole, lines end with the data.
  func period(_ style: ChartStyle?) -> TimePeriod {
    TimePeriod(
      first: bins.start, last: mode == .bars ? bins.start(of: bins.count) : bins.end, axis: data.axis,
      style: style)
  }

  /// How the data can be drawn.
  enum Mode: Equatable {
    /// A sentence in place of data.
    case message(String)
    /// One bar a bin with its bytes.
    case bars
    /// Lines.
    case lines
  }

  /// How the data can be drawn.
  var mode: Mode {
    let hasBytes = bins.series.contains { $0.totalBytes > 0 || $0.totalGoodputBytes > 0 }
    guard hasBytes, bins.count > 0 else {
      return .message(data.emptyReason.isEmpty ? "No data segment in this flow" : data.emptyReason)
    }
    guard bins.series.contains(where: { $0.dataNanoseconds > 0 }) else {
      return .message(
        data.dataSegments == 1
          ? "No rate: there is only one data segment"
          : "No rate: all \(Quantity.count(data.dataSegments)) data segments have the same time stamp (0 s duration)"
      )
    }
    if (1...10).contains(data.packets) || bins.drawnCount == 0 { return .bars }
    return .lines
  }

  /// What the layer is called beside a line.
  var layerName: String {
    switch data.layer {
    case .goodput: "goodput"
    case .applicationLayer: "application"
    case .transportLayer: "TCP"
    case .networkLayer: "IP"
    case .linkLayer: "wire"
    case .phy: "phy"
    }
  }
}
