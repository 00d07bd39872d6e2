import Logging
import Measurements
import Reporting

/// What speaks to the user on standard error while a command runs.
struct Console {
  /// Colours of standard error.
  let style: TerminalStyle
  /// Colours of standard output.
  let outputStyle: TerminalStyle
  /// Whether a progress bar is shown.
  let showsProgress: Bool
  private let log: Logger

  /// Makes a console.
  init(level: Logger.Level, mode: TerminalColor.Mode, showsProgress: Bool) {
    let style = TerminalColor.style(for: 2, mode: mode)
    self.style = style
    outputStyle = TerminalColor.style(for: 1, mode: mode)
    self.showsProgress = showsProgress
    log = Logger(label: "captcp") { _ in StandardErrorLog(logLevel: level, style: style) }
  }

  /// Something that changes what the numbers mean.
  func warn(_ message: String) { log.warning("\(message)") }
  /// Something that the user should know once, such as a choice that was made for them.
  func tell(_ message: String) { log.notice("\(message)") }
  /// What is done.
  func inform(_ message: String) { log.info("\(message)") }
  /// Details for people who look for a mistake.
  func debug(_ message: String) { log.debug("\(message)") }
}

/// Writes log lines to standard error as `captcp: warning: …`.
private struct StandardErrorLog: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  let style: TerminalStyle

  init(logLevel: Logger.Level, style: TerminalStyle) {
    // A notice tells of a choice made for the user: it is shown with warnings, and `--quiet` silences both.
    self.logLevel = logLevel == .warning ? .notice : logLevel
    self.style = style
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let label =
      switch event.level {
      case .warning: style.warning("warning: ")
      case .error, .critical: style.error("error: ")
      case .debug, .trace: style.faint("debug: ")
      case .info, .notice: ""
      }
    StandardError.write("captcp: \(label)\(Escaping.terminalLines("\(event.message)"))\n")
  }
}
