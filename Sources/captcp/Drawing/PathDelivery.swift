import Charts
import Measurements
import Reporting

/// Writes what packets met between two captures: as text by itself, as any chart otherwise.
struct PathDelivery {
  /// Writes pictures and data.
  let charts: ChartDelivery
  /// The chart.
  let chart: PathChart

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    try ColumnText(text).deliver(charts, to: destination)
  }

  private var text: ColumnText.Content {
    var paragraphs = [PathText.losses(chart.data), chart.data.notes]
    if !chart.data.emptyReason.isEmpty { paragraphs.insert([chart.data.emptyReason], at: 0) }
    return ColumnText.Content(
      title: chart.title, subtitle: chart.subtitle, rows: PathText.rows(chart.data), paragraphs: paragraphs)
  }
}
