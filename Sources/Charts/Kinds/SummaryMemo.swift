import Synchronization

/// What a column of samples comes down to, kept from the first time that it is asked for.
///
/// Title, caption, alternative text, facts and rows all print numbers of the sorted samples: sorting is most of the time
/// that a large chart takes.
final class SummaryMemo: Sendable {
  private struct Entry {
    let rows: Range<Int>
    let quantity: SampleSummary.Quantity
    let summary: SampleSummary
  }

  /// All samples and those of a zoom: a chart asks for no others.
  private static let most = 2

  private let entries = Mutex<[Entry]>([])

  /// The summary of some rows; `make` is called the first time.
  func summary(
    of rows: Range<Int>, _ quantity: SampleSummary.Quantity, make: () -> SampleSummary
  ) -> SampleSummary {
    entries.withLock { entries in
      if let entry = entries.first(where: { $0.rows == rows && $0.quantity == quantity }) {
        return entry.summary
      }
      let summary = make()
      if entries.count == Self.most { entries.removeFirst() }
      entries.append(Entry(rows: rows, quantity: quantity, summary: summary))
      return summary
    }
  }
}
