import ArgumentParser
import Reporting

/// `captcp template`: the templates of reports, to read and to replace.
struct TemplateCommand: ParsableCommand {
  /// What is done.
  enum Action: String, CaseIterable, ExpressibleByArgument {
    case list, show, export
  }

  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "List, print and export the templates of reports.",
    usage: """
      captcp template [list]
      captcp template show <name>
      captcp template export <folder>
      """,
    discussion: """
      Reports, tickets, specs and Makefiles are made of templates. One of the same name in the folder of report \
      --templates, or in ~/.config/captcp/templates, replaces the program's; theme.css there follows the style sheet. \
      Templates hold tags in the manner of Mustache and no logic; a name that does not exist is an error with its place.

      EXAMPLES:
        captcp template list
        captcp template show report.md
        captcp template export templates
        captcp report --templates templates -o report.html trace.pcap
      """)

  @Argument(help: "What to do.")
  var action: Action = .list
  @Argument(help: ArgumentHelp("A template, or the folder to export to.", valueName: "name or folder"))
  var subject: String?
  @Flag(name: [.customShort("l"), .customLong("list")], help: .private)
  var lists = false
  @Option(name: .shortAndLong, help: ArgumentHelp("Export to this folder.", valueName: "folder"))
  var output: String?
  @Option(
    help: ArgumentHelp("Folder with templates that replace the program's.", valueName: "folder"),
    completion: .directory)
  var templates: String?
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    if action == .show, subject == nil { throw ValidationError("show needs the name of a template") }
    if action == .list, subject != nil { throw ValidationError("list takes no further word") }
    if action == .export, (subject == nil) == (output == nil) {
      throw ValidationError("export needs one folder to export to")
    }
    if lists, action != .list || output != nil {
      throw ValidationError("--list stands alone")
    }
    if action == .show, output != nil { throw ValidationError("show prints; --output is for export") }
  }

  func run() throws {
    let lookup = try TemplateLookup(folder: templates)
    switch action {
    case .list where output == nil: try list(lookup)
    case .show: try show(lookup)
    case .list, .export: try export(lookup, to: output ?? subject ?? "")
    }
  }

  private func list(_ lookup: TemplateLookup) throws(CommandFailure) {
    let names = lookup.templates.names
    let width = names.map(\.count).max() ?? 0
    let own = Dictionary(
      lookup.replacements.map { ($0.name, $0.path) }, uniquingKeysWith: { first, _ in first })
    let lines = names.map { name in
      let padding = String(repeating: " ", count: width - name.count)
      return "\(name)\(padding)  \(own[name] ?? "built in")\n"
    }
    try StandardOutput().write(Array(lines.joined().utf8))
  }

  private func show(_ lookup: TemplateLookup) throws(CommandFailure) {
    let name = subject ?? ""
    guard let text = lookup.templates.texts[name] else {
      let known = lookup.templates.names.joined(separator: ", ")
      throw CommandFailure(.usage, "there is no template \(name); there are \(known)")
    }
    try StandardOutput().write(Array(text.utf8))
  }

  private func export(_ lookup: TemplateLookup, to path: String) throws(CommandFailure) {
    let folder = path.hasSuffix("/") ? path : path + "/"
    try Destination.makeFolder(folder)
    for name in lookup.templates.names {
      let bytes = Array((lookup.templates.texts[name] ?? "").utf8)
      if let old = SmallFile.content(folder + name, limit: 1 << 22), old != bytes {
        common.console.warn("\(folder)\(name) is kept as it is: it was edited")
        continue
      }
      let file = try AtomicFile(path: folder + name)
      try file.write(bytes)
      try file.commit()
    }
  }
}
