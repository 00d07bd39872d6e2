import Reporting

/// `report` over a spec: all documents and figures.
struct SpecReport {
  /// What the user asked for.
  let command: ReportCommand
  /// Path of the spec.
  let path: String

  /// Makes all of it.
  ///
  /// - Throws: ``CommandFailure``.
  func run() throws(CommandFailure) {
    try checkOptions()
    let depfile = command.output.depfile.map(Self.absolute)
    try Destination.checkDepfile(depfile)
    let prefix = AtomicFile.folder(of: path)
    let file = try SpecFile.open(path)
    let cache = SpecCache(isReadOnly: command.build.check || command.build.into != nil)
    let planner = SpecPlanner(
      file: file, flows: SpecFlows(file: file, common: command.common, cache: cache))
    let build = SpecBuild(
      file: file, cache: cache, options: command.build, common: command.common)
    let all = try build.plans(file.spec.documents, file.spec.figures, planner)
    if command.ofSpec.explain {
      return try StandardOutput().write(
        Array(SpecExplanation(file: file, plans: all.plans).text().utf8))
    }
    let wanted = command.ofSpec.documents ? all.plans.filter(\.isDocument) : all.plans
    let holds = try build.run(wanted, failure: all.failure)
    guard holds else {
      throw CommandFailure(.checkFailed, "files are not what \(file.name) makes of them")
    }
    if let depfile, !command.build.check, !command.build.dryRun {
      try writeDependencies(of: all.plans, file, to: depfile, below: prefix)
    }
  }

  /// Documents depend on their captures, the spec and what else it names; the stamps of the Makefile that `--init`
  /// writes too, and those of figures on what their figure is made of.
  private func writeDependencies(
    of plans: [SpecPlan], _ file: SpecFile, to depfile: String, below folder: String
  ) throws(CommandFailure) {
    // As make sees the files: from the folder that the program was called in.
    let prefix = folder == "." ? "" : folder + "/"
    var sources: [String] = []
    var text = ""
    func rule(_ targets: [String], _ inputs: [String]) throws(CommandFailure) {
      var names: [String] = []
      for input in inputs + [file.name] {
        let name = try MakeText.path(prefix + input)
        if !names.contains(name) { names.append(name) }
        if !sources.contains(name) { sources.append(name) }
      }
      var made: [String] = []
      for target in targets { made.append(try MakeText.path(prefix + target)) }
      text += made.joined(separator: " ") + ": " + names.joined(separator: " ") + "\n"
    }
    for plan in plans {
      let inputs = plan.captures + plan.furtherInputs
      let stamp = SpecCache.folder + "/" + (plan.isDocument ? ".documents" : plan.name) + ".stamp"
      try rule(plan.isDocument ? plan.outputs + [stamp] : [stamp], inputs)
    }
    for source in sources { text += "\n\(source):\n" }
    var files = OutputFiles()
    try files.write(Array(text.utf8), to: depfile)
  }

  /// Fails on options that the spec itself has words for.
  private func checkOptions() throws(CommandFailure) {
    let given =
      command.givenOfOneReport
      + (command.output.output != nil ? ["--output"] : []) + (command.initOption.isWanted ? ["--init"] : [])
      + (command.report.templates != nil ? ["--templates"] : [])
    if command.output.depfile != nil, command.ofSpec.explain {
      throw CommandFailure(.usage, "--explain makes nothing: --depfile does not apply")
    }
    guard let option = given.first else { return }
    throw CommandFailure(.usage, "\(option) does not apply to a spec: say it in \(path)")
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = WorkingFolder.path else { return path }
    return "\(current)/\(path)"
  }
}
