import Measurements
import TCPAnalysis

/// The round-trip time rose far above the least one while data was in flight (DEFINITIONS.md 15).
struct RoundTripRule: FindingRule {
  let identifier = "rtt-inflation"
  let title = "RTT inflation"
  let disproof = "The same times with nothing in flight: then it is not the flow's own data that waits."
  let threshold =
    "At least 20 RTT samples; the 95th percentile is twice the least and 50 ms above it, and at least 5 % of the samples "
    + "rose so with more than a lone small segment in flight. Medium from 200 ms on, the least "
    + "timeout of Linux; high from five times and 500 ms on."

  /// A queue that delays by more than this outlasts the least timeout of Linux, in nanoseconds.
  private static let leastTimeout: Int64 = 200_000_000

  func findings(in flow: FlowSubject) -> [Finding] {
    guard let rtt = flow.flow.roundTripTime, rtt.count >= RoundTripSummary.tailCount, let seen = flow.seen,
      let place = seen.greatestRoundTripPlace
    else { return [] }
    let baseline = FlowBaseline(flow.connection, direction: flow.direction)
    guard rtt.percentile95 >= baseline.risenRTT, seen.risenRoundTrips.count * 20 >= rtt.count else {
      return []
    }
    let least = min(rtt.minimum, flow.flow.baseRoundTripTime ?? rtt.minimum)
    let rise = rtt.percentile95 &- least
    let flight =
      seen.greatestRoundTripFlight > 0
      ? " (\(Quantity.si(Double(seen.greatestRoundTripFlight), "B")))" : ""
    return [
      flow.finding(
        self,
        rise >= 500_000_000 && rtt.percentile95 >= 5 &* least
          ? .high : rise >= Self.leastTimeout ? .medium : .info,
        RichText([
          .plain("RTT rose from \(FindingWords.time(least)) to "),
          .strong(FindingWords.time(rtt.percentile95)),
          .plain(
            " (95th percentile of \(Quantity.count(rtt.count)) samples); the greatest with data in "
              + "flight, \(FindingWords.time(seen.greatestRoundTrip)), in frame \(place.frame)\(flight)"),
        ]), at: .packets(Occurrences([place])), confidence: flow.isSenderSide ? .high : .medium,
        doubt: flow.isSenderSide ? "" : "Only the path between the capture point and the receiver is seen.",
        facts: [
          .init("leastMs", Double(least) / 1e6), .init("percentile95Ms", Double(rtt.percentile95) / 1e6),
          .init("greatestWithFlightMs", Double(seen.greatestRoundTrip) / 1e6), .init("samples", rtt.count),
        ], weight: Double(rise))
    ]
  }
}
