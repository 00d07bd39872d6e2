/// Explicit congestion notification of a connection and its flows.
extension Summarizer {
  /// How ECN was set up.
  var congestionNotification: CongestionNotification {
    let isForward = connection.traits.contains(.forwardFromInitiator)
    return CongestionNotification.negotiation(
      syn: (isForward ? forward : backward).traits, synAck: (isForward ? backward : forward).traits)
  }

  /// Fills what marks and their echoes tell.
  func fillCongestion(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.ect1Packets = state[.ect1Packets]
    flow.fastOpenRejected = state.traits.contains(.fastOpenRejected)
    if congestionNotification == .accurate {
      flow.accurateMarkedPackets = state[.counterPackets]
      if state[.counterBytes] > 0 { flow.accurateMarkedBytes = state[.counterBytes] - 1 }
    } else {
      flow.congestionEchoes = state[.echoEpisodes]
    }
  }

  /// What is odd about the marks of a flow's data and their echoes, which travel in the opposite flow.
  func congestionNotes(
    _ flow: FlowSummary, _ opposite: UnsafePointer<FlowState>, isReceiverSide: Bool
  ) -> [AnalysisNote] {
    let setup = congestionNotification
    let isAgreed = setup == .classic || setup == .accurate
    var notes: [AnalysisNote] = []
    if isAgreed, flow.dataPackets > 0, flow.ectPackets == 0, flow.cePackets == 0 {
      notes.append(AnalysisNote(isReceiverSide ? .ecnBleached : .ecnUnused))
    }
    if setup == .classic, isReceiverSide, flow.cePackets == 0, opposite[.echoEpisodes] > 0 {
      notes.append(AnalysisNote(.ecnEchoWithoutMark, count: opposite[.echoEpisodes]))
    }
    if setup != .unknown, !isAgreed, flow.cePackets > 0 {
      notes.append(AnalysisNote(.ecnMarkWithoutSetup, count: flow.cePackets))
    }
    if setup == .accurate, opposite[.counterDoubts] > 0 {
      notes.append(AnalysisNote(.ecnCounterDoubtful, count: opposite[.counterDoubts]))
    }
    return notes
  }
}
