import Fixtures
import Foundation
import Testing

/// What `--data reduced` writes is a part of what is written without it, the same from every form of a call.
@Suite struct ReducedDataTests {
  @Test(arguments: ["timesequence", "inflight", "window"])
  func reducedRowsAreRowsOfAll(module: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let capture = try Fixtures.demo().path
      func lines(_ name: String, _ options: [String]) throws -> [String] {
        let outcome = try Tool(in: folder).run(
          [module, "-f", "2.1", "-o", "\(name).csv"] + options + [capture])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try String(contentsOfFile: "\(folder)/\(name).csv", encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
      }
      let all = try lines("all", [])
      let reduced = try lines(
        "reduced", ["--data", "reduced", "--preset", "paper-column", "--width", "60mm"])
      #expect(reduced.first == all.first && reduced.last == all.last)
      #expect(reduced.count * 3 < all.count)
      #expect(Set(reduced).isSubset(of: Set(all)))
      let zoom = try lines("zoom", ["--data", "reduced", "--x-range", "1..1.2"])
      #expect(zoom.count > 10 && zoom.count < 500)
    }
  }

  @Test func dotsOfReducedDataCountAllSamples() throws {
    try Fixtures.withTemporaryFolder { folder in
      let capture = try Fixtures.demo().path
      for (name, options) in [("all", []), ("reduced", ["--data", "reduced", "--preset", "paper-column"])] {
        let run = ["rtt", "-f", "2.1", "-o", "\(name).csv"] + options + [capture]
        #expect(try Tool(in: folder).run(run).status == 0)
      }
      func lines(_ name: String) throws -> [Substring] {
        try String(contentsOfFile: "\(folder)/\(name).csv", encoding: .utf8).split(separator: "\n")
      }
      let samples = try lines("reduced").dropFirst().compactMap {
        $0.split(separator: ",").last.flatMap { Int($0) }
      }
      #expect(samples.reduce(0, +) == (try lines("all")).count - 1)
      #expect(samples.count < (try lines("all")).count / 2)
    }
  }
}
