import ArgumentParser
import Reporting

/// `captcp window`: advertised window: sizes over time, zero windows, full windows.
struct WindowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "window",
    abstract: "Advertised window: sizes over time, zero windows, full windows.",
    usage: "captcp window [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Follows the window that the receiver of one flow's data advertised: scaled, as far as the scale is known, with \
      zero windows and their lengths, times at which it was full, window updates, and right edges that moved back. \
      Where no SYN was captured the field is given, and the least scale that it can have.

      EXAMPLES:
        captcp window trace.pcap
        captcp window -f 2.1 --format csv trace.pcap
        captcp window --window-scale 1.2=7 trace.pcap
      """)

  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.chart.refuse([.xLog: "axes of time are linear", .yLog: "windows are shown from zero"])
  }

  func run() throws {
    try SeriesRun(section: WindowSection(), options: series).run()
  }
}
