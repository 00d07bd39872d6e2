import ArgumentParser
import Logging

/// Options of every module: how much it says, and how.
struct CommonOptions: ParsableArguments {
  /// How much is said on standard error.
  enum Level: String, CaseIterable, ExpressibleByArgument {
    case debug, info, warning, error

    /// The level of the log.
    var logLevel: Logger.Level { Logger.Level(rawValue: rawValue) ?? .warning }
  }

  @Option(name: .shortAndLong, help: ArgumentHelp("How much to say on standard error.", valueName: "level"))
  var verbose: Level = .warning

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Colours on a terminal. NO_COLOR and CLICOLOR_FORCE are honoured.", valueName: "when"))
  var color: TerminalColor.Mode = .auto

  @Flag(name: .customLong("no-progress"), help: "Show no progress bar.")
  var hidesProgress = false

  /// The same options as words of a command line.
  var words: [String] {
    ["--verbose=\(verbose.rawValue)", "--color=\(color.rawValue)"] + (quiet ? ["--quiet"] : [])
      + (hidesProgress ? ["--no-progress"] : [])
  }

  /// What speaks to the user while a command runs.
  var console: Console {
    Console(
      level: quiet ? .error : verbose.logLevel, mode: color,
      showsProgress: !hidesProgress && !quiet && StandardError.isTerminal)
  }
}
