public import ArgumentParser
public import Reporting

extension TimelineBuilder.Order: ExpressibleByArgument {}

/// Options of `timeline` alone.
struct TimelineOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Order of the rows.", valueName: "order"))
  var sort: TimelineBuilder.Order = .first
  @Option(
    help: ArgumentHelp(
      "Connections with a row of their own, those with most payload; the others share the last row.",
      valueName: "number"))
  var rows = 40

  func validate() throws {
    if !(1...400).contains(rows) { throw ValidationError("--rows must be 1 to 400") }
  }
}
