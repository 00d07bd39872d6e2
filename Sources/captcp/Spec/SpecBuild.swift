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
  }
}

/// Makes what a spec asks for, and only what is not there yet.
struct SpecBuild {
  let file: SpecFile
  let cache: SpecCache
  let options: SpecBuildOptions
  let console: Console

  /// Makes all of it.
  ///
  /// - Returns: Whether a check held: no file would change.
  /// - Throws: ``CommandFailure``: the first failure, or with `--keep-going` the worst one after the others were made.
  func run(_ plans: [SpecPlan]) throws(CommandFailure) -> Bool {
    if options.dryRun {
      for plan in plans { try StandardOutput().write(Array((plan.command + "\n").utf8)) }
      return true
    }
    guard options.check else {
      try each(plans) { plan throws(CommandFailure) in try make(plan) }
      return true
    }
    return try check(plans)
  }

  // MARK: Making

  private func make(_ plan: SpecPlan) throws(CommandFailure) {
    if let into = options.into {
      try makeFolders(of: plan, root: into)
      _ = try SpecProcess.runHere(plan, root: into, file: file)
      return
    }
    let key = try plan.key(cache)
    if !options.always, let files = cache.files(madeAs: plan.cacheName, key: key) {
      console.inform("\(plan.name) is up to date")
      if options.touch { Self.touch(files) }
      return
    }
    try makeFolders(of: plan, root: "")
    let files = try SpecProcess.runHere(plan, root: "", file: file)
    if options.touch { Self.touch(files) }
    try cache.noteMade(plan.cacheName, key: key, files: files)
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
    _ plans: [SpecPlan], _ body: (SpecPlan) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    var worst: CommandFailure?
    func note(_ failure: CommandFailure) throws(CommandFailure) {
      guard options.keepGoing, failure.status != .interrupted else { throw failure }
      Launcher.tell(failure)
      if worst.map({ $0.status.rawValue < failure.status.rawValue }) ?? true { worst = failure }
    }
    if options.jobs == 1 || plans.count == 1 {
      for plan in plans {
        do { try body(plan) } catch { try note(error) }
      }
    } else {
      try SpecProcess.runAll(plans, file: file, options: options) { failure throws(CommandFailure) in
        try note(failure)
      }
    }
    if var worst {
      worst.wasReported = true
      throw worst
    }
  }

  // MARK: Checking

  /// Makes everything in a temporary folder and compares it with what is there.
  private func check(_ plans: [SpecPlan]) throws(CommandFailure) -> Bool {
    let folder = try TemporaryFolder()
    var inner = options
    inner.check = false
    inner.into = folder.path
    let build = SpecBuild(file: file, cache: cache, options: inner, console: console)
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
