import ArgumentParser
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp statistic`: the capture, and both flows of each connection side by side.
struct StatisticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistic",
    abstract: "Numbers of the capture and of each connection, both flows side by side.",
    usage: "captcp statistic [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Prints packets, bytes and rates at each layer, retransmitted segments, flags, payload sizes and inter-arrival \
      times of both flows of each connection. What the packets do not tell is printed as \u{2014}, with the reason \
      below. Above a thousand connections each takes one line, unless -e is given.

      EXAMPLES:
        captcp statistic trace.pcap
        captcp statistic --top 5 --sort duration trace.pcap tcp port 443
        captcp statistic --format json -o flows.json trace.pcap.gz
        captcp statistic -m '%(id)s %(rexmt-packets-percent).2f' trace.pcap
        ssh host tcpdump -w - | captcp statistic --per-host -
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Statistic") var statistic: StatisticOptions
  @OptionGroup(title: "Statistic") var classification: ClassifyOption
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Selection") var time: TimeRangeOption
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<TableForms>
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let userFormat = try statistic.parsedFormat()
    var selection = try statistic.selection(flows: flows.ids)
    if classification.classify != .native { return try runByPeer(to: destination, selection) }
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: common, isReadTwice: time.time != nil)
    selection.mayHide = arguments.filter != nil || time.time != nil
    var analysis = try session.analyze(
      shownTimes: try shownTimes(session), detailedConnections: detailedConnections(destination, selection))
    if digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    try FlowChoice.check(flows.ids, in: analysis.connections)
    let delivery = StatisticDelivery(
      material: StatisticMaterial(analysis: analysis, selection: selection, tool: Version.tool),
      isExtended: statistic.extended, isPerHost: statistic.perHost, userFormat: userFormat,
      style: session.console.outputStyle)
    let files = try delivery.deliver(to: destination)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  /// How many connections the result needs in detail: above a thousand the text is a list of all.
  private func detailedConnections(_ destination: Destination, _ selection: StatisticSelection) -> Int {
    let isText =
      switch destination {
      case .standardOutput(let format), .file(_, let format): format == .text
      case .folder, .several: false
      }
    let hasBlocks = statistic.extended || statistic.userFormat != nil || statistic.perHost
    return isText && !hasBlocks && selection.isEverything ? StatisticText.blockLimit : .max
  }

  /// Counts by the rules of another tool, on the connections that it would see.
  private func runByPeer(to destination: Destination, _ selection: StatisticSelection) throws {
    try checkPeerOptions()
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: common, isReadTwice: time.time != nil)
    let rules = classification.classify
    guard let counts = rules.makeStatistic(shownTimes: try shownTimes(session)) else { return }
    var capture = try session.read(into: counts)
    if digest.hash { try session.addDigests(to: &capture) }
    session.warn(of: capture)
    var material = PeerMaterial(capture: capture, rules: rules, statistic: counts, tool: Version.tool)
    material.patterns = selection.patterns
    material.top = selection.top
    let delivery = PeerStatisticDelivery(material: material, style: session.console.outputStyle)
    let files = try delivery.deliver(to: destination)
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  /// Fails on options that speak of captcp's own connections and values.
  private func checkPeerOptions() throws(CommandFailure) {
    let given: [(isGiven: Bool, name: String)] = [
      (!flows.ids.isEmpty, "--flow"), (statistic.extended, "--extended"),
      (statistic.userFormat != nil, "--user-format"), (statistic.sort != nil, "--sort"),
      (statistic.perHost, "--per-host"), (knowledge.capturePoint != nil, "--capture-point"),
      (knowledge.windowScale != nil, "--window-scale"),
    ]
    guard let option = given.first(where: \.isGiven) else { return }
    throw CommandFailure(
      .usage,
      "\(option.name) needs captcp's own rules: leave out --classify \(classification.classify.rawValue)")
  }

  /// The range of time in the capture's clock; connections have no common start, so zero is the capture's.
  private func shownTimes(_ session: CaptureSession) throws(CommandFailure) -> ClosedRange<Int64>? {
    guard let range = time.time else { return nil }
    return range.absolute(zero: try session.firstTime() ?? 0)
  }
}
