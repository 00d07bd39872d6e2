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
    for event in try Fixtures.truth(capture.name).kernelEvents?.retransmits ?? [] where event.host == "sender" {
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
          wrong.append("\(capture.name) frame \(frame): \(kind), called \(found[frame].map(\.name) ?? "none")")
          continue
        }
      }
    }
    let rows = wrong.joined(separator: "\n")
    #expect(total > 1500)
    #expect(wrong.isEmpty, "\(wrong.count) of \(total):\n\(rows)")
  }
}
