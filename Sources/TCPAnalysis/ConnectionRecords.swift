/// All connections of a capture, kept as compact records and unpacked one at a time.
///
/// There is never an array of full results: a million connections take about 200 bytes each.
public struct ConnectionRecords: Sendable, Sequence {
  private enum Storage: Sendable {
    case packed(RecordStore, AnalysisOptions)
    case unpacked([ConnectionSummary])
  }

  private let storage: Storage

  /// Makes records of finished summaries, for tests and small captures.
  public init(_ summaries: [ConnectionSummary]) {
    storage = .unpacked(summaries)
  }

  init(_ store: RecordStore, options: AnalysisOptions) {
    storage = .packed(store, options)
  }

  /// Number of connections.
  public var count: Int {
    switch storage {
    case .packed(let store, _): store.count
    case .unpacked(let summaries): summaries.count
    }
  }

  /// The connection of number `id` (from 1); `nil` if there is none.
  ///
  /// - Complexity: O(1); unpacks the record.
  public subscript(id: Int) -> ConnectionSummary? {
    guard id >= 1, id <= count else { return nil }
    switch storage {
    case .packed(let store, let options):
      var connection = LiveConnection()
      var forward = FlowState()
      var backward = FlowState()
      store.load(Int32(id - 1), &connection, &forward, &backward)
      // The states are large: the summarizer reads them where they are.
      return withUnsafePointer(to: &forward) { forward in
        withUnsafePointer(to: &backward) { backward in
          Summarizer(connection, forward, backward, options: options).summary()
        }
      }
    case .unpacked(let summaries): return summaries[id - 1]
    }
  }

  /// Iterates in the order of numbers.
  public func makeIterator() -> Iterator {
    Iterator(records: self)
  }

  /// Unpacks one connection after the other.
  public struct Iterator: IteratorProtocol {
    private let records: ConnectionRecords
    private var id = 0

    fileprivate init(records: ConnectionRecords) {
      self.records = records
    }

    /// The next connection.
    public mutating func next() -> ConnectionSummary? {
      id += 1
      return records[id]
    }
  }
}
