import Measurements
import TCPAnalysis

/// Sums over the connections that are shown, made in one pass.
struct ConnectionTotals {
  /// Connections in all.
  var connections = 0
  /// Connections that are shown.
  var shown = 0
  /// Payload bytes, each counted once.
  var uniquePayloadBytes: Int64 = 0
  /// Segments with data.
  var dataPackets: Int64 = 0
  /// Segments sent again.
  var retransmittedPackets: Int64 = 0
  /// Connections with ACKs that advertise a window of zero.
  var zeroWindowConnections: Set<Int> = []
  /// Handshake round-trip times in milliseconds.
  var handshakes: [Double] = []
  /// The connections with most payload, in the order of their numbers.
  var leading: [ConnectionSummary] = []

  /// Adds all connections up and keeps the `limit` largest ones, and those of `numbers`.
  init(_ records: ConnectionRecords, keeping limit: Int, and numbers: Set<Int>) {
    connections = records.count
    var kept: [ConnectionSummary] = []
    for connection in records where connection.isShown || numbers.contains(connection.id) {
      add(connection)
      kept.append(connection)
      // The bound keeps a capture of a million connections from being held twice.
      if kept.count > 2 * limit + 64 { kept = Self.largest(kept, limit: limit, and: numbers) }
    }
    leading = Self.largest(kept, limit: limit, and: numbers).sorted { $0.id < $1.id }
  }

  private mutating func add(_ connection: ConnectionSummary) {
    shown += 1
    for flow in [connection.forward, connection.backward] {
      uniquePayloadBytes &+= flow.uniquePayloadBytes
      dataPackets &+= flow.dataPackets
      retransmittedPackets &+= flow.retransmittedPackets
      if flow.zeroWindowAcks > 0 { zeroWindowConnections.insert(connection.id) }
    }
    if let handshake = connection.handshakeRTT { handshakes.append(Double(handshake) / 1e6) }
  }

  private static func largest(
    _ connections: [ConnectionSummary], limit: Int, and numbers: Set<Int>
  ) -> [ConnectionSummary] {
    let sorted = connections.sorted { left, right in
      let isLeftAsked = numbers.contains(left.id)
      if isLeftAsked != numbers.contains(right.id) { return isLeftAsked }
      let (leftBytes, rightBytes) = (payload(left), payload(right))
      return leftBytes == rightBytes ? left.id < right.id : leftBytes > rightBytes
    }
    return Array(sorted.prefix(max(limit, numbers.count)))
  }

  private static func payload(_ connection: ConnectionSummary) -> Int64 {
    connection.forward.uniquePayloadBytes &+ connection.backward.uniquePayloadBytes
  }
}
