import ArgumentParser
import Reporting

/// `captcp figure`: one figure of a spec, or all of them.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Make figures of a report spec, by name.",
    usage: "captcp figure [<options>] <spec> [<name> ...]",
    discussion: """
      Makes the named figures of a spec (report.yaml), or all of them: pictures in fig/, numbers in data/, beside the \
      spec. What was made before of the same captures, options and version of the program is left as it is. A rule \
      of a Makefile calls this; captcp report --init writes one.

      EXAMPLES:
        captcp figure report.yaml fig-rtt
        captcp figure --jobs 2 report.yaml
        captcp figure --check report.yaml
      """)

  @Argument(help: ArgumentHelp("The spec, YAML or JSON.", valueName: "spec"), completion: .file())
  var spec: String
  @Argument(help: ArgumentHelp("Figures to make; all if none is named.", valueName: "name"))
  var names: [String] = []
  @Flag(help: "Print the names of the figures, one a line.")
  var list = false
  /// The form of a document that another process of this program asks for.
  @Option(help: .private)
  var document: String?
  @OptionGroup(title: "Making") var build: SpecBuildOptions
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    if list, build.isUsed {
      throw ValidationError("--list makes nothing: the options of making do not apply")
    }
  }

  func run() throws {
    let file = try SpecFile.open(spec)
    if list {
      let text = file.spec.figures.map { $0.name + "\n" }.joined()
      return try StandardOutput().write(Array(text.utf8))
    }
    let cache = SpecCache(isReadOnly: build.check || build.into != nil)
    let planner = SpecPlanner(file: file, flows: SpecFlows(file: file, common: common, cache: cache))
    let run = SpecBuild(file: file, cache: cache, options: build, common: common)
    let planned = try run.plans(
      file.spec.documents.filter { $0.form == document }, try chosen(file), planner)
    guard try run.run(planned.plans, failure: planned.failure) else {
      throw CommandFailure(.checkFailed, "files are not what \(file.name) makes of them")
    }
  }

  private func chosen(_ file: SpecFile) throws(CommandFailure) -> [ReportSpec.Figure] {
    if document != nil { return [] }
    guard !names.isEmpty else { return file.spec.figures }
    var figures: [ReportSpec.Figure] = []
    for name in names {
      guard let figure = file.spec.figures.first(where: { $0.name == name }) else {
        let known = file.spec.figures.map(\.name).joined(separator: ", ")
        throw CommandFailure(
          .usage, "\(file.name) has no figure \(name)\(known.isEmpty ? "" : "; there are \(known)")")
      }
      if !figures.contains(figure) { figures.append(figure) }
    }
    return figures
  }
}
