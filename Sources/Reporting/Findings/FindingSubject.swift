import Measurements
import PacketCapture
import TCPAnalysis

/// What a rule may know of one connection.
struct ConnectionSubject {
  let connection: ConnectionSummary
  /// What was seen in the second reading; `nil` if it was not watched.
  let seen: ConnectionObservations?
  /// Some of its retransmissions.
  let retransmissions: [Retransmission]
  /// Time of the last packet of the capture.
  let captureEnd: Int64?

  /// One of its flows.
  func flow(_ direction: Int) -> FlowSubject { FlowSubject(owner: self, direction: direction) }

  /// The connection as output names it.
  var id: FlowID { FlowID(connection: connection.id) }

  /// Makes a finding about the connection.
  func finding(
    _ rule: some FindingRule, _ severity: Finding.Severity, _ sentence: RichText, at place: FindingPlace,
    confidence: Finding.Confidence = .high, doubt: String = "", facts: [Finding.Fact] = [],
    weight: Double = 0,
    group: String? = nil
  ) -> Finding {
    Finding(
      rule: rule.identifier, title: rule.title, severity: severity, subject: id,
      ends: FlowNames.arrow(connection), fact: sentence, evidence: place.evidence(of: id, in: connection),
      confidence: confidence, doubt: doubt, disproof: rule.disproof, facts: facts, weight: weight,
      group: group)
  }

  /// Whether the capture missed so much of the connection that silences and waits prove nothing.
  var isFullOfHoles: Bool {
    connection.flows.contains { flow in
      let missed = flow.acknowledgedUnseenBytes ?? 0
      return missed > 1 && missed >= (missed &+ flow.uniquePayloadBytes) / 1000
    }
  }
}

/// What a rule may know of the data of one flow.
struct FlowSubject {
  let owner: ConnectionSubject
  /// 1 or 2.
  let direction: Int

  var connection: ConnectionSummary { owner.connection }
  /// The numbers of the flow.
  var flow: FlowSummary { connection.flow(direction) }
  /// The numbers of its receiver.
  var receiver: FlowSummary { connection.flow(3 - direction) }
  /// What was seen of it; `nil` if it was not watched.
  var seen: FlowObservations? { owner.seen?.flow(direction) }
  /// The flow as output names it.
  var id: FlowID { FlowID(connection: connection.id, direction: direction) }
  /// Some of its retransmissions.
  var retransmissions: [Retransmission] { owner.retransmissions.filter { $0.flow == id } }

  /// Whether the capture was taken beside the flow's sender.
  var isSenderSide: Bool { isBeside(direction) }
  /// Whether it was taken beside the receiver.
  var isReceiverSide: Bool { isBeside(3 - direction) }

  private func isBeside(_ direction: Int) -> Bool {
    let isInitiator = (direction == 1) == connection.isForwardFromInitiator
    return connection.capturePoint == (isInitiator ? .initiator : .responder)
  }

  /// First to last segment with data in nanoseconds; 0 if unknown.
  var dataDuration: Int64 {
    guard let first = flow.firstDataTime, let last = flow.lastDataTime else { return 0 }
    return last &- first
  }

  /// What can be sent again: segments with data, and with them those with a FIN where one of these was sent again.
  var sentInSequence: (count: Int64, words: String) {
    let hasFin = (flow.retransmissionsByKind[.fin] ?? 0) > 0
    let count = max(1, flow.dataPackets &+ (hasFin ? flow.finPackets : 0))
    return (count, FindingWords.counted(count, hasFin ? "data or FIN segment" : "data segment"))
  }

  /// Whether a time is a tenth of the flow's data time, and more than a hiccup.
  func isLarge(_ nanoseconds: Int64) -> Bool {
    nanoseconds >= 1_000_000_000 || nanoseconds >= 200_000_000 && nanoseconds >= dataDuration / 10
  }

  /// Makes a finding about the flow.
  func finding(
    _ rule: some FindingRule, _ severity: Finding.Severity, _ sentence: RichText, at place: FindingPlace,
    confidence: Finding.Confidence = .high, doubt: String = "", facts: [Finding.Fact] = [],
    weight: Double = 0,
    group: String? = nil
  ) -> Finding {
    Finding(
      rule: rule.identifier, title: rule.title, severity: severity, subject: id,
      ends: FlowNames.arrow(connection, direction: direction), fact: sentence,
      evidence: place.evidence(of: id, in: connection), confidence: confidence, doubt: doubt,
      disproof: rule.disproof, facts: facts, weight: weight, group: group)
  }
}

/// What a rule may know of the capture as a whole.
struct CaptureSubject {
  let capture: CaptureSummary
  let notes: [AnalysisNote]
  let seen: CaptureObservations

  /// The number of a note; 0 without it.
  func count(_ code: AnalysisNote.Code) -> Int64 { notes.first { $0.code == code }?.count ?? 0 }

  /// Makes a finding about the capture.
  func finding(
    _ rule: some FindingRule, _ severity: Finding.Severity, _ sentence: RichText, at occurrences: Occurrences,
    confidence: Finding.Confidence = .high, doubt: String = "", facts: [Finding.Fact] = []
  ) -> Finding {
    let frames = occurrences.frames
    return Finding(
      rule: rule.identifier, title: rule.title, severity: severity, subject: nil, ends: "",
      fact: sentence,
      evidence: FindingEvidence(
        start: occurrences.first.first?.time, stop: occurrences.last?.time, frames: frames,
        command: frames.isEmpty
          ? ["statistic"] : ["show", "--frames", frames.map(String.init).joined(separator: ",")],
        displayFilter: frames.isEmpty ? "tcp" : FindingPlace.filter(frames)),
      confidence: confidence, doubt: doubt, disproof: rule.disproof, facts: facts, weight: 0)
  }
}
