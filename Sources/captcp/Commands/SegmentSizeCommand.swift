import ArgumentParser
import Reporting

/// `captcp segmentsize`: payload sizes of a flow over time, and their distribution.
struct SegmentSizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentsize",
    abstract: "Payload sizes of a flow over time, and their distribution.",
    usage: "captcp segmentsize [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Lists the payload of each segment with data, and how sizes are distributed in classes of 50 bytes, beside the \
      MSS that the receiver announced. Segments larger than that come from segmentation offload: they are not what \
      the wire carried.

      EXAMPLES:
        captcp segmentsize trace.pcap
        captcp segmentsize -f 2.1 --format csv trace.pcap
        captcp segmentsize -f 1.1,2.1 -o sizes.json trace.pcap
      """)

  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.chart.refuse([.xLog: "axes of time are linear"])
  }

  func run() throws {
    try SeriesRun(section: SegmentSizeSection(), options: series).run()
  }
}
