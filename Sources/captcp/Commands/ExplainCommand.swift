import ArgumentParser
import Reporting
import TCPAnalysis

/// `captcp explain`: why one frame was classified as it was.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why a frame got its class and kind: the tests with their values.",
    usage: "captcp explain [<options>] <capture> ... <frame>",
    discussion: """
      Lets the classifier judge the capture, takes down what it knew when it came to the frame, and watches what \
      later packets tell: the tests in their order with the values that decided, the RTT sample or why there is none, \
      what proved a retransmission needless, and where else its bytes are in the capture.

      EXAMPLES:
        captcp explain trace.pcap 1171
        captcp explain --format json trace.pcap 1171
        captcp explain --file 1 ring.pcap0 ring.pcap1 20
      """)

  @OptionGroup var arguments: ExplainArguments
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ExplainForms>
  @OptionGroup(title: "Common") var common: CommonOptions

  func run() throws {
    let destination = try output.destination()
    let session = try CaptureSession(
      captures: arguments.captures, options: try knowledge.captureOptions(filter: nil, isReadTwice: true),
      knowledge: knowledge.analysisOptions(), common: common)
    let content = try session.explain(frame: arguments.frame, file: arguments.file)
    let name = arguments.captures[Int(arguments.file)]
    switch content {
    case .none(let packets):
      throw CommandFailure(
        .usage, "\(name): frame \(arguments.frame) does not exist: the file has \(packets) packets")
    case .other(let reason):
      throw CommandFailure(.badInput, "\(name): frame \(arguments.frame) is no TCP segment: \(reason)")
    case .segment(let explanation):
      let start = try session.firstTime() ?? 0
      let files = try deliver(
        explanation, start: start, style: session.console.outputStyle, to: destination)
      try output.writeDependencies(of: files, captures: arguments.captures)
    }
  }

  private func deliver(
    _ explanation: Explanation, start: Int64, style: TerminalStyle, to destination: Destination
  ) throws(CommandFailure) -> OutputFiles {
    if case .several(let parts) = destination {
      var files = OutputFiles()
      for part in parts { files.add(try deliver(explanation, start: start, style: style, to: part)) }
      return files
    }
    var files = OutputFiles()
    switch destination {
    case .standardOutput(let format):
      try StandardOutput().write(bytes(explanation, start: start, style: style, format))
    case .file(let path, let format):
      try files.write(bytes(explanation, start: start, style: Self.plain, format), to: path)
    case .folder(let path):
      try Destination.makeFolder(path)
      for format in [OutputFormat.text, .json] {
        let name = "\(path)frame-\(arguments.frame).\(format.ending)"
        try files.write(bytes(explanation, start: start, style: Self.plain, format), to: name)
      }
    case .several: break
    }
    return files
  }

  private static let plain = TerminalStyle(usesColor: false)

  private func bytes(
    _ explanation: Explanation, start: Int64, style: TerminalStyle, _ format: OutputFormat
  ) -> [UInt8] {
    format == .json
      ? ExplainJSON(explanation, tool: Version.tool).bytes()
      : ExplainText(explanation, captureStart: start, style: style).bytes()
  }
}
