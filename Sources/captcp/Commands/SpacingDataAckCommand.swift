import ArgumentParser
import Reporting

/// `captcp spacing-data-ack`: time from each data segment to the ACK that covers it.
struct SpacingDataAckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spacing-data-ack",
    abstract: "Time from each data segment to the ACK that covers it.",
    usage: "captcp spacing-data-ack [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Measures from each segment with data to the first ACK that covers it. In a capture beside the receiver that is \
      the time it took; elsewhere the path's round trip is in it, and that is said. Segments that were sent again or \
      whose ACK waited for earlier bytes are listed, but left out of the numbers.

      EXAMPLES:
        captcp spacing-data-ack receiver.pcap
        captcp spacing-data-ack -f 2.1 -a 1 --format csv receiver.pcap
        captcp spacing-data-ack -f 2.1 --stdio receiver.pcap
      """)

  @OptionGroup(title: "Data to ACK") var spacing: SampleOptions
  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.chart.refuse([.xLog: "axes of time are linear"])
  }

  func run() throws {
    try SeriesRun(section: SpacingDataAckSection(samples: spacing.samples), options: series).run()
  }
}
