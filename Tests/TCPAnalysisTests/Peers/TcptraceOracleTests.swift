import Fixtures
import Foundation
import PacketCapture
import Testing

@testable import TCPAnalysis

/// What tcptrace counted of each direction is counted here; its verdicts are stored beside the shared captures.
@Suite(.enabled(if: Fixtures.hasShared, "\(Fixtures.sharedReason)"))
struct TcptraceOracleTests {
  /// Captures above this size are left to `make oracle`, which has a release build.
  private static let largest = 1 << 20

  /// Captures of moderate size that tcptrace could read.
  static let captures: [String] = {
    (Fixtures.sharedCaptures("behaviour-") + Fixtures.sharedCaptures("format-")).filter { path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
      guard let size, size <= largest, let verdict = try? verdict(on: path) else { return false }
      return verdict["error"] is NSNull && !differing.contains(where: path.hasSuffix)
    }
  }()

  /// Captures with differences that `.ci/oracle-tcptrace-differences.tsv` explains.
  static let differing: [String] = {
    let table = try? String(
      contentsOfFile: "\(Fixtures.repository)/.ci/oracle-tcptrace-differences.tsv", encoding: .utf8)
    let lines = (table ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
    return lines.compactMap { $0.split(separator: "\t").first.map(String.init) }
  }()

  @Test func thereAreCaptures() { #expect(Self.captures.count > 40) }

  @Test(arguments: captures) func directionsCountAsInTcptrace(path: String) throws {
    let analysis = TcptraceAnalysis()
    let reader = try CaptureInput(paths: [path], options: CaptureOptions()).makeReader()
    var segment = Segment()
    reading: while true {
      switch try reader.next(into: &segment) {
      case .end: break reading
      case .other: continue
      case .segment: _ = analysis.classify(segment)
      }
    }
    let theirs = try Self.verdict(on: path)["connections"] as? [[String: Any]] ?? []
    #expect(analysis.connectionCount == theirs.count)
    for (index, connection) in theirs.enumerated() where index < analysis.connectionCount {
      for (direction, name) in ["a2b", "b2a"].enumerated() {
        let row = try #require(connection[name] as? [String: Any])
        let counts = analysis.counts(of: index, direction)
        for (column, value) in Self.integers(counts) {
          #expect(row[column] as? Int == Int(value), "connection \(index + 1) \(name) \(column)")
        }
        for (column, value) in Self.milliseconds(counts) {
          let peer = try #require(row[column] as? Double)
          #expect(abs(peer - value) <= 0.0501, "connection \(index + 1) \(name) \(column)")
        }
      }
    }
  }

  private static func integers(_ counts: TcptraceCounts) -> [(String, Int64)] {
    [
      ("total_packets", counts.packets), ("actual_data_pkts", counts.dataPackets),
      ("actual_data_bytes", counts.dataBytes), ("rexmt_data_pkts", counts.rexmtPackets),
      ("rexmt_data_bytes", counts.rexmtBytes), ("outoforder_pkts", counts.outOfOrderPackets),
      ("unique_bytes_sent", counts.uniqueBytes), ("zwnd_probe_pkts", counts.zeroWindowProbePackets),
      ("zwnd_probe_bytes", counts.zeroWindowProbeBytes), ("hardware_dups", counts.hardwareDuplicates),
      ("RTT_samples", counts.rttSamples), ("ambiguous_acks", counts.ambiguousAcks),
      ("post-loss_acks", counts.postLossAcks), ("segs_cum_acked", counts.cumulativeAcks),
      ("duplicate_acks", counts.duplicateAcks), ("triple_dupacks", counts.tripleDuplicateAcks),
    ]
  }

  private static func milliseconds(_ counts: TcptraceCounts) -> [(String, Double)] {
    [
      ("RTT_min", Double(counts.rttMinMicroseconds) / 1e3),
      ("RTT_max", Double(counts.rttMaxMicroseconds) / 1e3),
      ("RTT_avg", (counts.rttMeanMicroseconds ?? 0) / 1e3),
    ]
  }

  private static func verdict(on path: String) throws -> [String: Any] {
    let url = URL(fileURLWithPath: path)
    let stored = url.deletingLastPathComponent().path + "/oracle/\(url.lastPathComponent).tcptrace.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: stored))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
