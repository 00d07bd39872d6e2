public import ArgumentParser
public import TCPAnalysis

extension RTTSeries.Method: ExpressibleByArgument {}
extension RTTSeries.Choice: ExpressibleByArgument {}

/// Options of `rtt` alone.
struct RTTOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What makes a sample.", valueName: "rule"))
  var method: RTTSeries.Method = .ack
  @Option(
    help: ArgumentHelp(
      "With rule ack, which of the segments that an ACK covers is measured; the oldest one holds the wait of a "
        + "delayed ACK.", valueName: "segment"))
  var rtt: RTTSeries.Choice = .newest

  @Flag(help: "Draw a histogram beside the samples, not the cumulative distribution.")
  var histogram = false

  func validate() throws {
    if method != .ack, rtt == .oldest { throw ValidationError("--rtt oldest needs --method ack") }
  }
}
