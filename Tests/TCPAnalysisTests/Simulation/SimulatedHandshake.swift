import TCPAnalysis

/// The handshake of both simulated hosts, with its timers.
struct SimulatedHandshake {
  private enum State { case closed, synSent, synReceived, established }

  private let settings: SimulationSettings
  private var initiator = State.closed
  private var responder = State.closed
  private var interval: Int64 = 1_000_000_000
  /// When the SYN or the SYN/ACK is sent again.
  private(set) var timeoutDue: Int64?
  private let isSenderInitiator: Bool

  init(_ settings: SimulationSettings) {
    self.settings = settings
    isSenderInitiator = settings.isSenderInitiator
  }

  /// Whether the sending or the receiving host has opened its side.
  func isEstablished(sender: Bool) -> Bool {
    (sender == isSenderInitiator ? initiator : responder) == .established
  }

  private func syn(isAnswer: Bool) -> Transmission {
    var result = Transmission(
      role: .handshake, isFromSender: isAnswer != isSenderInitiator,
      flags: Transmission.syn | (isAnswer ? Transmission.ack : 0), start: 0)
    result.acknowledgment = isAnswer ? 1 : 0
    result.window = UInt16(clamping: settings.receiveBuffer)
    return result
  }

  private func acknowledgment(fromInitiator: Bool) -> Transmission {
    var result = Transmission(
      role: .acknowledgment, isFromSender: fromInitiator == isSenderInitiator, flags: Transmission.ack,
      start: 1)
    result.acknowledgment = 1
    result.window = UInt16(clamping: settings.receiveBuffer >> Int(settings.windowShift ?? 0))
    return result
  }

  /// Sends the SYN.
  mutating func begin() -> [Transmission] {
    initiator = .synSent
    timeoutDue = 1000 + interval
    return [syn(isAnswer: false)]
  }

  /// Takes any segment in; what is no matter of the handshake gives nothing.
  mutating func receive(_ transmission: Transmission, now: Int64) -> [Transmission] {
    let isFromInitiator = transmission.isFromSender == isSenderInitiator
    if isFromInitiator {
      if transmission.hasSyn {
        guard responder != .established else { return [] }
        responder = .synReceived
        timeoutDue = now + interval
        return [syn(isAnswer: true)]
      }
      if responder == .synReceived {
        responder = .established
        if initiator == .established { timeoutDue = nil }
      }
    } else if transmission.hasSyn {
      let isFirst = initiator != .established
      initiator = .established
      if isFirst { return [acknowledgment(fromInitiator: true)] }
      // Again a SYN/ACK: ours was lost. A host that has sent data by now does it by that data.
      return responder == .established ? [] : [acknowledgment(fromInitiator: true)]
    }
    return []
  }

  /// Sends the SYN or the SYN/ACK again if its timer is over.
  mutating func fire(now: Int64) -> [Transmission] {
    guard let due = timeoutDue, due <= now else { return [] }
    guard responder != .established else {
      timeoutDue = nil
      return []
    }
    interval *= 2
    timeoutDue = now + interval
    return [syn(isAnswer: initiator == .established || responder == .synReceived)]
  }
}

/// The end of the receiving host's own flow: one FIN, sent until it is acknowledged.
struct SimulatedClosing {
  private var interval: Int64 = 300_000_000
  private var isSent = false
  private(set) var isDone = false
  /// When the FIN is sent again.
  private(set) var timeoutDue: Int64?
  /// What the sending host acknowledges.
  private(set) var acknowledgment: Int64 = 1

  /// The receiving host's next sequence number.
  var nextSequence: Int64 { isSent ? 2 : 1 }

  /// The FIN, once.
  mutating func begin(_ acknowledgment: Transmission, now: Int64) -> Transmission? {
    guard !isSent else { return nil }
    isSent = true
    timeoutDue = now + interval
    return fin(acknowledgment)
  }

  private func fin(_ acknowledgment: Transmission) -> Transmission {
    var result = acknowledgment
    result.flags |= Transmission.fin
    result.role = .fin
    result.start = 1
    return result
  }

  func isDue(now: Int64) -> Bool { timeoutDue.map { $0 <= now } ?? false }

  /// The FIN again.
  mutating func fire(_ acknowledgment: Transmission, now: Int64) -> Transmission {
    interval *= 2
    timeoutDue = now + interval
    return fin(acknowledgment)
  }

  /// The sending host got the FIN.
  mutating func receiveFin(sequence: Int64) -> Transmission {
    acknowledgment = 2
    return Transmission(role: .acknowledgment, isFromSender: true, flags: Transmission.ack, start: sequence)
  }

  mutating func acknowledge(_ acknowledgment: Int64) {
    guard isSent, acknowledgment >= 2 else { return }
    isDone = true
    timeoutDue = nil
  }
}
