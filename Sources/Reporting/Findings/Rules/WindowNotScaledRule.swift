import Measurements
import TCPAnalysis

/// The window could not grow beyond 65 535 bytes, and data in flight came near it (RFC 7323, section 2.2).
struct WindowNotScaledRule: FindingRule {
  let identifier = "window-not-scaled"
  let title = "Window not scaled"
  let disproof =
    "A window scale option in a SYN that was rewritten between the capture point and the other end."
  let threshold = "No window scaling, or scale 0, and 90 % of the greatest window in flight at least once."

  func findings(in flow: FlowSubject) -> [Finding] {
    guard flow.flow.synPackets > 0, flow.receiver.synPackets > 0,
      let window = flow.receiver.advertisedWindowMaxBytes, let flight = flow.flow.maxBytesInFlight
    else { return [] }
    // Scaling is used only if both SYNs offer it.
    let isOffered = flow.flow.windowScale != nil && flow.receiver.windowScale != nil
    guard !isOffered || flow.receiver.windowScale == 0, flight >= window - window / 10,
      flight <= window + window / 10
    else {
      return []
    }
    let reason = isOffered ? "window scale 0" : "no window scaling"
    return [
      flow.finding(
        self, .info,
        RichText([
          .plain("The receiver's window was never above "), .strong("\(Quantity.count(window)) B"),
          .plain(" (\(reason)), and data in flight reached \(Quantity.percent(flight, of: window)) of it"),
        ]), at: .whole, facts: [.init("windowBytes", window), .init("inFlightBytes", flight)],
        weight: Double(flow.flow.uniquePayloadBytes))
    ]
  }
}
