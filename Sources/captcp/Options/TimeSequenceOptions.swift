import ArgumentParser
import Charts

/// Options of `timesequence` alone.
struct TimeSequenceOptions: ParsableArguments {
  /// When the window's edge is drawn, as the user says it.
  enum WindowChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, on, off
  }

  /// Which sequence numbers are shown.
  enum Numbers: String, CaseIterable, ExpressibleByArgument {
    case relative, absolute
  }

  /// A range in seconds from the axis' zero, `from,to`.
  struct Inset: ExpressibleByArgument {
    let range: ClosedRange<Int64>

    init?(argument: String) {
      guard let axis = AxisRange(argument: argument), axis.range.lowerBound.magnitude < 9e9,
        axis.range.upperBound.magnitude < 9e9
      else { return nil }
      range = Int64(axis.range.lowerBound * 1e9)...Int64(axis.range.upperBound * 1e9)
    }
  }

  @Flag(name: .shortAndLong, help: "Start the sequence axis at zero, also in a zoom.")
  var zero = false
  @Flag(name: .shortAndLong, help: "Mark PSH, ECE and CWR.")
  var extended = false
  @Flag(name: [.customShort("w"), .customLong("hide-window")], help: "Do not draw the advertised window.")
  var hidesWindow = false
  @Option(help: ArgumentHelp("Draw the advertised window: if it fits, always, never.", valueName: "when"))
  var window: WindowChoice = .auto
  @Flag(help: "Subtract the mean rate, so that stalls and recoveries of a long flow stand out.")
  var detrend = false
  @Option(name: .customLong("seq"), help: ArgumentHelp("Sequence numbers to show.", valueName: "kind"))
  var numbers: Numbers = .relative
  @Option(
    help: ArgumentHelp("Show this part again, larger, beside the plot; in seconds.", valueName: "from,to"))
  var inset: Inset?

  func validate() throws {
    if hidesWindow, window == .on {
      throw ValidationError("--hide-window and --window on exclude each other")
    }
  }

  /// Options that only pictures show, or words about them.
  var uses: [OptionUse] {
    let told = OptionUse.pictures.union([.text, .json])
    return [
      OptionUse(name: "--zero", isGiven: zero), OptionUse(name: "--extended", isGiven: extended),
      OptionUse(name: "--hide-window", isGiven: hidesWindow, formats: told),
      OptionUse(name: "--window", isGiven: window != .auto, formats: told),
      OptionUse(name: "--detrend", isGiven: detrend, formats: told),
      OptionUse(name: "--seq", isGiven: numbers != .relative),
      OptionUse(name: "--inset", isGiven: inset != nil),
    ]
  }

  /// How the chart is drawn.
  var chartOptions: TimeSequenceChart.Options {
    var options = TimeSequenceChart.Options()
    options.startsAtZero = zero
    options.showsExtendedMarks = extended
    options.isDetrended = detrend
    options.showsAbsoluteNumbers = numbers == .absolute
    options.inset = inset?.range
    switch hidesWindow ? .off : window {
    case .auto: options.window = .automatic
    case .on: options.window = .on
    case .off: options.window = .off
    }
    return options
  }
}
