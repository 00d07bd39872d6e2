import ArgumentParser
import Reporting

/// How many values a mean is over.
struct SampleOptions: ParsableArguments {
  @Option(
    name: [.customShort("a"), .customLong("samples")],
    help: ArgumentHelp(
      "Values that each mean in text and tables is over; 1 prints every value, as pictures show.",
      valueName: "n"))
  var samples = SpacingSection.defaultSamples

  func validate() throws {
    if !(1...1_000_000).contains(samples) { throw ValidationError("--samples must be 1 to 1000000") }
  }
}
