internal import Measurements

extension AnalysisNote {
  /// The sentences about round-trip times, rates, windows and ECN.
  var furtherSentence: String {
    let times = Quantity.count(count) + (count == 1 ? " time" : " times")
    return switch code {
    case .handshakeAmbiguous:
      "Several SYNs preceded the SYN/ACK and nothing tells which one it answers: its round trip is not used."
    case .fewRoundTripTimes:
      "A series has only \(Quantity.count(count)) round-trip time\(count == 1 ? "" : "s"): p5 and p95 need \(RoundTripSummary.tailCount), p99 needs "
        + "\(RoundTripSummary.farTailCount)."
    case .noTimestampRoundTrip: "No acknowledgment of new data echoes a time stamp of this flow."
    case .noSackRoundTrip: "No SACK block reports a segment of this flow that was sent once."
    case .noTimestampClock:
      "The clock behind the time stamps is not known: it takes 64 packets with them over a second."
    case .shortFlow:
      "Fewer than \(Classifier.longFlow) data segments: acknowledged rates, mean in flight and timer are not kept."
    case .ecnReflected:
      "The SYN/ACK sent the ECN flags of the SYN back as they were: the peer or a middlebox is broken, ECN is off."
    case .ecnBleached:
      "ECN was agreed on, but all data arrives as not ECN-capable: something on the path clears the codepoint."
    case .ecnUnused: "ECN was agreed on, but no data was sent as ECN-capable."
    case .ecnEchoWithoutMark:
      "ECE was set \(times) although no marked packet passed this capture point beside the receiver: marked behind it, "
        + "or a broken stack."
    case .ecnMarkWithoutSetup:
      "\(Quantity.count(count)) packet\(count == 1 ? " is" : "s are") marked CE although ECN was not agreed on."
    case .ecnCounterDoubtful:
      "The counter of accurate ECN may have gone round \(times) (more than 7 packets acknowledged at once): marks are a "
        + "lower bound."
    case .fastOpenRejected:
      "The receiver did not accept the data on the SYN: it was sent again and counts once, not as lost."
    case .windowShrunk:
      "The right edge of the receiver's window moved to the left \(times) (RFC 9293, section 3.8.6 advises against it)."
    case .captureIncomplete:
      "The capture missed more than 0.1 % of the flow's bytes: RTT, bytes in flight and losses are not given, since a "
        + "packet that was missed makes them wrong."
    case .goodputByAcks:
      "Nothing of this flow was captured: its goodput is what its receiver acknowledged from its first acknowledgment on."
    case .ecnSynChanged:
      "By accurate ECN the SYN or the SYN/ACK arrived with another ECN codepoint than it has here: something on the path "
        + "changes it."
    case .dropsRecorded:
      "The capture file says that \(Quantity.count(count)) packet\(count == 1 ? " was" : "s were") dropped by interface or "
        + "kernel while capturing: what was acknowledged and never seen was not lost by the network."
    case .noPathRoundTrip:
      "The way to one of the ends was not measured (no complete handshake, data in one direction only): the round trip of "
        + "the whole path is unknown."
    default: ""
    }
  }
}
