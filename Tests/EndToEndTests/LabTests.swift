import Fixtures
import Foundation
import Testing

/// Captures built by hand, whose truth is known: each flow is counted as it was made.
@Suite struct LabTests {
  /// Expected counts by capture and source.
  private static let truth: [String: [String: [Int]]] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "lab.tsv")
    var truth: [String: [String: [Int]]] = [:]
    for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      if !line.hasPrefix("#") {
        truth[fields[0], default: [:]][fields[1]] = fields[2...].compactMap { Int($0) }
      }
    }
    return truth
  }()

  @Test(arguments: Fixtures.captures(in: .lab)) func everyFlowIsCountedAsItWasMade(capture: Fixtures.Capture)
    throws
  {
    let expected = try #require(Self.truth[capture.name])
    try Fixtures.withTemporaryFolder { folder in
      let outcome = try Tool(in: folder).run(["statistic", "--format", "json", capture.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let result = try StatisticResult(outcome.output)
      #expect(result.schema == 1)
      #expect(result.connections.count == 1)
      for flow in result.connections.flatMap(\.flows) {
        let counts = flow.counts + [flow.captureDuplicates]
        #expect(counts == expected["\(flow.source.address):\(flow.source.port)"], "flow \(flow.id)")
      }
    }
  }

  @Test func everyLabCaptureHasItsTruth() {
    #expect(Set(Fixtures.captures(in: .lab).map(\.name)) == Set(Self.truth.keys))
  }
}
