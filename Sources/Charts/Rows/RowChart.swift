/// A chart made of rows over time: what its kind says, and the layout that all kinds share.
protocol RowChart: TimeChart {

  /// Times of the first and last value; `nil` if there is none.
  var dataPeriod: ClosedRange<Int64>? { get }

  /// The headline of a period.
  func title(_ period: TimePeriod) -> String

  /// The line below it.
  func subtitle(_ period: TimePeriod) -> String

  /// The rows that a period shows.
  func rows(_ period: TimePeriod, _ type: Typography) -> [TimeRow]
}

extension RowChart {
  /// What is shown of the time axis.
  ///
  /// Data that start soon after the connection are shown from its start on, so that charts of one flow can be laid
  /// above each other.
  func period(_ style: ChartStyle?) -> TimePeriod {
    guard let data = dataPeriod else { return TimePeriod(first: 0, last: 0, axis: timeAxis, style: style) }
    let first = data.lowerBound
    let length = TimeScale.distance(from: first, to: data.upperBound)
    let isNear = timeAxis.origin == .connection && first > 0 && Double(first) <= 0.1 * length
    return TimePeriod(first: isNear ? 0 : first, last: data.upperBound, axis: timeAxis, style: style)
  }

  /// Lays the rows out on a page.
  func rowScene(_ style: ChartStyle, _ measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let period = period(style)
    let rows = TimeRows(
      rows: rows(period, type), period: period, timeAxis: timeAxis, type: type)
    return try ChartPage.scene(
      of: self, type: type, title: title(period), subtitle: subtitle(period), lanes: rows.laneCount,
      extraHeight: Double(rows.rows.count - 1) * 0.4 * style.preset.height
    ) { page, builder throws(LayoutError) in
      try rows.draw(page, into: &builder)
    }
  }

  /// The sentence in a caption that tells of dots drawn for cells; empty if each sample is drawn.
  func reductionSentence(_ samples: Int, _ noun: String, style: ChartStyle) -> String {
    let hasSide = SideDistribution.fits(style)
    guard TimeRow.density(samples, style: style, hasSide: hasSide) == .large else { return "" }
    return "\(ChartWords.counted(Int64(samples), noun)) drawn as dots of cells, stronger for more."
  }

  /// The first and last of several columns of ascending times.
  func span(_ columns: [[Int64]]) -> ClosedRange<Int64>? {
    guard let first = columns.compactMap(\.first).min(), let last = columns.compactMap(\.last).max() else {
      return nil
    }
    return first...max(first, last)
  }
}
