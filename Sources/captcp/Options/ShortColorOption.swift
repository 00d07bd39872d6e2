import ArgumentParser

/// The original's short letter for colours.
struct ShortColorOption: ParsableArguments {
  /// When lines are coloured, in the words of `--color` and of the original.
  enum Color: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never, on, off, none, ansi
    case ansi256 = "ansi-256"

    /// The mode it stands for.
    var mode: TerminalColor.Mode {
      switch self {
      case .auto: .auto
      case .always, .on, .ansi, .ansi256: .always
      case .never, .off, .none: .never
      }
    }
  }

  @Option(name: .customShort("c"), help: ArgumentHelp("Colours, the same as --color.", valueName: "when"))
  var shortColor: Color?

  /// The common options with the colours that `-c` chose.
  func applied(to common: CommonOptions) -> CommonOptions {
    var options = common
    if let mode = shortColor?.mode { options.color = mode }
    return options
  }
}
