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
    let prefix = AtomicFile.folder(of: path)
    let file = try SpecFile.open(path)
    let cache = SpecCache(isReadOnly: command.build.check || command.build.into != nil)
    let planner = SpecPlanner(
      file: file, flows: SpecFlows(file: file, common: command.common, cache: cache))
    var plans: [SpecPlan] = []
    for document in file.spec.documents { plans.append(try planner.plan(document)) }
    if !command.ofSpec.documents {
      for figure in file.spec.figures { plans.append(try planner.plan(figure)) }
    }
    if command.ofSpec.explain {
      return try StandardOutput().write(Array(SpecExplanation(file: file, plans: plans).text().utf8))
    }
    let build = SpecBuild(
      file: file, cache: cache, options: command.build, console: command.common.console)
    guard try build.run(plans) else {
      throw CommandFailure(.checkFailed, "files are not what \(file.name) makes of them")
    }
    if let depfile { try writeDependencies(of: plans, file, to: depfile, below: prefix) }
  }

  /// Documents depend on the captures, the spec and what else it names.
  private func writeDependencies(
    of plans: [SpecPlan], _ file: SpecFile, to depfile: String, below folder: String
  ) throws(CommandFailure) {
    // As make sees the files: from the folder that the program was called in.
    let prefix = folder == "." ? "" : folder + "/"
    var files = OutputFiles()
    var sources: [String] = []
    for plan in plans {
      if plan.isDocument { for output in plan.outputs { files.add(prefix + output) } }
      for source in plan.captures + plan.furtherInputs where !sources.contains(prefix + source) {
        sources.append(prefix + source)
      }
    }
    if !sources.contains(prefix + file.name) { sources.append(prefix + file.name) }
    try files.writeDependencies(to: depfile, captures: sources)
  }

  /// Fails on options that the spec itself has words for.
  private func checkOptions() throws(CommandFailure) {
    let given: [(isGiven: Bool, name: String)] = [
      (command.output.output != nil, "--output"), (command.output.format != nil, "--format"),
      (!command.flows.ids.isEmpty, "--flow"), (command.initOption.isWanted, "--init"),
      (command.report.title != nil, "--title"), (command.time.time != nil, "--time"),
      (command.time.origin != nil, "--origin"), (command.knowledge.capturePoint != nil, "--capture-point"),
      (command.knowledge.windowScale != nil, "--window-scale"),
      (command.knowledge.interface != nil, "--interface"),
    ]
    guard let option = given.first(where: \.isGiven) else { return }
    throw CommandFailure(.usage, "\(option.name) does not apply to a spec: say it in \(path)")
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = WorkingFolder.path else { return path }
    return "\(current)/\(path)"
  }
}
