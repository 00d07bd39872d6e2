public import ArgumentParser
public import Reporting

extension Finding.Severity: ExpressibleByArgument {}

/// Options of `diagnose` alone.
struct DiagnoseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End with status 4 if there is a finding of this severity or above: high, medium or info.",
      valueName: "level"))
  var failOn: Finding.Severity?

  @Option(help: ArgumentHelp("Print the first so many, the most serious first.", valueName: "n"))
  var top: Int?

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1") }
  }
}
