/// Reads the state, history and completeness of a connection off what was seen of it.
struct ConnectionEvidence {
  private let connection: LiveConnection
  private let initiator: UnsafePointer<FlowState>
  private let responder: UnsafePointer<FlowState>
  private let isForwardFromInitiator: Bool

  init(
    _ connection: LiveConnection, _ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>
  ) {
    self.connection = connection
    isForwardFromInitiator = connection.traits.contains(.forwardFromInitiator)
    initiator = isForwardFromInitiator ? forward : backward
    responder = isForwardFromInitiator ? backward : forward
  }

  /// SYN 1, SYN/ACK 2, ACK 4, data 8, FIN 16, RST 32.
  var completeness: Int {
    var bits = 0
    let own = initiator.traits
    let other = responder.traits
    let either = own.union(other)
    let hasSyn =
      (own.contains(.synSeen) && !own.contains(.synAck))
      || (other.contains(.synSeen) && !other.contains(.synAck))
    if hasSyn { bits |= 1 }
    if either.contains(.synAck) { bits |= 2 }
    // Behind a SYN/ACK only what acknowledges it counts as the handshake's ACK.
    let isAcknowledged = connection.traits.contains(.handshakeAcknowledged)
    if isAcknowledged || (bits & 2 == 0 && either.contains(.plainAckSeen)) { bits |= 4 }
    if initiator[.dataPackets] > 0 || responder[.dataPackets] > 0 { bits |= 8 }
    if either.contains(.finSeen) { bits |= 16 }
    if either.contains(.rstSeen) { bits |= 32 }
    return bits
  }

  /// Letters in the order of their first occurrence: upper case for the initiator.
  var history: String {
    var text = connection.traits.contains(.roleGuessed) && !isForwardFromInitiator ? "^" : ""
    for index in 0..<Int(min(connection.historyCount, 20)) {
      let entry = connection.history[index]
      guard let letter = HistoryLetter(rawValue: entry & 0x7F)?.letter else { continue }
      let isFromInitiator = (entry & 0x80 == 0) == isForwardFromInitiator
      text += isFromInitiator ? letter.uppercased() : String(letter)
    }
    return text
  }

  /// How the connection began and ended.
  var state: ConnectionState {
    let hasSyn = initiator.traits.contains(.synSeen)
    let hasAnswer = responder.traits.contains(.synAck) || (hasSyn && responder.traits.contains(.synSeen))
    if !hasSyn, !hasAnswer { return .midstream }
    let talks = initiator[.packets] > initiator[.synPackets] + initiator[.rstPackets]
    let answers = responder[.packets] > responder[.synPackets] + responder[.rstPackets]
    if hasSyn, hasAnswer || (talks && answers) { return establishedState }
    if hasSyn { return attemptState }
    return talks ? establishedState : answeredState
  }

  private var establishedState: ConnectionState {
    let isReset = initiator.traits.contains(.rstSeen) || responder.traits.contains(.rstSeen)
    if isReset, !connection.traits.contains(.finishedBeforeReset) {
      let byInitiator = connection.traits.contains(.resetByForward) == isForwardFromInitiator
      return byInitiator ? .resetByInitiator : .resetByResponder
    }
    switch (initiator.traits.contains(.finSeen), responder.traits.contains(.finSeen)) {
    case (true, true): return .finished
    case (true, false): return .closedByInitiator
    case (false, true): return .closedByResponder
    case (false, false): return .established
    }
  }

  private var attemptState: ConnectionState {
    if responder.traits.contains(.rstSeen) { return .rejected }
    if initiator.traits.contains(.rstSeen) { return .resetInHandshake }
    return initiator.traits.contains(.finSeen) ? .halfOpenInitiator : .attempt
  }

  private var answeredState: ConnectionState {
    if responder.traits.contains(.rstSeen) { return .responderResetInHandshake }
    return responder.traits.contains(.finSeen) ? .halfOpenResponder : .midstream
  }
}
