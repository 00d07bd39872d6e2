public import ArgumentParser
public import Reporting
public import TCPAnalysis

extension FrameRanges: ExpressibleByArgument {
  /// Reads `10-20,35,40-`.
  public init?(argument: String) { self.init(argument) }
}

extension ShowSettings.Differentiation: ExpressibleByArgument {}

/// Options of `show` alone.
struct ShowOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What lines are coloured by: what the segment is (class), its connection, or its flow.",
      valueName: "what"))
  var differentiate: ShowSettings.Differentiation = .verdict

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Mark the segments that fulfil this condition, as 'retransmission and len > 1000' or 'sackblocks'; see below.",
      valueName: "expr"))
  var match: String?

  @Flag(name: .shortAndLong, help: "Show only what matches.")
  var suppress = false

  @OptionGroup var shortColor: ShortColorOption

  @Flag(name: .shortAndLong, help: "Number the lines, beside the frames.")
  var number = false

  @Option(
    help: ArgumentHelp("Show these frames of the file: 10-20,35,40-.", valueName: "a-b,…"))
  var frames: FrameRanges?

  @Option(
    help: ArgumentHelp(
      "Show a frame and what stands around it in its connection (in what -f names, if given).",
      valueName: "frame"))
  var around: UInt64?

  @Option(help: ArgumentHelp("Segments shown in front of and behind that frame.", valueName: "n"))
  var context = 10

  func validate() throws {
    if suppress, match == nil { throw ValidationError("--suppress needs a condition: give one with --match") }
    if around != nil, frames != nil { throw ValidationError("--around and --frames exclude each other") }
    guard (0...10_000).contains(context) else { throw ValidationError("--context must be 0 to 10000") }
  }

  /// The condition, compiled.
  ///
  /// - Throws: ``CommandFailure`` that points at the place of a mistake.
  func expression(_ rules: RuleSet) throws(CommandFailure) -> MatchExpression? {
    guard let match else { return nil }
    do {
      return try MatchExpression(match, rules: rules)
    } catch {
      throw CommandFailure(.usage, "--match: \(error.description)")
    }
  }
}
