import Measurements
import PacketCapture
import TCPAnalysis

/// What is said of a connection in a few words.
enum ConnectionWords {
  /// How it ended, in one or two words: `FIN`, `RST`, `open`.
  static func end(_ connection: ConnectionSummary) -> String {
    switch connection.state {
    case .finished: "FIN"
    case .resetByInitiator, .resetByResponder, .resetInHandshake, .responderResetInHandshake: "RST"
    case .rejected: "refused"
    case .attempt: "no answer"
    case .established: "open"
    case .closedByInitiator, .closedByResponder, .halfOpenInitiator, .halfOpenResponder: "half closed"
    case .midstream: midstreamEnd(connection)
    }
  }

  private static func midstreamEnd(_ connection: ConnectionSummary) -> String {
    if connection.forward.rstPackets &+ connection.backward.rstPackets > 0 { return "RST" }
    let ends = (connection.forward.finPackets > 0 ? 1 : 0) + (connection.backward.finPackets > 0 ? 1 : 0)
    return ends == 2 ? "FIN" : ends == 1 ? "half closed" : "open"
  }

  /// How it began and ended, in a clause.
  static func state(_ state: ConnectionState) -> String {
    switch state {
    case .attempt: "never answered"
    case .established: "established, still open at the end of the capture"
    case .finished: "established and closed by both ends"
    case .rejected: "refused"
    case .closedByInitiator: "established, closed by the initiator only"
    case .closedByResponder: "established, closed by the responder only"
    case .resetByInitiator: "established, reset by the initiator"
    case .resetByResponder: "established, reset by the responder"
    case .resetInHandshake: "reset by the initiator during the handshake"
    case .responderResetInHandshake: "reset by the responder during the handshake"
    case .halfOpenInitiator: "closed by the initiator during the handshake"
    case .halfOpenResponder: "closed by the responder during the handshake"
    case .midstream: "handshake not captured"
    }
  }

  /// One line below a connection's headline.
  static func line(_ connection: ConnectionSummary, direction: Int) -> String {
    var words = [Quantity.duration(nanoseconds: connection.duration), state(connection.state)]
    if let handshake = connection.handshakeRTT {
      words.append("handshake RTT \(Quantity.duration(nanoseconds: handshake))")
    }
    let place = FlowNames.capturePoint(connection, direction: direction)
    words.append(place.isEmpty ? "capture point unknown" : place)
    return words.joined(separator: " \u{B7} ")
  }

  /// Where several connections were captured, if all agree; of a host its address.
  static func capturePoint(_ connections: [ConnectionSummary]) -> String {
    let places = Set(
      connections.map { connection in
        switch connection.capturePoint {
        case .initiator: "taken at \(connection.initiator.address)"
        case .responder: "taken at \(connection.responder.address)"
        case .middle: "taken between the ends"
        case .unknown: "capture point unknown"
        }
      })
    return places.count == 1 ? places.first ?? "" : ""
  }
}
