import ArgumentParser
@preconcurrency import Glibc
import Measurements
import Reporting

/// Parses the command line, runs the command and turns errors into a line and a status.
enum Launcher {
  /// Runs a command line without the program's name and returns the exit status.
  static func run(_ arguments: [String]) -> ExitStatus {
    // Nothing is left behind by an immediate end: files appear only when they are complete (AtomicFile).
    signal(SIGINT) { _ in
      if isatty(STDERR_FILENO) == 1 {
        // The progress bar goes, if there is one.
        let clear: StaticString = "\r\u{1B}[K"
        _ = Glibc.write(STDERR_FILENO, clear.utf8Start, clear.utf8CodeUnitCount)
      }
      _exit(ExitStatus.interrupted.rawValue)
    }
    do {
      var arguments = arguments
      if arguments.first == "--check" {
        guard arguments.count == 1 else { throw CommandFailure(.usage, "--check stands alone") }
        arguments = ["--" + Captcp.environmentCheck]
      }
      try checkModule(arguments.first)
      let module = arguments.first.flatMap { name in Modules.all.first { $0.name == name } }
      let takesFilter = module.map { $0.kind != .check } ?? false
      var command = try Captcp.parseAsRoot(takesFilter ? CaptureArguments.movingFilter(arguments) : arguments)
      try command.run()
      return .success
    } catch let failure as CommandFailure {
      if failure.wasReported { return failure.status }
      if let place = failure.place {
        // Editors find the place if nothing stands in front of it.
        StandardError.write(Escaping.terminalLines("\(place): \(failure.message)\n"))
        return failure.status
      }
      return report(failure.message, failure.status, arguments: arguments)
    } catch {
      return report(error, arguments: arguments)
    }
  }

  /// Names the modules where the first word is none; the parser would only call it unexpected.
  private static func checkModule(_ word: String?) throws(CommandFailure) {
    guard let word, !word.hasPrefix("-"), !Modules.names.contains(word), !["help", "manual"].contains(word)
    else { return }
    throw CommandFailure(
      .usage, "there is no module \(word); there are \(Modules.names.joined(separator: ", "))")
  }

  /// Ends the process.
  static func end(with status: ExitStatus) -> Never {
    exit(status.rawValue)
  }

  /// Help and version are no errors; everything else that the parser throws is wrong use.
  private static func report(_ error: any Error, arguments: [String]) -> ExitStatus {
    if Captcp.exitCode(for: error) == .success {
      let text = Captcp.fullMessage(for: error)
      try? StandardOutput().write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
      return .success
    }
    return report(Captcp.message(for: error), .usage, arguments: arguments)
  }

  /// Tells of a failure after which something else goes on.
  static func tell(_ failure: CommandFailure) {
    guard !failure.wasReported else { return }
    StandardError.write(
      Escaping.terminalLines(
        failure.place.map { "\($0): \(failure.message)\n" } ?? "captcp: \(failure.message)\n"))
  }

  private static func report(_ message: String, _ status: ExitStatus, arguments: [String]) -> ExitStatus {
    let module = arguments.first { name in Modules.names.contains(name) }
    guard status != .interrupted else { return status }
    let style = TerminalColor.style(for: STDERR_FILENO, mode: TerminalColor.Mode.written(in: arguments))
    StandardError.write("\(style.error("captcp:")) \(Escaping.terminalLines(message))\n")
    if status == .usage {
      StandardError.write("See 'captcp \(module.map { $0 + " " } ?? "")--help'.\n")
    }
    return status
  }
}
