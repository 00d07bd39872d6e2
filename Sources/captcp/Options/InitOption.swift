import ArgumentParser

/// Makes the folder of a figure one that regenerates itself.
struct InitOption: ParsableArguments {
  @Flag(
    name: [.customShort("i"), .customLong("init")],
    help: "Write into the folder of -o also a Makefile, and scripts for gnuplot and pgfplots to begin with.")
  var isWanted = false
  @Flag(name: .customLong("force"), help: "Let --init overwrite a Makefile and scripts that were edited.")
  var overwrites = false

  func validate() throws {
    if overwrites, !isWanted { throw ValidationError("--force needs --init") }
  }

  /// Where the result goes: with --init always a folder.
  ///
  /// - Throws: ``CommandFailure`` if no folder was named, or the captures cannot be read again.
  func destination<Forms>(
    _ output: OutputOptions<Forms>, captures: [String], anonymity: AnonymityOptions
  ) throws(CommandFailure) -> Destination {
    guard isWanted else { return try output.destination() }
    guard let path = output.output, path != "-" else {
      throw CommandFailure(.usage, "--init makes a folder: name it with -o")
    }
    guard !anonymity.anonymize else {
      throw CommandFailure(
        .usage,
        "--init and --anonymize exclude each other: a Makefile names its captures; anonymize them first")
    }
    guard output.format == nil else {
      throw CommandFailure(.usage, "--init writes all forms: --format does not apply")
    }
    guard !captures.contains("-") else {
      throw CommandFailure(.usage, "--init needs a file that make can read again, and standard input is none")
    }
    let folder = OutputOptions<Forms>.folder(path, depfile: output.depfile)
    return try folder.destination()
  }
}
