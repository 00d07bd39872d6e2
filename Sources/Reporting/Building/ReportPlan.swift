public import TCPAnalysis

/// Chooses what a report shows; called between the readings of a capture.
///
/// The first reading gives all connections; `flows(of:)` chooses from them. The second one takes the sections'
/// measurements of those flows, and what findings cite. The third one collects the packets at
/// `packetPlaces(for:connection:)`.
public enum ReportPlan {
  /// Connections that a report shows unless told otherwise.
  public static let defaultLimit = 10
  /// Connections that have rows of their own in the timeline of a summary.
  public static let timelineRows = 20
  /// Packets that are listed in front of the first frame of a finding.
  public static let packetsBefore = 4
  /// Packets that are listed behind it.
  public static let packetsAfter = 4

  /// The flows that are drawn, the most important first.
  ///
  /// - Parameters:
  ///   - records: All connections.
  ///   - chosen: Flows and connections that the user named; of a connection the flow with more payload is drawn.
  ///     Empty: the larger flow of each of the connections with most payload (each byte counted once) among those
  ///     that are shown.
  ///   - limit: Connections at most, if the user named none.
  ///   - severities: The most serious finding by number of connection: those above `info` come before payload.
  /// - Returns: Flows with a direction, each once.
  public static func flows(
    of records: ConnectionRecords, chosen: [FlowID] = [], limit: Int = defaultLimit,
    severities: [Int: Finding.Severity] = [:]
  ) -> [FlowID] {
    guard chosen.isEmpty else {
      var seen: Set<FlowID> = []
      return chosen.compactMap { id in records[id.connection].map { largerFlow(of: $0, in: id) } }
        .filter { seen.insert($0).inserted }
    }
    var best: [Candidate] = []
    for connection in records where connection.isShown {
      let flow = largerFlow(of: connection, in: FlowID(connection: connection.id))
      best.append(
        Candidate(
          flow: flow, severity: max(.info, severities[connection.id] ?? .info),
          bytes: connection.flow(flow.direction ?? 1).uniquePayloadBytes))
      // Only the best of a million connections are kept.
      if best.count >= 2 * max(1, limit) + 64 { best = leading(best, limit: limit) }
    }
    return leading(best, limit: limit).map(\.flow)
  }

  /// Where packets are worth a listing: the first frames of the most serious findings about a connection, and where
  /// the most serious one that lasted ended; each once.
  ///
  /// - Parameters:
  ///   - findings: Findings, the most serious first; those of severity `info` get no listing.
  ///   - connection: Number of the connection.
  ///   - limit: Beginnings at most.
  /// - Returns: Connection, frame and, where it is known, time of each place.
  public static func packetPlaces(
    for findings: [Finding], connection: Int, limit: Int = 3
  ) -> [(connection: Int, frame: UInt64, time: Int64?)] {
    var seen: Set<UInt64> = []
    let found = findings.filter { $0.connection == connection && $0.severity > .info }
    var places = found.compactMap { finding in
      finding.firstFrame.map { (connection: connection, frame: $0, time: finding.evidence.start) }
    }.filter { seen.insert($0.frame).inserted }
    places = Array(places.prefix(limit))
    // What ended it says as much as what began it.
    if let lasting = found.first(where: { $0.evidence.lastFrame != nil }),
      let last = lasting.evidence.lastFrame,
      let place = places.firstIndex(where: { $0.frame == lasting.firstFrame }), seen.insert(last).inserted
    {
      places.insert((connection, last, lasting.evidence.stop), at: place + 1)
    }
    return places
  }

  /// The most serious finding about each connection.
  public static func severities(of findings: [Finding]) -> [Int: Finding.Severity] {
    var result: [Int: Finding.Severity] = [:]
    for finding in findings {
      for connection in [finding.connection].compactMap(\.self) + finding.alike {
        result[connection] = max(result[connection] ?? .info, finding.severity)
      }
    }
    return result
  }

  /// A flow that may be drawn.
  private struct Candidate {
    var flow: FlowID
    var severity: Finding.Severity
    var bytes: Int64
  }

  private static func leading(_ flows: [Candidate], limit: Int) -> [Candidate] {
    let sorted = flows.sorted { left, right in
      (left.severity, left.bytes, right.flow) > (right.severity, right.bytes, left.flow)
    }
    return Array(sorted.prefix(max(0, limit)))
  }

  private static func largerFlow(of connection: ConnectionSummary, in id: FlowID) -> FlowID {
    if id.direction != nil { return id }
    let forward = connection.forward
    let backward = connection.backward
    let isBackwardLarger =
      (backward.uniquePayloadBytes, backward.packets) > (forward.uniquePayloadBytes, forward.packets)
      && backward.uniquePayloadBytes > 0 || forward.packets == 0
    return FlowID(connection: connection.id, direction: isBackwardLarger ? 2 : 1)
  }
}
