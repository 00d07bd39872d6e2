import ArgumentParser
import Reporting

/// `captcp inflight`: data that was sent and not yet acknowledged, over time.
struct InflightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inflight",
    abstract: "Data that was sent and not yet acknowledged, over time.",
    usage: "captcp inflight [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Follows one flow: highest byte sent less highest byte acknowledged after every segment and every ACK, the pipe \
      of RFC 6675 beside it, and the receiver's window. It is the sender's own only in a capture beside the sender. \
      Without -f it is the flow with most payload. Without -o its numbers are printed; the series is in the CSV, JSON \
      and dat forms.

      EXAMPLES:
        captcp inflight trace.pcap
        captcp inflight -f 2.1 -m packets --format csv trace.pcap
        captcp inflight -f 2.1 -t 0.3..0.8 --stdio trace.pcap
        captcp inflight -o flight.dat trace.pcap
      """)

  @OptionGroup(title: "In flight") var inflight: InflightOptions
  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.chart.refuse([.xLog: "axes of time are linear", .yLog: "bytes in flight are shown from zero"])
  }

  func run() throws {
    try SeriesRun(section: InflightSection(mode: inflight.mode), options: series).run()
  }
}
