import Charts
import Reporting

/// Writes a comparison: as text by itself, as any chart otherwise.
struct CompareDelivery {
  /// Writes pictures and data.
  let charts: ChartDelivery
  /// The comparison.
  let chart: CompareChart

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    let changes = chart.facts.filter { $0.name.hasSuffix("ChangePercent") }.map(\.text)
    return try ColumnText(
      .init(
        title: chart.title, subtitle: chart.subtitle, rows: CompareText.rows(chart.data),
        paragraphs: [changes, chart.data.notes])
    ).deliver(charts, to: destination)
  }
}
