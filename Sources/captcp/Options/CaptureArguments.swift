import ArgumentParser
@preconcurrency import Glibc

/// The captures and the filter: what stands on the command line besides options.
struct CaptureArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Capture files, or - for standard input; then a filter in the words of pcap-filter(7). Leading words that name "
        + "an existing file are captures, the others are the filter, which chooses what is shown and not what is "
        + "analysed; -- forces the border.", valueName: "capture"), completion: .file())
  var words: [String] = []

  /// What stands behind `--`; see `movingFilter(_:)`.
  @Option(name: .customLong(CaptureArguments.filterName), help: .private)
  var forcedFilter: String?

  private static let filterName = "filter-behind-border"

  /// The captures, in the order given.
  var captures: [String] { forcedFilter == nil ? Array(words.prefix(leadingFiles)) : words }

  /// The filter expression; `nil` if there is none.
  var filter: String? {
    let text = forcedFilter ?? words.dropFirst(leadingFiles).joined(separator: " ")
    let trimmed = text.trimmingPrefix { $0.isWhitespace }
    return trimmed.isEmpty ? nil : String(trimmed)
  }

  /// Words of a command line with what stands behind `--` as an option, so that the border is known.
  ///
  /// The parser drops the border itself: it allows one list of arguments only. The space in front keeps an empty
  /// filter a value.
  static func movingFilter(_ arguments: [String]) -> [String] {
    guard let border = arguments.firstIndex(of: "--") else { return arguments }
    let filter = arguments[arguments.index(after: border)...].joined(separator: " ")
    return arguments[..<border] + ["--\(filterName)= \(filter)"]
  }

  /// What to add to a filter's error message when its first word looks like the name of a file.
  var hint: String {
    guard forcedFilter == nil, let first = words.dropFirst(leadingFiles).first else { return "" }
    let endings = [".pcap", ".pcapng", ".cap", ".dmp", ".gz", ".zst"]
    guard first.contains("/") || endings.contains(where: { first.hasSuffix($0) }) else { return "" }
    return " (there is no file \(first))"
  }

  /// Leading words that name existing files.
  ///
  /// The first word counts as one in any case: it is then the file that does not exist, and the message says so.
  private var leadingFiles: Int {
    max(words.prefix { $0 == "-" || access($0, F_OK) == 0 }.count, words.isEmpty ? 0 : 1)
  }

  func validate() throws {
    guard !words.isEmpty else {
      throw ValidationError("no capture is named: give a file, or - for standard input")
    }
    guard captures.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input (-) can be read only once")
    }
  }
}
