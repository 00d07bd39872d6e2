import ArgumentParser

/// Options of `split` alone.
struct SplitOptions: ParsableArguments {
  /// The forms of the list of files.
  enum ListForm: String, CaseIterable, ExpressibleByArgument {
    case text, csv, json
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A folder (ends in /, or exists) takes one capture a connection; a file (.pcap, .pcapng) takes all chosen flows "
        + "together, and so does - for standard output.", valueName: "path"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Form of the list of what was written, on standard output.", valueName: "form"))
  var format: ListForm = .text

  @Flag(help: "Replace the captures of an earlier split in the folder.")
  var force = false

  @Option(
    help: ArgumentHelp("Write what the output depends on, for make.", valueName: "file"), completion: .file())
  var depfile: String?

  @Option(help: ArgumentHelp("Read only this interface of the capture (pcapng).", valueName: "name"))
  var interface: String?

  func validate() throws {
    guard let output else {
      throw ValidationError(
        "split needs a place: -o DIR/ for a capture a connection, -o FILE.pcap for one capture")
    }
    if force, !(output.hasSuffix("/") || Destination.isFolder(output)) {
      throw ValidationError("--force replaces the captures of a folder, and \(output) is none")
    }
    if depfile != nil, output == "-" {
      throw ValidationError("--depfile needs a file or folder that it can name: give one with -o")
    }
  }
}
