import Measurements
import PacketCapture
import TCPAnalysis

/// What the program says when it ends: the statuses are an interface of the tool.
enum ExitStatus: Int32 {
  /// Done.
  case success = 0
  /// The input cannot be analysed: unreadable, not a capture, no TCP.
  case badInput = 1
  /// Wrong use: an option, a filter, a flow that does not exist.
  case usage = 2
  /// Something outside is missing: a library, a font, a permission, room on the disk.
  case missing = 3
  /// Done, but a check did not hold.
  case checkFailed = 4
  /// Interrupted by the user.
  case interrupted = 130
}

/// Why a command ends early: a status and one line for standard error.
struct CommandFailure: Error, CustomStringConvertible {
  /// The status.
  let status: ExitStatus
  /// The line, without the program's name.
  let message: String

  /// The place in a file of the user's that is wrong, `FILE:line:column`; the line begins with it then.
  var place: String?

  /// Whether the user has read the line already.
  var wasReported = false

  /// The line.
  var description: String { message }

  /// Makes a failure.
  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  /// Makes a failure of several lines.
  init(_ status: ExitStatus, lines: [String]) {
    self.init(status, lines.map { Escaping.terminal($0) }.joined(separator: "\ncaptcp: "))
  }

  /// A capture that cannot be read, or asked for wrongly.
  init(_ error: CaptureFileError) {
    switch error {
    case .badFilter, .noSuchInterface: self.init(.usage, error.description)
    case .unreadable, .notACapture: self.init(.badInput, error.description)
    }
  }

  /// An analysis that gave nothing.
  init(_ error: AnalysisError, captures: [String]) {
    switch error {
    case .capture(let error): self.init(error)
    case .noTCP:
      let name = captures.first.map { captures.count > 1 ? "\($0), …" : $0 } ?? "capture"
      self.init(.badInput, "\(name): \(error.description)")
    case .interrupted: self.init(.interrupted, error.description)
    }
  }
}
