import ArgumentParser
import Charts
import Fixtures
import Foundation
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

@testable import captcp

/// What one reading of a capture gives is, byte for byte, what two give.
@Suite struct OneReadingTests {
  /// Runs a module with a way of reading.
  typealias Run = @Sendable (_ words: [String], CandidateMetric.Limits) throws -> Void

  private static let modules: [String: Run] = [
    "rtt": { words, limits in
      let options = try RTTCommand.parse(words).series
      try SeriesRun(section: RTTSection(), options: options, takesBothFlows: true, limits: limits).run()
    },
    "inflight": { words, limits in
      try SeriesRun(section: InflightSection(), options: InflightCommand.parse(words).series, limits: limits)
        .run()
    },
    "window": { words, limits in
      try SeriesRun(section: WindowSection(), options: WindowCommand.parse(words).series, limits: limits)
        .run()
    },
    "segmentsize": { words, limits in
      let options = try SegmentSizeCommand.parse(words).series
      try SeriesRun(section: SegmentSizeSection(), options: options, limits: limits).run()
    },
    "spacing": { words, limits in
      try SeriesRun(section: SpacingSection(), options: SpacingCommand.parse(words).series, limits: limits)
        .run()
    },
    "spacing-data-ack": { words, limits in
      let options = try SpacingDataAckCommand.parse(words).series
      try SeriesRun(section: SpacingDataAckSection(), options: options, limits: limits).run()
    },
    "timesequence": { words, limits in try TimeSequenceCommand.parse(words).run(limits: limits) },
    "throughput": { words, limits in try ThroughputCommand.parse(words).run(limits: limits) },
    "timeline": { words, limits in
      // It has no flows to name.
      try TimelineCommand.parse(words.filter { $0 != "-f" && FlowID($0) == nil }).run(limits: limits)
    },
    "spurious-retransmissions": { words, limits in
      try SpuriousRetransmissionsCommand.parse(words).run(limits: limits)
    },
  ]

  private static let captures = Fixtures.captures(in: .lab)

  /// What a run wrote, or why it did not.
  private func output(_ run: Run, _ words: [String], _ form: String, _ limits: CandidateMetric.Limits) throws
    -> Data
  {
    try Fixtures.withTemporaryFile([]) { path in
      let file = "\(path).\(form)"
      defer { try? FileManager.default.removeItem(atPath: file) }
      do {
        try run(["--quiet", "-o", file] + words, limits)
      } catch let failure as CommandFailure {
        return Data("status \(failure.status): \(failure.message)".replacing(path, with: "").utf8)
      }
      return try #require(FileManager.default.contents(atPath: file))
    }
  }

  private func compare(_ module: String, _ words: [String], _ form: String, _ limits: CandidateMetric.Limits)
    throws
  {
    let run = try #require(Self.modules[module])
    let one = try output(run, words, form, limits)
    let two = try output(run, words, form, .none)
    #expect(one == two, "\(module) \(words.joined(separator: " ")) as \(form)")
    #expect(!one.isEmpty)
  }

  /// Each module over every capture, with the words that change what is known before the reading by turns.
  @Test(arguments: modules.keys.sorted())
  func oneReadingGivesTheSameBytes(module: String) throws {
    let choices = [
      [], ["-f", "1.1"], ["-f", "1"], ["--time", "0.01..0.5"], ["--origin", "capture", "--time", "0.02.."],
      ["-f", "1.2", "--time", "..0.3"], ["-f", "2.1"],
    ]
    for (index, capture) in Self.captures.enumerated() {
      for (turn, words) in choices.enumerated() where (index + turn).isMultiple(of: 5) {
        let form = module == "spurious-retransmissions" || (index + turn).isMultiple(of: 2) ? "svg" : "json"
        try compare(module, words + [capture.path], form, CandidateMetric.Limits())
      }
    }
  }

  /// Limits that are met in the middle of a capture change nothing but the number of readings.
  @Test(arguments: ["spacing", "window"])
  func limitsChangeNoByte(module: String) throws {
    var limits = CandidateMetric.Limits()
    limits.connections = 20
    limits.segments = 3000
    try compare(module, [try Fixtures.demo().path], "svg", limits)
  }

  @Test func whatWasDroppedIsReadAgain() throws {
    var limits = CandidateMetric.Limits()
    limits.connections = 1
    var made = 0
    let metric = CandidateMetric(
      wanted: [], limits: limits,
      request: { flow, connection, start in
        FlowRequest(flow: flow, connection: connection, axis: .init(origin: .capture, zero: start))
      },
      measurements: { _ in
        made += 1
        return []
      })
    let words = ["--quiet", try Fixtures.demo().path]
    let session = try CaptureSession(
      captures: [words[1]], options: .init(isReadTwice: false), knowledge: .init(),
      common: CommonOptions.parse(["--quiet"]))
    let analysis = try session.analyze(metrics: [metric])
    #expect(made == 2, "both flows of the first connection")
    let request = FlowRequest(
      flow: .init(connection: 2, direction: 1), connection: try #require(analysis.connections[2]),
      axis: .init(origin: .capture, zero: 0))
    #expect(metric.take([request]) == nil)
  }
}
