public import TCPAnalysis

/// Which connections and flows are shown, and in which order.
public struct StatisticSelection: Sendable {
  /// Connections or flows; empty shows all.
  public var flows: [FlowID] = []
  /// Patterns of which one must match; empty shows all.
  public var patterns: [ConnectionPattern] = []
  /// The order; `nil` is the order of numbers.
  public var sortKey: StatisticSortKey?
  /// The greatest number of connections shown; `nil` for all.
  public var top: Int?

  /// Whether a filter or a time range may hide connections; false spares unpacking all of them to count.
  public var mayHide = false

  /// Makes a selection of everything.
  public init() {}

  /// Whether something is left out, so that writers say how many.
  public var isPartial: Bool { !flows.isEmpty || !patterns.isEmpty || top != nil }

  /// Whether all connections are shown, in the order of numbers.
  public var isEverything: Bool { !isPartial && !mayHide && sortKey == nil }

  /// Whether a connection is shown, apart from `top`.
  public func contains(_ connection: ConnectionSummary) -> Bool {
    guard connection.isShown else { return false }
    guard flows.isEmpty || flows.contains(where: { $0.connection == connection.id }) else { return false }
    return patterns.isEmpty || patterns.contains { $0.matches(connection) }
  }

  /// The flows of a connection that are shown.
  public func flows(of connection: ConnectionSummary) -> [FlowSummary] {
    guard !flows.isEmpty else { return connection.flows }
    return connection.flows.filter { flow in
      flows.contains {
        $0.contains(index: Int32(clamping: connection.id - 1), direction: UInt8(flow.direction - 1))
      }
    }
  }

  /// How many connections are shown.
  ///
  /// - Complexity: Unpacks every record unless nothing is left out.
  public func count(in records: ConnectionRecords) -> Int {
    guard isPartial || mayHide else { return records.count }
    var count = 0
    if flows.isEmpty, patterns.isEmpty {
      records.forEachOutline { if $0.isShown { count += 1 } }
    } else {
      for connection in records where contains(connection) { count += 1 }
    }
    return min(count, top ?? .max)
  }

  /// Hands each shown connection to `body`, one at a time.
  ///
  /// - Complexity: O(n) in the order of numbers; sorting adds 16 bytes a connection.
  public func forEach<Failure: Error>(
    in records: ConnectionRecords, _ body: (ConnectionSummary) throws(Failure) -> Void
  ) throws(Failure) {
    guard sortKey != nil || top != nil || !flows.isEmpty else {
      for connection in records where contains(connection) { try body(connection) }
      return
    }
    for id in ids(in: records) {
      if let connection = records[id] { try body(connection) }
    }
  }

  /// Hands an outline of each shown connection to `body`, in the same order.
  func forEachOutline<Failure: Error>(
    in records: ConnectionRecords, _ body: (ConnectionOutline) throws(Failure) -> Void
  ) throws(Failure) {
    guard sortKey == nil, !isPartial else {
      return try forEach(in: records) { connection throws(Failure) in try body(ConnectionOutline(connection))
      }
    }
    try records.forEachOutline { outline throws(Failure) in if outline.isShown { try body(outline) } }
  }

  private func ids(in records: ConnectionRecords) -> [Int] {
    guard let key = sortKey ?? (top == nil ? nil : StatisticSortKey("payloadBytes")) else {
      return candidates(in: records).map(\.id)
    }
    if flows.isEmpty, patterns.isEmpty, let ids = key.sorted(top: top, shownOf: records) { return ids }
    return key.sorted(top: top) { visit in for connection in candidates(in: records) { visit(connection) } }
  }

  /// The connections that are shown apart from `top`; with chosen flows only those are unpacked.
  private func candidates(in records: ConnectionRecords) -> any Sequence<ConnectionSummary> {
    guard !flows.isEmpty else { return records.lazy.filter(contains) }
    return Set(flows.map(\.connection)).sorted().compactMap { records[$0] }.filter(contains)
  }
}
