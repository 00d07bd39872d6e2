import PacketCapture

/// Turns the words of a finished connection into the summary that everything prints.
struct Summarizer {
  let connection: LiveConnection
  let forward: UnsafePointer<FlowState>
  let backward: UnsafePointer<FlowState>
  let options: AnalysisOptions

  init(
    _ connection: LiveConnection, _ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>,
    options: AnalysisOptions
  ) {
    self.connection = connection
    self.forward = forward
    self.backward = backward
    self.options = options
  }

  /// The summary of the connection with both flows.
  func summary() -> ConnectionSummary {
    var summary = ConnectionSummary()
    summary.id = Int(connection.index) + 1
    summary.isForwardFromInitiator = connection.traits.contains(.forwardFromInitiator)
    summary.isRoleGuessed = connection.traits.contains(.roleGuessed)
    summary.firstTime = connection.firstTime
    summary.lastTime = connection.lastTime
    summary.handshakeFar = connection.handshakeFar > 0 ? connection.handshakeFar - 1 : nil
    summary.handshakeNear = connection.handshakeNear > 0 ? connection.handshakeNear - 1 : nil
    let evidence = ConnectionEvidence(connection, forward, backward)
    summary.state = evidence.state
    summary.history = evidence.history
    summary.completeness = evidence.completeness
    (summary.capturePoint, summary.capturePointReason) = CapturePointInference(
      connection, forward, backward, told: options.capturePoint
    ).verdict()
    summary.isShown = connection.traits.contains(.shown)
    summary.congestionNotification = congestionNotification
    summary.isHandshakeAmbiguous = connection.traits.contains(.handshakeAmbiguous)
    summary.forward = flow(
      0, sender: summary.isForwardFromInitiator ? .initiator : .responder, summary.capturePoint)
    summary.backward = flow(
      1, sender: summary.isForwardFromInitiator ? .responder : .initiator, summary.capturePoint)
    summary.notes = notes()
    fillPath(&summary)
    return summary
  }

  private func flow(_ direction: Int, sender: CapturePoint, _ capturePoint: CapturePoint) -> FlowSummary {
    let state = direction == 0 ? forward : backward
    let opposite = direction == 0 ? backward : forward
    var flow = FlowSummary()
    flow.direction = direction + 1
    flow.source = direction == 0 ? connection.source : connection.destination
    flow.destination = direction == 0 ? connection.destination : connection.source
    fillCounts(&flow, state)
    fillData(&flow, state, opposite, isSenderSide: capturePoint == sender)
    fillSeries(&flow, state)
    let receiver: CapturePoint = sender == .initiator ? .responder : .initiator
    fillFlight(&flow, state, opposite, isReceiverSide: capturePoint == receiver)
    fillCongestion(&flow, state)
    fillAcknowledgments(&flow, state)
    fillOptions(&flow, state)
    fillSizes(&flow, state)
    flow.estimatedWireDataPackets = wireSegments(state, opposite)
    if capturePoint == sender, state[.echoResponses] > 0, congestionNotification != .accurate {
      let responses = FlowWordPair(state[.echoResponses])
      flow.congestionResponse = Double(responses.lower) / 1000 / Double(responses.upper)
    }
    fillTimes(&flow, state)
    fillHidden(&flow, state, opposite)
    if isCaptureIncomplete(flow, opposite) { forgetDistrusted(&flow) }
    let side: AnalysisNote.Side? =
      capturePoint == sender ? .sender : capturePoint == receiver ? .receiver : nil
    flow.notes =
      flowNotes(state, opposite, besides: side) + seriesNotes(flow)
      + congestionNotes(flow, opposite, isReceiverSide: capturePoint == receiver)
    if flow.isCaptureIncomplete { flow.notes.append(AnalysisNote(.captureIncomplete)) }
    let isFar = capturePoint != sender && capturePoint != .unknown
    if isFar, state[.retransmittedPackets] > state[.kindSyn] {
      flow.notes.append(AnalysisNote(.kindsEstimated))
    }
    return flow
  }

  private func fillCounts(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.packets = state[.packets]
    flow.captureDuplicates = state[.captureDuplicates]
    flow.networkDuplicates = state[.networkDuplicates]
    flow.linkBytes = state[.linkBytes]
    flow.networkBytes = state[.networkBytes]
    flow.transportBytes = state[.transportBytes]
    flow.payloadBytes = state[.payloadBytes]
    flow.uniquePayloadBytes = state[.uniquePayloadBytes]
    flow.dataPackets = state[.dataPackets]
    flow.pureAckPackets = state[.pureAckPackets]
    flow.synPackets = state[.synPackets]
    flow.finPackets = state[.finPackets]
    flow.rstPackets = state[.rstPackets]
    flow.pshPackets = state[.pshPackets]
    flow.urgPackets = state[.urgPackets]
    flow.ecePackets = state[.ecePackets]
    flow.cwrPackets = state[.cwrPackets]
    flow.cePackets = state[.cePackets]
    flow.ectPackets = state[.ectPackets]
  }

  private func fillData(
    _ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>,
    isSenderSide: Bool
  ) {
    flow.retransmittedPackets = state[.retransmittedPackets]
    flow.retransmittedBytes = state[.retransmittedBytes]
    for kind in SegmentKind.allCases where kind != .none {
      let count = state.pointee[kind]
      if count > 0 { flow.retransmissionsByKind[kind] = count }
    }
    flow.spuriousRetransmissions = spurious(state, opposite)
    flow.lossEpisodes = opposite[.packets] > 0 ? state[.lossEpisodes] : nil
    flow.reorderedPackets = state[.reorderedPackets]
    // An original behind its copy has no gap that tells how late it was.
    if state[.lateness] > 0 || state[.reorderedPackets] == 0 {
      let lateness = FlowWordPair(state[.lateness])
      flow.reorderingExtent = lateness.upper
      flow.reorderingLag = lateness.lower * 1000
    }
    flow.gapBytes = state[.gapBytes]
    flow.acknowledgedUnseenBytes = acknowledgedUnseen(state, opposite)
    flow.acknowledgedUnseenRanges = flow.acknowledgedUnseenBytes.map { _ in
      let isBeyond = state.traits.contains(.acknowledged) && state[.highestAcknowledged] > state[.highestSent]
      return state[.acknowledgedUnseenRanges] + (isBeyond ? 1 : 0)
    }
    if opposite[.packets] > 0 {
      flow.lostAfterCapturePoint = state[.lostAfterCapturePoint]
      flow.lostBeforeCapturePoint = state[.lostBeforeCapturePoint]
    }
    flow.maxBytesInFlight = state[.maxBytesInFlight] > 0 ? state[.maxBytesInFlight] - 1 : nil
    flow.windowFullEvents = state.traits.contains(.hasWindowEdge) ? state[.windowFullEvents] : nil
    // Only beside the sender is it known what had left before an acknowledgment arrived.
    if isSenderSide, state[.initialWindowBytes] > 1 {
      flow.initialWindowBytes = state[.initialWindowBytes] - 1
    }
  }

  /// Bytes acknowledged but never seen, missed by the capture; unknown without the other direction.
  private func acknowledgedUnseen(_ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>)
    -> Int64?
  {
    guard opposite[.packets] > 0, state[.packets] > 0 else { return nil }
    guard state.traits.contains(.acknowledged) else { return 0 }
    let beyond = max(0, state[.highestAcknowledged] &- state[.highestSent])
    return state[.acknowledgedUnseenBytes] &+ beyond
  }

  /// Without the other direction, or with neither SACK nor time stamps, nothing tells whether a copy was needed.
  private func spurious(_ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>)
    -> [SpuriousCertainty: Int64]?
  {
    guard opposite[.packets] > 0, state[.packets] > 0 else { return nil }
    var counts: [SpuriousCertainty: Int64] = [:]
    if state[.spuriousCertain] > 0 { counts[.certain] = state[.spuriousCertain] }
    if state[.spuriousLikely] > 0 { counts[.likely] = state[.spuriousLikely] }
    if state[.spuriousPossible] > 0 { counts[.possible] = state[.spuriousPossible] }
    if counts.isEmpty, state[.retransmittedPackets] > 0, !canReportDuplicates(state, opposite) { return nil }
    return counts
  }

  private func canReportDuplicates(_ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>)
    -> Bool
  {
    for trait in [FlowTraits.sackPermitted, .timestamps]
    where state.traits.contains(trait) && opposite.traits.contains(trait) { return true }
    // Without the SYNs the packets themselves show what is in use.
    return opposite[.sackPackets] > 0 || !state.traits.contains(.synSeen)
  }

  private func fillAcknowledgments(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.duplicateAcks = state[.duplicateAcks]
    flow.dsackBlocks = state[.dsackBlocks]
    flow.sackPackets = state[.sackPackets]
    flow.zeroWindowAcks = state[.zeroWindowAcks]
    flow.zeroWindowProbes = state[.zeroWindowProbes]
    flow.keepAlives = state[.keepAlives]
    flow.windowUpdates = state[.windowUpdates]
    flow.advertisedWindowMinBytes = state[.smallestWindow] > 0 ? state[.smallestWindow] - 1 : nil
    flow.advertisedWindowMaxBytes = state[.greatestWindow] > 0 ? state[.greatestWindow] - 1 : nil
  }

  private func fillOptions(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.multipath = state.traits.contains(.multipath)
    guard state.traits.contains(.synSeen) else { return }
    let areCut = state.traits.contains(.synOptionsCut)
    flow.maximumSegmentSize = state[.maximumSegmentSize] > 0 ? state[.maximumSegmentSize] - 1 : nil
    flow.windowScale = state[.windowShift] > 0 ? state[.windowShift] - 1 : nil
    flow.sackPermitted = state.traits.contains(.sackPermitted) ? true : areCut ? nil : false
    flow.timestamps = state.traits.contains(.timestamps) ? true : areCut ? nil : false
    flow.fastOpen = state.traits.contains(.fastOpen) ? true : areCut ? nil : false
  }

  private func fillSizes(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    guard state[.dataPackets] > 0 else { return }
    flow.payloadSizeMinBytes = state[.payloadSizeMin]
    flow.payloadSizeMaxBytes = state[.payloadSizeMax]
    flow.payloadSizeMeanBytes = Double(state[.payloadBytes]) / Double(state[.dataPackets])
    flow.payloadSizeMedianBytes = state.pointee.sizes.median
  }

  private func fillTimes(_ flow: inout FlowSummary, _ state: UnsafePointer<FlowState>) {
    flow.firstTime = time(state[.firstTime])
    flow.lastTime = time(state[.lastTime])
    flow.firstDataTime = time(state[.firstDataTime])
    flow.lastDataTime = time(state[.lastDataTime])
    guard state[.packets] > 1 else { return }
    flow.interArrivalMin = state[.interArrivalMin] > 0 ? state[.interArrivalMin] - 1 : nil
    flow.interArrivalMax = state[.interArrivalMax] > 0 ? state[.interArrivalMax] - 1 : nil
    flow.interArrivalMeanSeconds = Double(flow.duration) / 1e9 / Double(state[.packets] - 1)
  }

  private func time(_ word: Int64) -> Int64? {
    word > 0 ? connection.firstTime &+ word &- 1 : nil
  }

  private func notes() -> [AnalysisNote] {
    var notes: [AnalysisNote] = []
    let traits = connection.traits
    if !forward.traits.contains(.synSeen), !backward.traits.contains(.synSeen) {
      notes.append(AnalysisNote(.noHandshake))
    }
    if traits.contains(.roleGuessed) { notes.append(AnalysisNote(.roleGuessed)) }
    if forward[.packets] == 0 || backward[.packets] == 0 { notes.append(AnalysisNote(.oneSided)) }
    if traits.contains(.replayed) {
      notes.append(AnalysisNote(.replayed))
    } else if traits.contains(.portReused) {
      notes.append(AnalysisNote(.portReused))
    }
    if traits.contains(.clockSetBack) { notes.append(AnalysisNote(.clockStep)) }
    if traits.contains(.retryAfterRst) { notes.append(AnalysisNote(.retryAfterRst)) }
    if traits.contains(.reopened) { notes.append(AnalysisNote(.reopened)) }
    if forward.traits.union(backward.traits).contains(.synIsnChanged) {
      notes.append(AnalysisNote(.synIsnChanged))
    }
    switch congestionNotification {
    case .accurate: notes.append(AnalysisNote(.accurateECN))
    case .brokenReflection: notes.append(AnalysisNote(.ecnReflected))
    default: break
    }
    if forward.traits.union(backward.traits).contains(.synECTChanged) {
      notes.append(AnalysisNote(.ecnSynChanged))
    }
    if traits.contains(.handshakeAmbiguous) { notes.append(AnalysisNote(.handshakeAmbiguous)) }
    if connection.lastTime == connection.firstTime { notes.append(AnalysisNote(.zeroDuration)) }
    return notes
  }

  private func flowNotes(
    _ state: UnsafePointer<FlowState>, _ opposite: UnsafePointer<FlowState>, besides side: AnalysisNote.Side?
  ) -> [AnalysisNote] {
    var notes: [AnalysisNote] = []
    func add(_ code: AnalysisNote.Code, _ count: Int64, side: AnalysisNote.Side? = nil) {
      if count > 0 { notes.append(AnalysisNote(code, count: count, side: side)) }
    }
    if state[.packets] > 0, state[.dataPackets] == 0 { notes.append(AnalysisNote(.noData)) }
    if state[.pureAckPackets] + state[.dataPackets] > 0, state[.greatestWindow] == 0 {
      notes.append(AnalysisNote(.windowScaleUnknown))
    }
    add(.captureDuplicates, state[.captureDuplicates])
    add(.captureDrop, acknowledgedUnseen(state, opposite) ?? 0)
    // Beside the sender large segments leave it, beside the receiver they arrive (DEFINITIONS.md 17.1).
    add(.offload, state[.oversizePackets], side: side)
    add(.optionsCut, state[.truncatedOptions])
    add(.truncatedPackets, state[.truncatedPackets])
    add(.fragments, state[.fragments])
    add(.ackImplausible, state[.implausibleAcks])
    add(.captureReordering, state[.earlyAcks])
    add(.sackReneging, state[.sackRenegings])
    add(.inconsistentRetransmission, state[.inconsistentRetransmissions])
    add(.middleboxReset, state[.middleboxResets])
    if opposite[.packets] == 0, state[.packets] > state[.synPackets] + state[.rstPackets] {
      notes.append(AnalysisNote(state[.dataPackets] > 0 ? .onlyDataSeen : .onlyAcksSeen))
    }
    if state[.retransmittedPackets] > state[.kindSyn],
      spurious(state, opposite) == nil || !canReportDuplicates(state, opposite)
    {
      notes.append(AnalysisNote(.spuriousUnknown))
    }
    if state[.packets] == 0, state[.hiddenSince] > 0, state[.lastAcknowledgedTime] > 0 {
      notes.append(AnalysisNote(.goodputByAcks))
    }
    if state[.rttCount] == 0, state[.dataPackets] > 0 { notes.append(AnalysisNote(.noRoundTripTime)) }
    if state.traits.contains(.gapsOverflowed) { notes.append(AnalysisNote(.gapsOverflowed)) }
    return notes
  }
}
