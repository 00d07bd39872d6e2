import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// Remembers the frame and kind of every segment that the sending host sent again.
private final class RetransmittedFrames: Metric {
  /// The hosts of the testbed that send, by their address: 10.77.0.1 and fd77::1.
  private let hosts = [
    IPAddress(ipv4: 0x0A4D_0001), IPAddress(ipv6High: 0xFD77_0000_0000_0000, low: 1),
  ]
  var kinds: [UInt64: SegmentKind] = [:]

  func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      let classified = batch[index]
      guard hosts.contains(classified.segment.source),
        classified.segmentClass == .retransmission || classified.segmentClass == .synRetransmission
      else { continue }
      kinds[classified.segment.frame] = classified.kind
    }
  }
}

@Suite struct TestbedTests {
  private static let captures = Fixtures.captures(in: .testbed).filter {
    (try? Fixtures.truth($0.name).kernelEvents) != nil
  }

  @Test func thereAreCaptures() {
    #expect(Self.captures.count >= 55)
  }

  private func kinds(_ capture: Fixtures.Capture) throws -> [UInt64: SegmentKind] {
    let input = try CaptureInput(paths: [capture.path], options: CaptureOptions())
    let metric = RetransmittedFrames()
    _ = try Analyzer(metrics: [metric]).run(try input.makeReader())
    return metric.kinds
  }

  /// The kernel's kind of each frame that the sending host sent again.
  private func truth(_ capture: Fixtures.Capture) throws -> [UInt64: String] {
    var kinds: [UInt64: String] = [:]
    for event in try Fixtures.truth(capture.name).kernelEvents?.retransmits ?? [] where event.host == "sender"
    {
      for frame in event.frames ?? [] {
        if let number = frame.first { kinds[UInt64(number)] = event.kind ?? "" }
      }
    }
    return kinds
  }

  /// Beside the sender every retransmission of its kernel is in the capture, and nothing else may be called one.
  @Test(arguments: captures)
  func retransmittedFramesAreThoseOfTheKernel(capture: Fixtures.Capture) throws {
    let found = Set(try kinds(capture).keys)
    let expected = Set(try truth(capture).keys)
    #expect(
      found == expected,
      "missed \(expected.subtracting(found).sorted()), invented \(found.subtracting(expected).sorted())")
  }

  /// Which of the kernel's kinds a kind stands for.
  private static let kernelKinds: [SegmentKind: Set<String>] = [
    .fast: ["recovery"], .rack: ["recovery"], .recovery: ["recovery"], .rto: ["rto"], .rtoRecovery: ["rto"],
    .tlp: ["probe"], .fin: ["probe", "rto"], .syn: ["syn", "synack"], .unknown: [],
  ]

  @Test func kindsAreThoseOfTheKernel() throws {
    var wrong: [String] = []
    var total = 0
    for capture in Self.captures {
      let found = try kinds(capture)
      for (frame, kind) in try truth(capture).sorted(by: { $0.key < $1.key }) {
        total += 1
        guard let own = found[frame], let names = Self.kernelKinds[own], names.contains(kind) else {
          wrong.append(
            "\(capture.name) frame \(frame): \(kind), called \(found[frame].map(\.name) ?? "none")")
          continue
        }
      }
    }
    let rows = wrong.joined(separator: "\n")
    #expect(total > 1500)
    #expect(wrong.isEmpty, "\(wrong.count) of \(total):\n\(rows)")
  }

  /// The sender's needless retransmissions by the relay's own book: all bytes had been forwarded before.
  private func unnecessary(_ capture: Fixtures.Capture, _ found: [Retransmission]) throws -> [(
    Retransmission, Bool
  )] {
    let object = try Fixtures.truthObject(capture.name)
    guard let table = object["retransmissions"] as? [String: Any], let rows = table["rows"] as? [[Any]] else {
      return []
    }
    // Rows and frames of one range stand in the same order in both lists.
    var truth: [UInt32: [Bool]] = [:]
    for row in rows where row.count >= 10 && (row[1] as? String) == "fwd" {
      guard let sequence = row[4] as? Int, let length = row[5] as? Int, length > 0, let flag = row[9] as? Int
      else { continue }
      truth[UInt32(truncatingIfNeeded: sequence), default: []].append(flag == 1)
    }
    var sequences: [UInt64: UInt32] = [:]
    for event in try Fixtures.truth(capture.name).kernelEvents?.retransmits ?? [] where event.host == "sender"
    {
      for frame in event.frames ?? [] where frame.count >= 2 {
        sequences[UInt64(frame[0])] = UInt32(truncatingIfNeeded: frame[1])
      }
    }
    var result: [(Retransmission, Bool)] = []
    for retransmission in found where retransmission.kind != .fin && retransmission.kind != .syn {
      guard let key = sequences[retransmission.frame], let verdicts = truth[key], let first = verdicts.first
      else { continue }
      truth[key] = Array(verdicts.dropFirst())
      result.append((retransmission, first))
    }
    return result
  }

  @Test func needlessRetransmissionsAreNamedAndCertainIsNeverWrong() throws {
    var wrong: [String] = []
    var needless = 0
    var named = 0
    var missed: [String: Int] = [:]
    for capture in Self.captures {
      let input = try CaptureInput(paths: [capture.path], options: CaptureOptions())
      var options = AnalysisOptions()
      options.keepsRetransmissions = true
      let analysis = try Analyzer(options: options).run(try input.makeReader())
      for (retransmission, isNeedless) in try unnecessary(capture, analysis.retransmissions) {
        if isNeedless {
          needless += 1
          if retransmission.certainty == .certain || retransmission.certainty == .likely {
            named += 1
          } else {
            missed[capture.name, default: 0] += 1
          }
        } else if retransmission.certainty == .certain {
          wrong.append("\(capture.name) frame \(retransmission.frame) \(retransmission.evidence.names)")
        }
      }
    }
    // Without SACK only time stamps can tell, and only if the original arrived first; with neither, nothing can.
    let hopeless = missed.filter { ["needless_delay_nosack", "needless_reorder_bare"].contains($0.key) }
      .values.reduce(0, +)
    #expect(needless > 700)
    #expect(Double(named) >= 0.95 * Double(needless - hopeless), "missed \(missed)")
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }
}
