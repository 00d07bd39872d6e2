import Fixtures
import Foundation
import Testing

/// What is left when a build of a spec is ended from outside.
@Suite struct InterruptTests {
  private static let spec = """
    version: 1
    captures: {a: a.pcap}
    flows: {main: {capture: a, rank: 1}}
    defaults: {preset: paper-column, metrics: builtin, formats: [pdf, png, csv]}
    figures:
      seq: {chart: timesequence, flow: main}
      rtt: {chart: rtt, flow: main}
      window: {chart: window, flow: main}

    """

  private func names(_ folder: String) -> Set<String> {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return Set(all.filter { !$0.hasPrefix(".captcp-cache") })
  }

  /// Processes whose command line names a file in a folder.
  private func processes(in folder: String) -> [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.filter { number in
      Int(number) != nil
        && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")) == folder
    }
  }

  /// Begins a run, ends it with a signal once a condition holds, and waits for its end.
  private func run(
    _ arguments: [String], in folder: String, signal: Int32, when isReady: () -> Bool
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "TMPDIR": "\(folder)/tmp",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let end = Date(timeIntervalSinceNow: 30)
    while process.isRunning, !isReady(), Date() < end { usleep(200) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process
  }

  @Test(arguments: [
    (SIGTERM, ["--check"]), (SIGTERM, ["--jobs", "3"]), (SIGINT, ["--check", "--jobs", "3"]),
    (SIGHUP, ["--jobs", "2"]),
  ])
  func nothingHalfIsLeft(_ signal: Int32, _ options: [String]) throws {
    try Fixtures.withTemporaryFolder { folder in
      let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
      try Data(Fixtures.demo().bytes()).write(to: URL(fileURLWithPath: "\(folder)/a.pcap"))
      try Data(Self.spec.utf8).write(to: URL(fileURLWithPath: "\(folder)/report.yaml"))
      try FileManager.default.createDirectory(atPath: "\(folder)/tmp", withIntermediateDirectories: false)
      let isCheck = options.contains("--check")
      // Once the folder of a check is there, or the first of several processes runs.
      let ended = try run(["report", "report.yaml"] + options, in: folder, signal: signal) {
        isCheck ? !names("\(folder)/tmp").isEmpty : processes(in: folder).count > 1
      }
      #expect(
        ended.terminationReason == .exit && ended.terminationStatus == 130, "\(ended.terminationStatus)")
      #expect(processes(in: folder).isEmpty, "no process goes on")
      #expect(names("\(folder)/tmp").isEmpty)
      let left = names(folder).subtracting(["a.pcap", "report.yaml", "tmp", "fig", "data"])
      if isCheck { #expect(left.isEmpty, "\(left)") }
      // What is there is whole: the next run leaves it as it is.
      let before = try left.reduce(into: [String: [UInt8]]()) {
        $0[$1] = try Fixtures.bytes(ofFile: "\(folder)/\($1)")
      }
      #expect(try Tool(in: folder).run(["report", "report.yaml"]).status == 0)
      for (name, bytes) in before {
        #expect(try Fixtures.bytes(ofFile: "\(folder)/\(name)") == bytes, "\(name)")
      }
      #expect(names(folder).contains("fig/window.png"))
    }
  }
}
