public import ArgumentParser
public import Reporting

extension SpuriousSettings.Mode: ExpressibleByArgument {}

/// Options of `spurious-retransmissions` alone.
struct SpuriousOptions: ParsableArguments {
  /// Which numbers are shown.
  enum Numbers: String, CaseIterable, ExpressibleByArgument {
    case relative, absolute
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "What is listed: every segment, numbers a flow, what was sent again, or what of that was needless. (default: "
        + "list)", valueName: "mode"))
  var mode: SpuriousSettings.Mode?
  @Option(name: .shortAndLong, help: ArgumentHelp("Sequence numbers to show.", valueName: "kind"))
  var sequence: Numbers = .relative
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Time stamps to show; relative ones count from the flow's first.", valueName: "kind"))
  var tsvals: Numbers = .absolute
  @OptionGroup var shortColor: ShortColorOption

  /// What is printed, and how.
  var settings: SpuriousSettings {
    var settings = SpuriousSettings()
    settings.mode = mode ?? .list
    settings.hasAbsoluteNumbers = sequence == .absolute
    settings.hasRelativeTimestamps = tsvals == .relative
    return settings
  }
}
