import ArgumentParser

/// Options of `report` over a spec.
struct SpecReportOptions: ParsableArguments {
  @Flag(help: "Print the spec with all that it leaves to defaults, and make nothing.")
  var explain = false
  @Flag(help: "Make the documents, and no figures.")
  var documents = false
}
