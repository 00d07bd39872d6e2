import ArgumentParser
import Reporting

/// `captcp spacing`: time between packets of a flow, and stalls.
struct SpacingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spacing",
    abstract: "Time between packets of a flow, and stalls.",
    usage: "captcp spacing [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Measures the time from one data packet of a flow to the next (TX), and between the ACKs that came back (RX), \
      and lists the stalls of the connection, the longest first, with the packets around them. Only one clock is \
      needed: nothing is compared between hosts.

      EXAMPLES:
        captcp spacing trace.pcap
        captcp spacing -f 2.1 -a 1 --format csv trace.pcap
        captcp spacing -f 2.1 --stdio trace.pcap
      """)

  @OptionGroup(title: "Spacing") var spacing: SampleOptions
  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.chart.refuse([.xLog: "axes of time are linear"])
  }

  func run() throws {
    try SeriesRun(section: SpacingSection(samples: spacing.samples), options: series).run()
  }
}
