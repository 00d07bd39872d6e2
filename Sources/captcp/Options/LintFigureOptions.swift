import ArgumentParser
import Charts

/// The forms of a check.
enum LintForms: String, OutputForms {
  case text, json
}

/// What `lint-figure` takes instead of captures and a filter, and its rules.
struct LintFigureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Figures as PDF, or - for standard input.", valueName: "figure"), completion: .file())
  var figures: [String]

  @Option(
    help: ArgumentHelp(
      "Whose smallest size of text holds, instead of the preset that the figure was drawn with; paper-column for "
        + "figures of other programs.", valueName: "preset"))
  var preset: Preset?

  @Option(
    name: .customLong("minimum-text"),
    help: ArgumentHelp("Smallest size of text in points, instead of a preset's.", valueName: "points"))
  var minimumText: Double?

  func validate() throws {
    if let minimumText, !(0.1...1000).contains(minimumText) {
      throw ValidationError("--minimum-text must be 0.1 to 1000")
    }
    guard figures.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input (-) can be read only once")
    }
  }
}
