import ArgumentParser

/// The forms of an explanation.
enum ExplainForms: String, OutputForms {
  case text, json
}

/// What `explain` takes instead of captures and a filter.
struct ExplainArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Capture files, or - for standard input; then the number of the frame in its file, as show and Wireshark print it.",
      valueName: "capture"), completion: .file())
  var words: [String] = []

  @Option(
    help: ArgumentHelp(
      "With several captures, the one that the frame is counted in: 0 for the first.", valueName: "index"))
  var file: UInt16 = 0

  /// The captures.
  var captures: [String] { Array(words.dropLast()) }

  /// The frame.
  var frame: UInt64 { words.last.flatMap { UInt64($0) } ?? 0 }

  func validate() throws {
    guard words.count >= 2 else {
      throw ValidationError("name a capture and the number of a frame: captcp explain trace.pcap 1171")
    }
    guard frame > 0 else {
      throw ValidationError(
        "the last word must be the number of a frame, from 1: '\(words.last ?? "")' is none")
    }
    guard Int(file) < captures.count else {
      throw ValidationError("--file \(file): there are captures 0 to \(captures.count - 1)")
    }
    guard captures.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input (-) can be read only once")
    }
  }
}
