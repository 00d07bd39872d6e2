import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp spurious-retransmissions`: which retransmissions were needless, and what says so.
struct SpuriousRetransmissionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spurious-retransmissions",
    abstract: "Which retransmissions were needless, with the packets that prove it.",
    usage: "captcp spurious-retransmissions [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Names the evidence that a retransmission was not needed, and the packet that brought it: acked (its bytes had \
      been acknowledged), dsack (RFC 2883), eifel (time stamps, RFC 3522), frto (RFC 5682), tooFast (sooner than the \
      path allows), lateOriginal. Where neither SACK nor time stamps are in use it cannot be known, and that is said. \
      Without -f it looks at all flows.

      EXAMPLES:
        captcp spurious-retransmissions -m summary trace.pcap
        captcp spurious-retransmissions -m spurious -f 2.1 trace.pcap
        captcp spurious-retransmissions -m retransmissions -t relative trace.pcap
        captcp spurious-retransmissions -m retransmissions --format csv trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Retransmissions") var spurious: SpuriousOptions
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Selection") var frames: FrameOptions
  @OptionGroup(title: "Time") var time: TimeOptionsWithoutT
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ListingForms>
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: spurious.shortColor.applied(to: common), isReadTwice: true)
    let analysis = try session.analyze(keepsRetransmissions: true, label: "judging")
    session.warn(of: analysis)
    try FlowChoice.check(flows.ids, in: analysis.connections)
    var settings = ShowSettings()
    settings.select(
      flows: flows.ids, frames: frames.frames, time: time.time, origin: time.choice.origin(usual: .capture),
      in: analysis)
    let condition = spurious.settings.condition
    if !condition.isEmpty {
      settings.match = try MatchExpression(condition)
      settings.showsMatchesOnly = true
    }
    settings.usesColor = session.console.outputStyle.usesColor
    let delivery = ShowDelivery(
      session: session, analysis: analysis, settings: settings, spurious: spurious.settings)
    let files = try delivery.deliver(to: destination)
    if delivery.writtenCount == 0, spurious.mode != .summary {
      let reason = spurious.mode == .list ? "nothing passes all conditions" : "nothing of this kind was found"
      session.console.warn("no segment is shown: \(reason)")
    }
    try output.writeDependencies(of: files, captures: arguments.captures)
  }
}
