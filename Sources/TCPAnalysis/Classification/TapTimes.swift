/// How long packets take from the capture point to the sender of a flow's data and back, for captures that begin
/// behind the handshake.
///
/// The receiver's packets carry time stamps that the sender's next data echoes: the time from the first packet with a
/// time stamp to the first data with its echo.
final class TapTimes {
  /// Time stamps that are waited for at most.
  private static let capacity = 64
  /// Samples that are taken at most.
  private static let greatestCount = 4096

  private var values: [(value: UInt32, time: Int64)] = []
  private var next = 0
  private var newest: UInt32?
  private var matched: UInt32?
  private var samples = RoundTripSamples()

  /// Takes a time stamp of the receiver.
  func note(_ value: UInt32, time: Int64) {
    guard value != newest else { return }
    newest = value
    if values.count < Self.capacity {
      values.append((value, time))
    } else {
      values[next] = (value, time)
      next = (next + 1) % Self.capacity
    }
  }

  /// Takes an echo that the sender's data carries.
  func match(_ echo: UInt32, time: Int64) {
    guard echo != matched, samples.count < Self.greatestCount,
      let carrier = values.first(where: { $0.value == echo })
    else { return }
    matched = echo
    samples.append(max(1, time - carrier.time))
  }

  /// The fifth percentile in nanoseconds; `nil` for fewer than 20 samples.
  var percentile5: Int64? {
    guard let summary = samples.summary(), summary.count >= 20 else { return nil }
    return summary.percentile5
  }
}
