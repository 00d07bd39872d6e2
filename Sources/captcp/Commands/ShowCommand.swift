import ArgumentParser
import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// `captcp show`: one line a segment.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One coloured line a segment: what it is, and what it means.",
    usage: "captcp show [<options>] <capture> ... [<filter> ...]",
    discussion: """
      Prints the TCP segments in the order of the file, with relative numbers, windows in bytes and what happened to \
      each in words. A window with *? is the field as it stands: its scale is unknown. The capture is read twice, \
      since what proves a retransmission needless comes after it.

      CONDITIONS (--match, --suppress) are made of these names:
        packet: frame time file interface connection direction flow caplen
        addresses: sip dip ip sport dport ttl ip_id ecn
        numbers as printed: seq end ack win len flight pipe rtt_ms
        numbers as on the wire: raw_seq raw_ack raw_win urp sum flags
        flags: syn_flag ack_flag fin_flag rst_flag psh_flag urg_flag
        more flags: ece_flag cwr_flag ae_flag
        options: mss wsc tsval tsecr sackok sackblocks raw_sackblocks
        classes: retransmission syn_retransmission reordered out_of_order
        more classes: new_data new_data_after_gap unknown_fill pure_ack syn fin rst
        copies: capture_duplicate network_duplicate
        probes: zero_window_probe keep_alive
        kinds: fast rack recovery tlp rto rto_recovery unknown
        need: spurious certain likely possible
        acknowledgments: new_ack dup_ack old_ack window_update ack_unseen dsack
        marks: zero_window window_full already_acked partial after_timeout ...
        names to compare: class kind ackclass spurious, as kind == 'rto'
        with --classify: analysis == 'out_of_order', by the names of that tool
      Operators, from the weakest: or (||), and (&&), not (!), == != < <= > >= in, \
      + -, * / %, [ ]. Values: numbers (0x10, 2.5), 'strings', addresses, networks \
      (10.0.0.0/8), lists (80, 443), ranges 1..9, len(sackblocks). A bare option \
      holds where it is present; a comparison with an absent one does not hold.

      EXAMPLES:
        captcp show trace.pcap
        captcp show -f 2.1 -t 1.5..2 trace.pcap
        captcp show -s -m 'retransmission and not spurious' trace.pcap
        captcp show -s -m 'sip in 10.0.0.0/8 and dport in (80, 443)' trace.pcap
        captcp show --around 1171 --context 20 trace.pcap
        captcp show -d flow -c always trace.pcap | less -R
        captcp show --format jsonl trace.pcap tcp port 443
        captcp show --classify wireshark -s -m 'analysis == "out_of_order" and retransmission' trace.pcap
      """)

  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Show") var show: ShowOptions
  @OptionGroup(title: "Show") var classification: ClassifyOption
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ListingForms>
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let expression = try show.expression(classification.classify)
    let session = try CaptureSession(
      arguments, knowledge: knowledge, common: show.shortColor.applied(to: common), isReadTwice: true)
    let finder = show.around.map { FrameFinder(frame: $0) }
    let analysis = try session.analyze(
      metrics: finder.map { [$0] } ?? [], keepsRetransmissions: true, label: "judging")
    session.warn(of: analysis)
    try FlowChoice.check(flows.ids, in: analysis.connections)
    var settings = settings(analysis)
    settings.match = expression
    settings.rules = classification.classify
    settings.usesColor = session.console.outputStyle.usesColor
    if let finder { try choose(finder, in: analysis, &settings) }
    let delivery = ShowDelivery(session: session, analysis: analysis, settings: settings)
    let files = try delivery.deliver(to: destination)
    if delivery.writtenCount == 0 {
      session.console.warn("no segment is shown: nothing passes all conditions")
    }
    try output.writeDependencies(of: files, captures: arguments.captures)
  }

  private func settings(_ analysis: Analysis) -> ShowSettings {
    var settings = ShowSettings()
    settings.select(
      flows: flows.ids, frames: show.frames, time: time.time, origin: time.origin(usual: .capture),
      in: analysis)
    settings.showsMatchesOnly = show.suppress
    settings.differentiation = show.differentiate
    settings.numbersLines = show.number
    return settings
  }

  /// Narrows the selection to what stands around a frame.
  private func choose(_ finder: FrameFinder, in analysis: Analysis, _ settings: inout ShowSettings)
    throws(CommandFailure)
  {
    let frame = show.around ?? 0
    guard let found = finder.found else {
      let last = analysis.capture.files.map(\.packets).max() ?? 0
      guard frame >= 1, frame <= last else {
        throw CommandFailure(.usage, "frame \(frame) does not exist: the capture has frames 1 to \(last)")
      }
      throw CommandFailure(
        .badInput, "frame \(frame) is no TCP segment that was analysed: captcp explain says what it is")
    }
    settings.place = ShowSettings.Place(
      frame: frame, fileIndex: found.segment.fileIndex, count: show.context)
    if flows.ids.isEmpty { settings.selection.flows = [FlowID(connection: found.connectionNumber)] }
  }
}
