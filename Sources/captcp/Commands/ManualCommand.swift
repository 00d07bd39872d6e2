import ArgumentParser

/// `captcp manual DIR`: man pages and completions, made of the same definitions as the help; for packagers.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write man pages and shell completions into a folder.",
    shouldDisplay: false)

  @Argument(
    help: ArgumentHelp("The folder, made if there is none.", valueName: "folder"), completion: .directory)
  var folder: String

  func run() throws {
    let folder = self.folder.hasSuffix("/") ? self.folder : self.folder + "/"
    try Destination.makeFolder(folder)
    var files = OutputFiles()
    try Destination.makeFolder(folder + "man1/")
    for page in try ManualPage.all() { try files.write(page.bytes, to: "\(folder)man1/\(page.fileName)") }
    let completions: [(CompletionShell, String)] = [
      (.bash, "completions/captcp.bash"), (.zsh, "completions/_captcp"), (.fish, "completions/captcp.fish"),
    ]
    try Destination.makeFolder(folder + "completions/")
    for (shell, path) in completions {
      try files.write(Array((Captcp.completionScript(for: shell) + "\n").utf8), to: folder + path)
    }
  }
}
