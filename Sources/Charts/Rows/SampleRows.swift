import Measurements

/// What kinds share that show samples over time with bars beside them.
enum SampleRows {
  /// A row of dots with a histogram at the heights of its axis.
  ///
  /// The diameter of a dot is in text sizes; `histogram` makes bins of the sorted values.
  static func row(
    _ samples: TimedSamples, summary: SampleSummary, axis: ValueAxis, references: [TimeRow.Reference],
    role: Role, noun: String, diameter: Double, opacity: Double, emptyReason: String, type: Typography,
    histogram: ([Double]) -> [HistogramBin]
  ) -> TimeRow {
    var row = TimeRow(axis: axis)
    guard summary.count > 0 else {
      row.message = emptyReason
      row.axis.remarks = []
      return row
    }
    row.samples = samples.dots(
      ScatterMarks(role: role, diameter: max(0.9, diameter * type.size), opacity: opacity))
    row.singleText = samples.count == 1 ? summary.distribution.minimum.map(summary.text) : nil
    row.references = references
    guard summary.count > 1, SideDistribution.fits(type.style) else { return row }
    row.side = SideDistribution(
      form: .barsBeside(histogram(summary.distribution.sorted)), sorted: summary.distribution.sorted,
      valueAxis: axis, noun: noun, role: role, references: references)
    return row
  }

  /// The sentence in a caption that counts values which a logarithmic axis cannot show; empty for none.
  static func clampedSentence(_ samples: TimedSamples, _ period: TimePeriod) -> String {
    let count = samples.shown(period).count { samples.values[$0] <= 0 }
    guard count > 0 else { return "" }
    return ChartWords.counted(Int64(count), "value") + " \u{2264} 0 drawn at the lower edge."
  }

  /// The samples as a table.
  static func table(_ samples: TimedSamples, name: String, column: String, isTime: Bool) -> DataTable {
    // Axes of times are logarithmic, those of sizes are not.
    let values = samples.values.head(samples.count)
    return DataTable(
      name: name,
      columns: [
        .init("time_s", .seconds(samples.times.head(samples.count), decimals: 9)),
        .init(column, isTime ? .seconds(values, decimals: 9) : .integers(values)),
      ], form: .dots(column: column, isLogarithmic: isTime))
  }
}

extension SampleSummary {
  /// What stands behind the name of an axis: number of samples and median.
  var axisRemarks: [String] {
    guard count > 0, let median = quantile(50) else { return [] }
    let number = "n = \(Measurements.Quantity.count(Int64(count)))"
    let tail = quantile(99).map { [", p99 \($0.text)"] } ?? []
    return tail.map { "\(number), median \(median.text)\($0)" } + [
      "\(number), median \(median.text)", number,
    ]
  }
}
