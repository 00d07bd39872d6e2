import ArgumentParser
@preconcurrency import Glibc
import Reporting

/// How figures and documents of a spec are made.
struct SpecBuildOptions: ParsableArguments {
  @Flag(help: "Write nothing: say which files would change, and end with status 4 if any would.")
  var check = false
  @Flag(help: "Print the command lines that would be run, and run none.")
  var dryRun = false
  @Flag(help: "Go on with the others where one fails; the status is the worst of all.")
  var keepGoing = false
  @Option(help: ArgumentHelp("Figures and documents made at the same time.", valueName: "n"))
  var jobs = 1
  @Flag(help: "Give files the present time even where their content stays the same.")
  var touch = false
  @Flag(help: "Make everything anew, whatever was made before.")
  var always = false
  /// Folder that a check lets another process write into.
  @Option(help: .private)
  var into: String?

  /// Whether any of them was given.
  var isUsed: Bool { check || dryRun || keepGoing || jobs != 1 || touch || always || into != nil }

  func validate() throws {
    if !(1...64).contains(jobs) { throw ValidationError("--jobs must be 1 to 64") }
    if check, touch { throw ValidationError("--check writes nothing: --touch does not apply") }
    if dryRun, check || touch || jobs != 1 {
      throw ValidationError("--dry-run makes nothing: --check, --touch and --jobs do not apply")
    }
  }
}

/// Makes what a spec asks for, and only what is not there yet.
struct SpecBuild {
  let file: SpecFile
  let cache: SpecCache
  let options: SpecBuildOptions
  let common: CommonOptions
  /// Whether even a single plan runs in a process of its own, so that this one can clean up after an interrupt.
  var isApart = false

  private var console: Console { common.console }

  /// Makes all of it.
  ///
  /// - Parameters:
  ///   - plans: What is made.
  ///   - failure: What went wrong before, with `--keep-going`.
  /// - Returns: Whether a check held: no file would change.
  /// - Throws: ``CommandFailure``: the first failure, or with `--keep-going` the worst one after the others were made.
  func run(_ plans: [SpecPlan], failure: CommandFailure? = nil) throws(CommandFailure) -> Bool {
    if options.dryRun {
      if let failure, !options.keepGoing { throw failure }
      for plan in plans {
        if !options.always, madeFiles(plan, key: try plan.key(cache)) != nil { continue }
        try StandardOutput().write(Array((plan.command + "\n").utf8))
      }
      if let failure { throw failure }
      return true
    }
    guard options.check else {
      try each(plans, failure) { plan throws(CommandFailure) in try make(plan) }
      try checkCompanions(plans)
      return true
    }
    return try check(plans)
  }

  /// The plans of documents and figures; with `--keep-going` of those that can be planned, and the worst failure.
  ///
  /// - Throws: ``CommandFailure``, also where two of them would write the same file.
  func plans(
    _ documents: [ReportSpec.Document], _ figures: [ReportSpec.Figure], _ planner: SpecPlanner
  ) throws(CommandFailure) -> (plans: [SpecPlan], failure: CommandFailure?) {
    var plans: [SpecPlan] = []
    var worst: CommandFailure?
    func add(_ plan: () throws(CommandFailure) -> SpecPlan) throws(CommandFailure) {
      do { plans.append(try plan()) } catch { try note(error, &worst) }
    }
    for document in documents { try add { () throws(CommandFailure) in try planner.plan(document) } }
    for figure in figures { try add { () throws(CommandFailure) in try planner.plan(figure) } }
    var taken = Set(file.spec.captures.flatMap(\.files) + [file.name])
    for plan in plans {
      for output in plan.outputs where !taken.insert(output).inserted {
        throw file.failure(plan.place, "\(output) is written by something else, or is what is read")
      }
    }
    return (plans, worst)
  }

  /// Refuses figures that wrote the same file: which tables a chart has beside its main one is known when it is made.
  private func checkCompanions(_ plans: [SpecPlan]) throws(CommandFailure) {
    guard options.into == nil else { return }
    var writers: [String: SpecPlan] = [:]
    for plan in plans {
      // A figure in several formats writes its caption beside each of them.
      for path in Set(cache.notedFiles(plan.cacheName)).sorted() {
        if let other = writers.updateValue(plan, forKey: path) {
          throw file.failure(
            plan.place, "\(path) is written by \(other.name) and by \(plan.name): give one another name")
        }
      }
    }
  }

  // MARK: Making

  private func make(_ plan: SpecPlan) throws(CommandFailure) {
    if let into = options.into {
      try makeFolders(of: plan, root: into)
      _ = try SpecProcess.runHere(plan, root: into, file: file, words: common.words, list: nil)
      return
    }
    let key = try plan.key(cache)
    if !options.always, let files = madeFiles(plan, key: key) {
      console.inform("\(plan.name) is up to date")
      if options.touch { Self.touch(files) }
      return
    }
    try makeFolders(of: plan, root: "")
    try Destination.makeFolder(SpecCache.folder + "/")
    let files = try SpecProcess.runHere(
      plan, root: "", file: file, words: common.words,
      list: "\(SpecCache.folder)/list-\(plan.cacheName)-\(getpid())")
    if options.touch { Self.touch(files) }
    try cache.noteMade(plan.cacheName, key: key, files: files)
  }

  /// The files of a plan, if they are what it would make.
  private func madeFiles(_ plan: SpecPlan, key: String) -> [String]? {
    cache.files(madeAs: plan.cacheName, key: key)
  }

  private func makeFolders(of plan: SpecPlan, root: String) throws(CommandFailure) {
    for output in plan.outputs {
      var built = root
      for part in output.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
        built += "\(part)/"
        if !part.isEmpty { try Destination.makeFolder(built) }
      }
    }
  }

  private static func touch(_ files: [String]) {
    for file in files { utimes(file, nil) }
  }

  // MARK: Several at once

  /// Does something for each plan, in other processes where several are to run at once.
  private func each(
    _ plans: [SpecPlan], _ before: CommandFailure?, _ body: (SpecPlan) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    var worst = before
    if !isApart, options.jobs == 1 || plans.count == 1 {
      for plan in plans {
        do { try body(plan) } catch { try note(error, &worst) }
      }
    } else {
      try SpecProcess.runAll(plans, file: file, options: options, words: common.words) {
        failure throws(CommandFailure) in try note(failure, &worst)
      }
    }
    if var worst {
      worst.wasReported = true
      throw worst
    }
  }

  /// Tells of a failure and remembers the worst one, if the others are to be made.
  private func note(_ failure: CommandFailure, _ worst: inout CommandFailure?) throws(CommandFailure) {
    guard options.keepGoing, failure.status != .interrupted else { throw failure }
    Launcher.tell(failure)
    if worst.map({ $0.status.rawValue < failure.status.rawValue }) ?? true { worst = failure }
  }

  // MARK: Checking

  /// Makes everything in a temporary folder and compares it with what is there.
  private func check(_ plans: [SpecPlan]) throws(CommandFailure) -> Bool {
    let folder = try TemporaryFolder()
    var inner = options
    inner.check = false
    inner.into = folder.path
    var quiet = common
    // What a document tells to attach lies in a folder that is gone then.
    quiet.quiet = true
    // An interrupt ends the other processes; this one removes the folder.
    let build = SpecBuild(file: file, cache: cache, options: inner, common: quiet, isApart: true)
    _ = try build.run(plans)
    var isSame = true
    for path in folder.files() {
      let new = SmallFile.content(folder.path + path, limit: 1 << 30)
      guard new != SmallFile.content(path, limit: 1 << 30) else { continue }
      isSame = false
      try StandardOutput().write(Array("\(path) would change\n".utf8))
    }
    return isSame
  }
}
