import ArgumentParser
import Reporting

/// `captcp rtt`: round-trip times: samples, smoothed value, minimum, percentiles.
struct RTTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rtt",
    abstract: "Round-trip times: samples, smoothed value, minimum, percentiles.",
    usage: "captcp rtt [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Follows the data of one flow to its receiver and back. Rule ack takes the ACK that ends where a segment ends, \
      unless anything it covers was sent again, came late, or was reported by SACK before; timestamps matches TSval \
      and TSecr; sack takes the first SACK block; path adds to each sample by ACK the nearest one of the opposite \
      flow: end to end and back, from any capture point. What was left out is counted by reason. -f 3 shows both flows of a \
      connection.

      EXAMPLES:
        captcp rtt trace.pcap
        captcp rtt -f 2.1 --preset paper-column -o rtt.pdf trace.pcap
        captcp rtt -f 2 --method timestamps trace.pcap
        captcp rtt -f 2.1 --method path between-the-hosts.pcap
        captcp rtt -f 2.1 --format csv trace.pcap
        captcp rtt -f 2.1 -o rtt.json trace.pcap
      """)

  @OptionGroup(title: "RTT") var rtt: RTTOptions
  @OptionGroup var series: SeriesOptions

  func validate() throws {
    try series.output.refuseUnused(
      [OptionUse(name: "--histogram", isGiven: rtt.histogram)], isInit: series.initOption.isWanted)
  }

  func run() throws {
    let section = RTTSection(method: rtt.method, choice: rtt.rtt, showsHistogram: rtt.histogram)
    try SeriesRun(section: section, options: series, takesBothFlows: true).run()
  }
}
