/// The rare, heavy state of a flow, made when it is first needed and freed with the connection.
struct FlowDetail {
  /// Bytes never seen below the highest byte seen.
  var gaps = GapList()
  /// Bytes above the cumulative acknowledgment that the receiver reported by SACK.
  var sacked = IntervalSet()
  /// Data sent and not acknowledged.
  var sent = SentQueue()
  /// Episodes of loss recovery and the sender's timers.
  var recovery = RecoveryState()
  /// What was sent again.
  var resends = ResendLog()
  /// Round-trip times of cumulative acknowledgments.
  var roundTrips = RoundTripSamples()
}
