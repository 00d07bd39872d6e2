import ArgumentParser
@preconcurrency import Glibc
import Reporting

/// Runs the command lines of plans, here or in processes of their own.
enum SpecProcess {
  /// Runs a plan in this process.
  ///
  /// - Parameters:
  ///   - plan: What is run.
  ///   - root: Folder that the result goes to; ends in `/`, or is empty for the current one.
  ///   - file: The spec, for messages and documents.
  ///   - words: Further options, those that say how much is said.
  ///   - list: Where the names of the files that are written go; `nil` for nowhere.
  /// - Returns: The files that were written, if they were asked for.
  /// - Throws: ``CommandFailure``.
  static func runHere(
    _ plan: SpecPlan, root: String, file: SpecFile, words: [String], list: String?
  ) throws(CommandFailure) -> [String] {
    defer { if let list { unlink(list) } }
    let words = plan.arguments(root: root, further: words + (list.map { ["--list-files=\($0)"] } ?? []))
    do {
      var command = try Captcp.parseAsRoot(CaptureArguments.movingFilter(words))
      if let report = command as? ReportCommand {
        let origin = ReportRun.Origin(command: "captcp report \(file.name)", digest: file.digest)
        try ReportRun(command: report, origin: origin).run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      guard failure.place == nil else { throw failure }
      throw CommandFailure(failure.status, "\(plan.name): \(failure.message)")
    } catch {
      throw file.failure(plan.place, Captcp.message(for: error))
    }
    guard let list else { return [] }
    return SmallFile.text(list).split(separator: "\0").map(String.init)
  }

  /// Runs plans in processes of their own, some at the same time; an interrupt ends them first, then this function.
  ///
  /// - Parameters:
  ///   - plans: What is run.
  ///   - file: The spec.
  ///   - options: How; `jobs` processes run at once.
  ///   - words: Options that say how much is said.
  ///   - note: Takes each failure; if it throws, nothing new is begun, and what runs is waited for.
  /// - Throws: What `note` throws, or ``CommandFailure`` if no process can be made.
  static func runAll(
    _ plans: [SpecPlan], file: SpecFile, options: SpecBuildOptions, words: [String],
    note: (CommandFailure) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    guard let program = ProgramPath.current else {
      throw CommandFailure(.missing, "the path of this program is not known")
    }
    let signals = ChildSignals()
    defer { signals.end() }
    var running: [pid_t: SpecPlan] = [:]
    var waiting = plans[...]
    var failure: CommandFailure?
    while !running.isEmpty || !waiting.isEmpty {
      while failure == nil, running.count < options.jobs, let plan = waiting.popFirst() {
        let words = [program] + self.words(plan, file: file, options: options) + words
        do { running[try signals.spawn(words)] = plan } catch { failure = error }
      }
      if failure != nil, running.isEmpty { break }
      switch signals.next() {
      case .interrupt:
        for child in running.keys { kill(child, SIGTERM) }
        failure = CommandFailure(.interrupted, "interrupted")
      case .ended(let child, let status):
        guard let plan = running.removeValue(forKey: child) else { continue }
        guard let problem = problem(of: plan, status), failure == nil else { continue }
        do { try note(problem) } catch { failure = error }
      }
    }
    if let failure { throw failure }
  }

  /// The command line that makes one plan alone.
  private static func words(_ plan: SpecPlan, file: SpecFile, options: SpecBuildOptions) -> [String] {
    var words = ["figure", file.name, plan.isDocument ? "--document=\(plan.name)" : plan.name]
    if options.touch { words.append("--touch") }
    if options.always { words.append("--always") }
    if let into = options.into { words.append("--into=\(into)") }
    return words
  }

  /// What a child's end means, `nil` if it did well; the child has said itself what was wrong.
  private static func problem(of plan: SpecPlan, _ status: Int32) -> CommandFailure? {
    if status == 0 { return nil }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : ExitStatus.interrupted.rawValue
    var failure = CommandFailure(
      ExitStatus(rawValue: code) ?? .missing, "\(plan.name) was not made")
    failure.wasReported = status & 0x7F == 0
    return failure
  }
}
