import ArgumentParser

/// Writes a spec to begin with.
struct SpecInitOption: ParsableArguments {
  @Flag(
    name: [.customShort("i"), .customLong("init")],
    help: "Write a spec of the capture, a Makefile and a .gitignore into the folder of -o.")
  var isWanted = false
  @Flag(name: .customLong("force"), help: "Let --init overwrite files that were edited.")
  var overwrites = false

  func validate() throws {
    if overwrites, !isWanted { throw ValidationError("--force needs --init") }
  }
}
