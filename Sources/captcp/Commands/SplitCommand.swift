import ArgumentParser
import Measurements
import PacketCapture
import TCPAnalysis

/// `captcp split`: one capture a connection, or chosen flows in one capture.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: "One capture a connection, or chosen flows in one capture.",
    usage: "captcp split [<options>] -o <folder or file> <capture> ... [<filter> ...]",
    discussion: """
      Writes every packet into the capture of its connection, connection-000001.pcap and so on by the numbers of all \
      modules, in one reading and with few open files however many connections there are; packets without a TCP \
      header that can be used, such as UDP, ARP and further IP fragments, go into other.pcap. With -f only these \
      flows are written. With a file as -o all flows go into this one file, in the order of the capture, without the \
      other packets. A filter or a time chooses packets; numbers do not change.

      Times, link types, captured and original lengths stay to the bit. Classic captures of one link type and \
      resolution give classic ones, everything else pcapng, with names, comments and options of packets. What is \
      known of an interface as a whole, such as its drops, belongs to no connection and is left out. What was written \
      is listed on standard output.

      EXAMPLES:
        captcp split -o connections/ trace.pcap
        captcp split -f 3,7.1 -o two.pcap trace.pcap
        captcp split -o web/ trace.pcapng.zst tcp port 443
        ssh host tcpdump -w - | captcp split --format csv -o out/ -
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Split") var split: SplitOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Selection") var time: TimeRangeOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let place = try CapturePlace(path: split.output ?? "-", allowsFolder: true)
    try CaptureGuard.check(split.output ?? "-", inputs: arguments.captures)
    try Destination.checkDepfile(split.depfile, beside: split.output)
    let session = try CaptureSession(
      arguments,
      options: CaptureOptions(
        filter: arguments.filter, interface: split.interface, isReadTwice: time.time != nil),
      common: common)
    let shownTimes = try time.time?.absolute(zero: session.firstTime() ?? 0)
    let run = SplitRun(session: session, flows: flows.ids, shownTimes: shownTimes)
    let (list, files) = try run.write(to: place, isForced: split.force)
    session.warn(of: list.analysis)
    tell(list.leftOut, session.console)
    if place == .standardOutput {
      session.console.inform("\(Quantity.count(list.counts.packets)) packets written")
    } else {
      let output = StandardOutput()
      try list.write(split.format) { bytes throws(CommandFailure) in try output.write(bytes) }
    }
    if let depfile = split.depfile { try files.writeDependencies(to: depfile, captures: arguments.captures) }
  }

  private func tell(_ leftOut: ConnectionSplitter.LeftOut, _ console: Console) {
    guard leftOut.ofUnknownInterface > 0 else { return }
    console.warn(
      "\(Quantity.count(leftOut.ofUnknownInterface)) packets were left out: "
        + SkipReason.unknownInterface.explanation)
  }
}
