import Foundation
import Testing

/// Runs the built tool as a user would, in a folder of its own.
struct Tool {
  /// What a run left behind.
  struct Outcome {
    /// The exit status; 128 and the signal's number after a crash.
    let status: Int32
    /// Whether it was ended because it took too long.
    let isTimedOut: Bool
    let output: [UInt8]
    let errors: String
    /// Wall time, seconds.
    let seconds: Double

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Beside the bundle of these tests, or `CAPTCP` from the environment.
  static let path: String = {
    if let given = ProcessInfo.processInfo.environment["CAPTCP"] { return given }
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appending(path: "captcp").path
  }()

  /// The folder that it runs in.
  let folder: String
  /// Variables beside a fixed, small environment.
  var environment: [String: String] = [:]
  /// Bytes of private memory that it may take at most; `nil` is without bound.
  var memoryBound: Int?
  /// Files that it may have open at once at most; `nil` is without bound.
  var openFileBound: Int?
  /// Wall time after which it is killed, seconds.
  var timeout = 60.0

  init(in folder: String) { self.folder = folder }

  /// Runs the tool to its end.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - input: A file as standard input; else there is none.
  /// - Returns: What it printed and how it ended.
  /// - Throws: What keeps it from starting.
  func run(_ arguments: [String], input: String = "/dev/null") throws -> Outcome {
    let process = Process()
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "COLUMNS": "100"]
      .merging(environment) { _, given in given }
    let limits =
      (memoryBound.map { ["ulimit -d \($0 / 1024)"] } ?? [])
      + (openFileBound.map { ["ulimit -n \($0)"] } ?? [])
    if limits.isEmpty {
      process.executableURL = URL(fileURLWithPath: Self.path)
      process.arguments = arguments
    } else {
      let script = (limits + ["exec \"$@\""]).joined(separator: "; ")
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", script, "sh", Self.path] + arguments
    }
    let run = UUID().uuidString
    let paths = ["stdout", "stderr"].map {
      FileManager.default.temporaryDirectory.appending(path: "\(run).\($0)")
    }
    for path in paths { _ = FileManager.default.createFile(atPath: path.path, contents: nil) }
    defer { for path in paths { try? FileManager.default.removeItem(at: path) } }
    process.standardOutput = try FileHandle(forWritingTo: paths[0])
    process.standardError = try FileHandle(forWritingTo: paths[1])
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))

    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    let start = Date()
    try process.run()
    let isTimedOut = ended.wait(timeout: .now() + timeout) == .timedOut
    if isTimedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? 128 + status : status, isTimedOut: isTimedOut,
      output: [UInt8](try Data(contentsOf: paths[0])),
      errors: String(decoding: try Data(contentsOf: paths[1]), as: UTF8.self),
      seconds: Date().timeIntervalSince(start))
  }
}
