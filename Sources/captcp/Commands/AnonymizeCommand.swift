import ArgumentParser
import Measurements
import PacketCapture
import TCPAnalysis

/// `captcp anonymize`: a capture that tells of no host, from which the same analysis comes out.
struct AnonymizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anonymize",
    abstract: "A capture with other addresses and without payload, for which the analysis is the same.",
    usage: "captcp anonymize [<options>] <capture> <new capture>",
    discussion: """
      Replaces IP addresses as Crypto-PAn does: addresses of one network stay in one network. MAC addresses are \
      replaced too, also inside ARP, neighbour discovery and the packets that ICMP errors quote. Payloads become \
      zeros, and so does everything that captcp does not know: other protocols, what tunnels carry, padding, keys and \
      cookies in options. Names, comments and the other words of pcapng files are left out. Times, lengths, flags, \
      sequence numbers, VLAN tags and ports stay; right checksums are right again, wrong ones stay wrong.

      What stays can still tell something: times, sizes and ports of a connection are like a fingerprint. The \
      checksum of a segment that came in several IP fragments cannot be made right. Captures of link types whose \
      addresses captcp does not find (802.11, FDDI and others) are refused.

      EXAMPLES:
        captcp anonymize trace.pcap public.pcap
        captcp anonymize --key-file secret trace.pcapng public.pcapng
        captcp anonymize --ports --payload cut trace.pcap headers.pcap
        zcat trace.pcap.gz | captcp anonymize - - | captcp statistic -
      """)

  /// What becomes of payloads, as the user names it.
  enum Payload: String, CaseIterable, ExpressibleByArgument {
    case zero, cut
  }

  @Argument(
    help: ArgumentHelp("The capture, or - for standard input.", valueName: "capture"), completion: .file())
  var input: String

  @Argument(
    help: ArgumentHelp(
      "The new capture (.pcap, .pcapng), or - for standard output.", valueName: "new capture"),
    completion: .file())
  var target: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Another way to name the new capture.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Zeros of the same length, or packets that are cut behind their headers.", valueName: "how"))
  var payload: Payload = .zero

  @Flag(help: "Replace ports too, each by one of its range (system, user, dynamic).")
  var ports = false

  @OptionGroup(title: "Key") var keys: KeyOptions

  @Option(
    help: ArgumentHelp("Write what the output depends on, for make.", valueName: "file"), completion: .file())
  var depfile: String?

  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    guard (target == nil) != (output == nil) else {
      throw ValidationError("name one new capture: captcp anonymize CAPTURE NEW")
    }
    if depfile != nil, path == "-" { throw ValidationError("--depfile needs a new capture with a name") }
  }

  private var path: String { target ?? output ?? "-" }

  func run() throws {
    let anonymization = try keys.anonymization(mapsPorts: ports)
    let place = try CapturePlace(path: path, allowsFolder: false)
    try CaptureGuard.check(path, inputs: [input])
    try Destination.checkDepfile(depfile)
    let session = try CaptureSession(
      captures: [input], options: CaptureOptions(), knowledge: AnalysisOptions(), common: common)
    let anonymizer = PacketAnonymizer(anonymization, payload: payload == .cut ? .cut : .zeroed)
    var files = OutputFiles()
    if case .file(let path) = place {
      let file = try AtomicFile(path: path)
      try write(session, anonymizer, to: place) { bytes throws(CommandFailure) in try file.write(bytes) }
      try file.commit()
      files.add(path)
    } else {
      let standardOutput = StandardOutput()
      try write(session, anonymizer, to: place) { bytes throws(CommandFailure) in
        try standardOutput.write(bytes)
      }
    }
    if !keys.isGiven {
      session.console.tell(
        "the key was random: another run gives other pseudonyms, unless --key-file keeps one")
    }
    if let depfile { try files.writeDependencies(to: depfile, captures: [input]) }
  }

  private func write(
    _ session: CaptureSession, _ anonymizer: PacketAnonymizer, to place: CapturePlace,
    _ sink: @escaping ([UInt8]) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    let (copy, summary) = try session.readPackets(label: "anonymizing") { reader throws(CommandFailure) in
      let encoder = CaptureEncoder(reader, form: place.form, texts: .dropped)
      try place.check(encoder)
      return AnonymizedCopy(encoder: encoder, anonymizer: anonymizer, capture: input, sink: sink)
    }
    try copy.finish(summary)
    for warning in summary.warnings { session.console.warn(warning) }
    if copy.droppedPackets > 0 {
      session.console.warn(
        "\(Quantity.count(Int64(clamping: copy.droppedPackets))) packets were left out: "
          + SkipReason.unknownInterface.explanation)
    }
    session.console.inform("\(Quantity.count(Int64(clamping: copy.packets))) packets written")
  }
}
