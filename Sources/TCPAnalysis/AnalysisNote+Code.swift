internal import Measurements

extension AnalysisNote {
  /// The closed list of things that may have to be said; each name is an interface of the tool.
  public enum Code: String, Sendable, CaseIterable {
    /// The beginning of the connection is not in the capture.
    case noHandshake
    /// No window scale is known: windows are not given in bytes.
    case windowScaleUnknown
    /// One direction has no packets.
    case oneSided
    /// Bytes were acknowledged that the capture never saw.
    case captureDrop
    /// Segments are larger than the MSS.
    case offload
    /// Frames were captured twice.
    case captureDuplicates
    /// Some of them are taken for copies though nothing tells them from repeats.
    case duplicatesAssumed
    /// The file holds the packets of two taps; one view of them was taken.
    case twoTaps
    /// The snap length cut TCP options off.
    case optionsCut
    /// Packets were cut by the snap length.
    case truncatedPackets
    /// Time went backwards.
    case timeReversals
    /// The clock was set back.
    case clockStep
    /// Acknowledgments stand in front of their data.
    case captureReordering
    /// The flow sent no SYN in the capture.
    case noSyn
    /// All data passed at one moment.
    case noDataDuration
    /// No two packets at different times.
    case zeroDuration
    /// IP fragments: payload of all but the first is not counted.
    case fragments
    /// The four-tuple was used before.
    case portReused
    /// The same SYN came again after a RST.
    case retryAfterRst
    /// The same SYN came again after the end.
    case replayed
    /// Initiator and responder are guessed.
    case roleGuessed
    /// No segment with data.
    case noData
    /// Of two flows only this one was captured, and it sends data.
    case onlyDataSeen
    /// Of two flows only this one was captured, and it acknowledges.
    case onlyAcksSeen
    /// Nothing tells whether retransmissions were needed.
    case spuriousUnknown
    /// The capture was not taken beside the sender: why it sent again is an estimate.
    case kindsEstimated
    /// No acknowledgment gives a round-trip time.
    case noRoundTripTime
    /// The initial sequence number changed while half open.
    case synIsnChanged
    /// Acknowledgments that cannot be right were ignored.
    case ackImplausible
    /// The receiver took back what it had reported by SACK.
    case sackReneging
    /// Bytes were sent again with another payload.
    case inconsistentRetransmission
    /// Resets that do not fit their host.
    case middleboxReset
    /// Accurate ECN: ECE and CWR are parts of a counter.
    case accurateECN
    /// The bookkeeping of gaps reached its bound; counts of repeated bytes are a lower bound.
    case gapsOverflowed
    /// The connection was closed and packets came long after; some of its state was forgotten.
    case reopened
    /// Several SYNs preceded the SYN/ACK: its round-trip time is ambiguous.
    case handshakeAmbiguous
    /// Too few round-trip times for the outer percentiles.
    case fewRoundTripTimes
    /// No acknowledgment of new data echoes a time stamp of the flow.
    case noTimestampRoundTrip
    /// No SACK block reported a segment of the flow that was sent once.
    case noSackRoundTrip
    /// The clock behind the time stamps is not known.
    case noTimestampClock
    /// Too few data segments for means over time, acknowledged rates and the timer.
    case shortFlow
    /// The SYN/ACK repeated the ECN flags of the SYN.
    case ecnReflected
    /// ECN was agreed on, but no data arrives with a codepoint that allows marks.
    case ecnBleached
    /// ECN was agreed on, but no data was sent with a codepoint that allows marks.
    case ecnUnused
    /// The receiver echoes marks that never passed the capture point beside it.
    case ecnEchoWithoutMark
    /// Packets are marked although ECN was not agreed on.
    case ecnMarkWithoutSetup
    /// The counter of accurate ECN may have gone round unseen.
    case ecnCounterDoubtful
    /// Fast Open data on the SYN was not accepted.
    case fastOpenRejected
    /// The right edge of the window moved to the left.
    case windowShrunk
    /// The capture missed more than a thousandth of the flow's bytes: RTT, flight and losses are not given.
    case captureIncomplete
    /// Nothing of the flow was captured: its goodput is what its receiver acknowledged.
    case goodputByAcks
    /// The ECN field of SYN or SYN/ACK was changed behind the capture point.
    case ecnSynChanged
    /// The capture file itself says that packets were dropped.
    case dropsRecorded
    /// The way to one of the ends was not measured: the round trip of the whole path is unknown.
    case noPathRoundTrip
  }

  /// The note in a sentence: what it means for the numbers, and what to do.
  public var sentence: String {
    switch code {
    case .noHandshake:
      "The capture starts after the handshake: options, window scale and handshake RTT are unknown."
    case .windowScaleUnknown:
      "The window scale is unknown: windows are not given in bytes (tell it with --window-scale)."
    case .oneSided: "Only one direction was captured: what needs the other one is unknown."
    case .captureDrop:
      "\(counted("byte", "was", "were")) acknowledged but never captured: the capture missed them, the network did "
        + "not lose them."
    case .offload where side == .sender:
      "\(counted("segment", "is", "are")) larger than the MSS: the sending host leaves it to its network card to cut them "
        + "(TSO, GSO), behind this capture point. On the wire they are more and smaller; spacing and pacing are not the "
        + "wire's. Capture again after ethtool -K DEV tso off gso off."
    case .offload where side == .receiver:
      "\(counted("segment", "is", "are")) larger than the MSS: the receiving host put them together (GRO, LRO) before they "
        + "were captured. On the wire they were more and smaller; spacing and arrival times are not the wire's. Capture "
        + "again after ethtool -K DEV gro off lro off."
    case .offload:
      "\(counted("segment", "is", "are")) larger than the MSS (segmentation offload): packet counts and spacing are "
        + "not those of the wire. Capture again after ethtool -K DEV tso off gso off gro off."
    case .captureDuplicates: "\(counted("frame", "was", "were")) captured twice and counted once."
    case .duplicatesAssumed:
      "\(Quantity.count(count)) of these copies \(count == 1 ? "is" : "are") assumed: their frames carry no number of their own "
        + "(IPv6, IP identification 0) or a checksum that the network card fills in."
    case .twoTaps:
      "The file holds two captures of the same packets: the view beside the host that sends more was taken, "
        + "\(counted("frame")) of the other left out (--interface chooses)."
    case .optionsCut:
      "TCP options were cut off in \(counted("packet")): use a snap length of 128 bytes or more."
    case .truncatedPackets:
      "\(counted("packet", "was", "were")) cut by the snap length; lengths come from IP headers."
    case .timeReversals: "Time went backwards \(counted("time")) in the file; packets were sorted by time."
    case .clockStep:
      count == 0
        ? "The clock was set back by more than a second within this connection: its times are those of the clock after the "
          + "last such step, what passed at a step is unknown and counts as none, and no RTT is taken across it."
        : "The clock was set back by more than a second \(counted("time")): connections that go on across a step are marked, "
          + "and what passed at it counts as no time."
    case .captureReordering:
      "\(counted("acknowledgment", "stands", "stand")) in front of the data: the capture mixed up the order of packets "
        + "less than 1 ms apart."
    case .noSyn: "No SYN of this flow was captured: its options are unknown."
    case .noDataDuration: "All data passed at one moment: there is no goodput."
    case .zeroDuration: "All packets have the same time: there is no rate."
    case .fragments:
      "\(counted("segment", "is", "are")) IP fragmented; only the payload of first fragments is counted."
    case .portReused: "The same addresses and ports were used by an earlier connection."
    case .retryAfterRst: "The connection was refused and tried again with the same sequence number."
    case .replayed: "The connection repeats an earlier one's initial sequence number after its end."
    case .roleGuessed:
      "Nobody was seen to open the connection: the side with the higher port is taken as initiator."
    case .noData: "No segment carries data."
    case .onlyDataSeen:
      "Of this connection only this flow was captured: its packets, bytes, rates and retransmissions hold; RTT, losses, "
        + "bytes in flight, windows of its receiver and whether a retransmission was needed are unknown."
    case .onlyAcksSeen:
      "Of this connection only these acknowledgments were captured: windows, duplicate ACKs, SACK and D-SACK hold; "
        + "packets, retransmissions and RTT of the data are unknown."
    case .sackReneging:
      "\(counted("segment", "was", "were")) sent again that the receiver had reported by SACK and took back."
    case .inconsistentRetransmission:
      "\(counted("segment", "was", "were")) sent again with another payload: a broken stack or a middlebox."
    case .middleboxReset:
      "\(counted("reset", "does", "do")) not fit the host (TTL, IP identification or time): likely from a middlebox."
    case .spuriousUnknown:
      "Neither SACK nor time stamps are in use, or one direction is missing: whether a retransmission was needed "
        + "cannot be known."
    case .kindsEstimated:
      "The capture was not taken beside the sender: why segments were sent again (kinds) is an estimate."
    case .noRoundTripTime: "No acknowledgment ends where a segment that was sent once ends: there is no RTT."
    case .synIsnChanged: "The initial sequence number changed while the connection was half open."
    case .ackImplausible:
      "\(counted("acknowledgment", "lies", "lie")) outside of what was sent and \(count == 1 ? "was" : "were") ignored."
    case .accurateECN: "Accurate ECN was negotiated: ECE and CWR are bits of a counter here."
    case .gapsOverflowed: "The stream has more gaps than are kept: repeated bytes are a lower bound."
    case .reopened: "Packets came long after the connection was closed; they are compared with its end only."
    default: furtherSentence
    }
  }

  /// The count with its noun, in singular or plural, and the verb that fits.
  private func counted(_ noun: String, _ singular: String = "", _ plural: String = "") -> String {
    let verb = count == 1 ? singular : plural
    return Quantity.count(count) + " " + noun + (count == 1 ? "" : "s") + (verb.isEmpty ? "" : " " + verb)
  }
}
