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

  /// Number of connections of which all is known, the first ones (``AnalysisOptions/detailedConnections``).
  public var detailedCount: Int {
    switch storage {
    case .packed(let store, let options): Swift.min(store.count, Swift.max(0, options.detailedConnections))
    case .unpacked(let summaries): summaries.count
    }
  }

  /// The connection of number `id` (from 1); `nil` if there is none, or nothing but its outline was kept.
  ///
  /// - Complexity: O(1); unpacks the record.
  public subscript(id: Int) -> ConnectionSummary? {
    guard id >= 1, id <= detailedCount else { return nil }
    switch storage {
    case .packed(let store, let options): return Unpacking(store, options).summary(Int32(id - 1))
    case .unpacked(let summaries): return summaries[id - 1]
    }
  }

  /// Hands out what a list shows of each connection, in the order of numbers, without unpacking all of it.
  ///
  /// - Complexity: O(n), a small part of the time that summaries take.
  public func forEachOutline<Failure: Error>(
    _ body: (ConnectionOutline) throws(Failure) -> Void
  ) throws(Failure) {
    switch storage {
    case .packed(let store, let options):
      let unpacking = Unpacking(store, options)
      for index in 0..<count { try body(unpacking.outline(Int32(index))) }
    case .unpacked(let summaries):
      for summary in summaries { try body(ConnectionOutline(summary)) }
    }
  }

  /// Iterates in the order of numbers, over those of which all is known.
  public func makeIterator() -> Iterator {
    switch storage {
    case .packed(let store, let options): Iterator(records: self, unpacking: Unpacking(store, options))
    case .unpacked: Iterator(records: self, unpacking: nil)
    }
  }

  /// Unpacks one connection after the other.
  public struct Iterator: IteratorProtocol {
    private let records: ConnectionRecords
    private let unpacking: Unpacking?
    private var id = 0

    fileprivate init(records: ConnectionRecords, unpacking: Unpacking?) {
      self.records = records
      self.unpacking = unpacking
    }

    /// The next connection.
    public mutating func next() -> ConnectionSummary? {
      id += 1
      guard let unpacking else { return records[id] }
      return id <= records.detailedCount ? unpacking.summary(Int32(id - 1)) : nil
    }
  }
}

/// Room for one connection to be unpacked into, used again for the next.
private final class Unpacking {
  private let store: RecordStore
  private let options: AnalysisOptions
  private let flows: UnsafeMutablePointer<FlowState>
  private var connection = LiveConnection()

  init(_ store: RecordStore, _ options: AnalysisOptions) {
    self.store = store
    self.options = options
    flows = .allocate(capacity: 2)
    flows.initialize(repeating: FlowState(), count: 2)
  }

  deinit {
    flows[0].clearForReuse()
    flows[1].clearForReuse()
    flows.deallocate()
  }

  func summary(_ index: Int32) -> ConnectionSummary {
    load(index)
    return Summarizer(connection, flows, flows + 1, options: options).summary()
  }

  func outline(_ index: Int32) -> ConnectionOutline {
    store.loadOutline(index, &connection, flows, flows + 1)
    return ConnectionOutline(connection, flows, flows + 1)
  }

  private func load(_ index: Int32) {
    flows[0].clearForReuse()
    flows[1].clearForReuse()
    store.load(index, &connection, flows, flows + 1)
  }
}
