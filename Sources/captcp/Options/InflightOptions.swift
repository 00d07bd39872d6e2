public import ArgumentParser
public import Reporting

extension InflightSection.Mode: ExpressibleByArgument {}

/// Options of `inflight` alone.
struct InflightOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("What is counted.", valueName: "what"))
  var mode: InflightSection.Mode = .bytes
}
