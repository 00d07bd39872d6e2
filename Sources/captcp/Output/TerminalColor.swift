import ArgumentParser
@preconcurrency import Glibc
import Reporting

/// When output is coloured.
enum TerminalColor {
  /// What the user said.
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
    case on, off

    /// What a command line says, for messages before it is parsed.
    static func written(in arguments: [String]) -> Mode {
      for (index, argument) in arguments.enumerated() where argument.hasPrefix("--color") {
        if argument == "--color", index + 1 < arguments.count {
          return Mode(rawValue: arguments[index + 1]) ?? .auto
        }
        return Mode(rawValue: String(argument.dropFirst("--color=".count))) ?? .auto
      }
      return .auto
    }
  }

  /// The style for a stream: colours if asked for, or for a terminal unless NO_COLOR is set.
  static func style(for descriptor: Int32, mode: Mode) -> TerminalStyle {
    switch mode {
    case .always, .on: return TerminalStyle(usesColor: true)
    case .never, .off: return TerminalStyle(usesColor: false)
    case .auto:
      if isSet("NO_COLOR") { return TerminalStyle(usesColor: false) }
      if isSet("CLICOLOR_FORCE"), variable("CLICOLOR_FORCE") != "0" { return TerminalStyle(usesColor: true) }
      let isDumb = variable("TERM") == "dumb"
      return TerminalStyle(usesColor: isatty(descriptor) == 1 && !isDumb)
    }
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// A variable counts as set only with a value (no-color.org).
  private static func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }
}
