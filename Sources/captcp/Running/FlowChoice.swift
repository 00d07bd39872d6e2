import Measurements
import Reporting
import TCPAnalysis

/// Finds the flows that a module shows.
enum FlowChoice {
  /// Fails if one of the flows does not exist, naming those that do.
  ///
  /// - Throws: ``CommandFailure``.
  static func check(_ ids: [FlowID], in records: ConnectionRecords) throws(CommandFailure) {
    guard let missing = ids.first(where: { $0.connection > records.count }) else { return }
    let range =
      records.count == 1
      ? "connection 1 (flows 1.1 and 1.2)"
      : "connections 1 to \(records.count) (flows 1.1 to \(records.count).2)"
    throw CommandFailure(.usage, "flow \(missing) does not exist: the capture has \(range)")
  }

  /// The flows to draw: those asked for (of a connection the one with more payload), or the one with most payload.
  ///
  /// - Throws: ``CommandFailure`` if there is none.
  static func dataFlows(
    _ ids: [FlowID], in records: ConnectionRecords, console: Console
  ) throws(CommandFailure) -> [FlowID] {
    try check(ids, in: records)
    let flows = ReportPlan.flows(of: records, chosen: ids, limit: 1)
    guard let first = flows.first else {
      throw CommandFailure(.badInput, "no connection passes the filter: there is nothing to draw")
    }
    if ids.isEmpty, let connection = records[first.connection] {
      let payload = connection.flow(first.direction ?? 1).payloadBytes
      console.tell(
        "flow \(first), \(FlowNames.arrow(connection, direction: first.direction)), has most payload "
          + "(\(Quantity.si(Double(payload), "B"))); another one: -f ID")
    }
    return flows
  }

  /// The flow whose losses are drawn: the one asked for, or the one with most retransmissions.
  ///
  /// Of a connection it is the flow with more retransmissions; where there are none, that with more payload.
  ///
  /// - Throws: ``CommandFailure`` if there is none.
  static func retransmittingFlow(
    _ id: FlowID?, in records: ConnectionRecords, console: Console
  ) throws(CommandFailure) -> FlowID {
    if let id { return RecoveryBuilder.retransmittingFlow(of: id, in: records) }
    guard let best = RecoveryBuilder.mostRetransmitting(of: records),
      let connection = records[best.flow.connection]
    else { return try dataFlows([], in: records, console: console)[0] }
    console.tell(
      "flow \(best.flow), \(FlowNames.arrow(connection, direction: best.flow.direction)), has most "
        + "retransmissions (\(Quantity.count(best.count))); another one: -f ID")
    return best.flow
  }
}
