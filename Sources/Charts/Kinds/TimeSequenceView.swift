import Measurements

/// The part of a flow that one plot shows: rows, range of sequence numbers, window or not.
struct TimeSequenceView {
  let data: TimeSequenceData
  let options: TimeSequenceChart.Options
  let summary: TimeSequenceSummary
  /// What is shown of the time axis.
  let period: TimePeriod
  /// Rows of data segments inside.
  let segments: Range<Int>
  /// Rows of ACKs inside.
  let acks: Range<Int>
  /// Rows of SACK blocks inside.
  let sacks: Range<Int>
  /// Rows of events inside.
  let events: Range<Int>
  /// Lowest value of the vertical axis in bytes.
  private(set) var lower = 0.0
  /// Highest value.
  private(set) var upper = 1.0
  /// Unit of the vertical axis if its range was asked for.
  private var unit: AxisUnit?
  /// Whether the window's edge is drawn.
  private(set) var drawsWindow = false
  /// The largest window in the period if its edge lies too high to be drawn.
  private(set) var windowAboveRange: Int64?

  init(
    data: TimeSequenceData, options: TimeSequenceChart.Options, summary: TimeSequenceSummary,
    period: TimePeriod,
    style: ChartStyle?
  ) {
    self.data = data
    self.options = options
    self.summary = summary
    self.period = period
    segments = period.rows(data.segmentTimes.prefix(data.segmentCount))
    acks = period.rows(data.ackTimes.prefix(data.ackCount))
    sacks = period.rows(data.sackTimes.prefix(data.sackCount))
    events = period.rows(data.eventTimes.prefix(data.eventCount))
    setRange(style: style)
  }

  /// What is added to relative numbers.
  var numberOffset: Int64 {
    options.showsAbsoluteNumbers && !options.isDetrended ? Int64(data.initialSequenceNumber ?? 0) : 0
  }

  /// Whether absolute numbers can be shown as asked.
  var lacksInitialNumber: Bool { options.showsAbsoluteNumbers && data.initialSequenceNumber == nil }

  /// The value on the vertical axis of a sequence number at a time.
  func value(_ number: Int64, at time: Int64) -> Double {
    guard options.isDetrended, let rate = summary.bytesPerNanosecond,
      let start = summary.dataPeriod?.lowerBound
    else { return Double(number) + Double(numberOffset) }
    return Double(number) - Double(summary.firstByte) - rate * TimeScale.distance(from: start, to: time)
  }

  /// Row of the last ACK at or before the start of the period.
  var carriedAck: Int? { acks.lowerBound > 0 ? acks.lowerBound - 1 : nil }

  /// The edge of the window at a row, if known.
  func windowEdge(_ row: Int) -> Int64? { row < data.windowEdges.count ? data.windowEdges[row] : nil }

  /// The highest byte sent up to the end of the period; `nil` before any.
  var highestSent: Int64? { data.segmentEnds.prefix(segments.upperBound).max() }

  /// The last cumulative ACK up to the end of the period.
  var lastAck: Int64? { acks.upperBound > 0 ? data.ackValues[acks.upperBound - 1] : nil }

  /// The last known edge of the window up to the end of the period.
  var lastWindowEdge: Int64? { acks.upperBound > 0 ? windowEdge(acks.upperBound - 1) : nil }

  /// Data segments inside, those that the columns lack among them.
  var segmentCount: Int { segments.count + (period.isZoomed ? 0 : Int(clamping: data.omitted.segments)) }

  /// Resent and late segments inside.
  var visibleRetransmissions: Int {
    segments.count {
      data.segmentKinds[$0] == .retransmission || data.segmentKinds[$0] == .retransmissionAfterTimeout
    }
  }

  private mutating func setRange(style: ChartStyle?) {
    var low = Double.infinity
    var high = -Double.infinity
    func take(_ value: Double) {
      low = min(low, value)
      high = max(high, value)
    }
    for row in segments {
      take(value(data.segmentStarts[row], at: data.segmentTimes[row]))
      take(value(data.segmentEnds[row], at: data.segmentTimes[row]))
    }
    for row in acks {
      if options.isDetrended, row > 0 { take(value(data.ackValues[row - 1], at: data.ackTimes[row])) }
      take(value(data.ackValues[row], at: data.ackTimes[row]))
    }
    if let row = carriedAck { take(value(data.ackValues[row], at: period.first)) }
    if low > high {
      low = 0
      high = 1
    }
    let startsAtZero =
      !options.isDetrended && (options.startsAtZero || (!period.isZoomed && numberOffset == 0))
    if startsAtZero { low = min(low, 0) }
    let dataRange = high - low
    decideWindow(low: low, range: dataRange)
    if drawsWindow {
      for row in windowRows {
        if let edge = windowEdge(row) { high = max(high, value(edge, at: data.ackTimes[row])) }
      }
    }
    let air = 0.04 * (high > low ? high - low : max(1, high.magnitude * 0.05))
    lower = low - air
    upper = high + air
    let axis = valueAxis([]).fixed(to: style?.yRange)
    unit = axis.unit
    lower = axis.lower
    upper = axis.upper
  }

  /// The vertical axis with some names.
  func valueAxis(_ names: [String]) -> ValueAxis {
    ValueAxis(lower: lower, upper: upper, family: .bytes, unit: unit, names: names)
  }

  /// Rows of ACKs whose window is seen, the one before the period included.
  private var windowRows: Range<Int> { (carriedAck ?? acks.lowerBound)..<acks.upperBound }

  private mutating func decideWindow(low: Double, range: Double) {
    guard options.window != .off, !options.isDetrended else { return }
    var highest = -Double.infinity
    var largest: Int64 = 0
    for row in windowRows {
      guard let edge = windowEdge(row) else { continue }
      highest = max(highest, value(edge, at: data.ackTimes[row]))
      largest = max(largest, TimeSequenceSummary.difference(edge, data.ackValues[row]))
    }
    guard highest.isFinite else { return }
    drawsWindow = options.window == .on || highest - low <= 1.35 * range
    windowAboveRange = drawsWindow ? nil : largest
  }

  /// How dense the segments lie on a page.
  func density(style: ChartStyle, share: Double) -> DensityClass {
    DensityClass(marks: segmentCount, columns: nominalColumns(style: style, share: share))
  }

  /// Columns of a plot of usual width; captions need them where no font is known.
  func nominalColumns(style: ChartStyle, share: Double) -> Double {
    let asked = style.width ?? style.preset.width
    let width = asked.isFinite ? max(20, min(asked, 20_000)) : style.preset.width
    return min(4000, width * share / 72 * style.preset.columnsPerInch)
  }
}
