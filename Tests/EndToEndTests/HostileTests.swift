import Fixtures
import Foundation
import Testing

/// Damaged, malformed and fuzzed captures, and files that are none.
@Suite struct HostileTests {
  enum Job: String, CaseIterable, Sendable {
    case statistic, timesequence, report, show

    var output: String? {
      switch self {
      case .statistic: nil
      case .timesequence: "out.svg"
      case .report: "out.html"
      case .show: "out.jsonl"
      }
    }
  }

  /// `make hostile` holds the release build to 2 s and 150 MB of resident memory; here a debug build runs beside others.
  private static let seconds = 30.0
  private static let memory = 150 << 20

  @Test(.enabled(if: Fixtures.hasShared, Comment(rawValue: Fixtures.sharedReason)), arguments: Job.allCases)
  func everyDamagedCaptureIsReadOrRefusedInOneLine(job: Job) throws {
    let paths = Fixtures.sharedCaptures("hostile-")
    #expect(paths.count > 50)
    for path in paths { try check(path, job) }
  }

  @Test(
    .enabled(if: Fixtures.hasShared, Comment(rawValue: Fixtures.sharedReason)),
    arguments: ["1", "2", "7", "40"])
  func everyFrameOfADamagedCaptureIsExplainedOrRefused(frame: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      for path in Fixtures.sharedCaptures("hostile-") {
        var tool = Tool(in: folder)
        tool.memoryBound = Self.memory
        tool.timeout = Self.seconds
        let outcome = try tool.run(["explain", path, frame])
        let name = URL(fileURLWithPath: path).lastPathComponent
        #expect(
          !outcome.isTimedOut && [0, 1, 2].contains(outcome.status), "\(name): status \(outcome.status)")
        #expect((outcome.status == 0) == !outcome.output.isEmpty, "\(name): \(outcome.errors)")
      }
    }
  }

  private func check(_ path: String, _ job: Job) throws {
    try Fixtures.withTemporaryFolder { folder in
      var tool = Tool(in: folder)
      tool.memoryBound = Self.memory
      tool.timeout = Self.seconds
      let arguments = [job.rawValue] + (job.output.map { ["-o", $0] } ?? []) + [path]
      let outcome = try tool.run(arguments)
      let name = "\(job.rawValue) \(URL(fileURLWithPath: path).lastPathComponent)"
      let lines = outcome.errors.split(separator: "\n")
      #expect(!outcome.isTimedOut, "\(name): took longer than \(Self.seconds) s")
      #expect(
        [0, 1].contains(outcome.status), "\(name): status \(outcome.status): \(outcome.errors.prefix(400))")
      #expect(lines.count <= 20, "\(name): \(lines.count) lines on standard error")
      #expect(lines.allSatisfy { $0.hasPrefix("captcp: ") }, "\(name): \(outcome.errors.prefix(400))")
      if outcome.status == 1 { #expect(!lines.isEmpty, "\(name): status 1 without a word") }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == (outcome.status == 0 ? job.output.map { [$0] } ?? [] : []), "\(name): left \(left)")
    }
  }

  @Test(arguments: Job.allCases) func everyCutOfACaptureIsReadOrRefused(job: Job) throws {
    let bytes = try Fixtures.script("fast-retransmission").pcap()
    for length in stride(from: 0, through: bytes.count, by: job == .statistic ? 977 : 3989) {
      try Fixtures.withTemporaryFile(Array(bytes[..<length])) { path in try checkCut(path, job, length) }
    }
  }

  private func checkCut(_ path: String, _ job: Job, _ length: Int) throws {
    try Fixtures.withTemporaryFolder { folder in
      let arguments = [job.rawValue] + (job.output.map { ["-o", $0] } ?? []) + [path]
      let outcome = try Tool(in: folder).run(arguments)
      #expect(
        [0, 1].contains(outcome.status), "\(length) bytes: status \(outcome.status): \(outcome.errors)")
    }
  }
}
