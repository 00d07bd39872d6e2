import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// The explanation of a frame says what the analysis says, for every frame that can be asked for.
@Suite struct ExplainerTests {
  /// Keeps all segments of a reading.
  private final class Collector: Metric {
    var items: [ClassifiedSegment] = []

    func observe(_ batch: borrowing Span<ClassifiedSegment>) {
      for index in batch.indices { items.append(batch[index]) }
    }
  }

  private func read(_ input: CaptureInput) throws -> (items: [ClassifiedSegment], analysis: Analysis) {
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    let collector = Collector()
    let analysis = try Analyzer(options: options, metrics: [collector]).run(try input.makeReader())
    return (collector.items, analysis)
  }

  private func explain(_ frame: UInt64, _ input: CaptureInput) throws -> Explanation {
    let content = try Explainer(frame: frame).explain { () throws(AnalysisError) in
      do throws(CaptureFileError) {
        return try input.makeReader()
      } catch {
        throw AnalysisError.capture(error)
      }
    }
    guard case .segment(let explanation) = content else {
      throw AnalysisError.noTCP(packets: 0, skipped: [:])
    }
    return explanation
  }

  private func compare(
    _ item: ClassifiedSegment, _ explanation: Explanation, _ analysis: Analysis, _ capture: Fixtures.Capture
  ) throws {
    let place: Comment = "\(capture) frame \(item.segment.frame)"
    let found = explanation.segment
    #expect(found.segmentClass == item.segmentClass, place)
    #expect(found.kind == item.kind, place)
    #expect(found.ackClass == item.ackClass, place)
    #expect(found.marks == item.marks, place)
    #expect(found.roundTripTime == item.roundTripTime, place)
    #expect(found.connection == item.connection && found.direction == item.direction, place)
    #expect(!explanation.classTests.isEmpty, place)
    #expect(explanation.kindTests.isEmpty == (item.kind == .none), place)
    #expect(explanation.kindTests.allSatisfy { $0.holds == ($0 == explanation.kindTests.last) }, place)
    #expect((item.roundTripTime >= 0) != explanation.roundTripReason.hasPrefix("no sample"), place)
    let listed = analysis.retransmissions.first { $0.frame == item.segment.frame }
    #expect(explanation.verdict.evidence == listed?.evidence ?? [], place)
    #expect(explanation.verdict.certainty == listed?.certainty, place)
    // Each sign was seen to come, with a packet not before the retransmission.
    #expect(Set(explanation.evidence.map(\.name)) == Set(listed?.evidence.names ?? []), place)
    #expect(explanation.evidence.allSatisfy { $0.packet.time >= item.segment.timestamp }, place)
  }

  @Test(arguments: Fixtures.captures(in: .lab)) func everyFrameOfTheLabIsExplained(capture: Fixtures.Capture)
    throws
  {
    let input = try CaptureInput(paths: [capture.path], options: CaptureOptions())
    let (items, analysis) = try read(input)
    for item in items { try compare(item, try explain(item.segment.frame, input), analysis, capture) }
  }

  @Test(arguments: [
    "needless_reorder", "needless_delay_nosack", "spurious_rto", "tail_loss", "tail_loss_rto", "drop_exact",
    "fin_loss", "syn_loss", "zero_window", "keepalive", "ecn_ce", "ipv6_bulk", "reorder", "snap68",
    "seq_wrap",
  ]) func everyFourthUnusualFrameOfTheTestbedIsExplained(name: String) throws {
    let capture = try Fixtures.capture(.testbed, name)
    let input = try CaptureInput(paths: [capture.path], options: CaptureOptions())
    let (items, analysis) = try read(input)
    let unusual = items.filter {
      ![.newData, .ack].contains($0.segmentClass) || $0.ackClass == .windowUpdate
    }
    for (index, item) in unusual.enumerated() where index % max(1, unusual.count / 12) == 0 {
      try compare(item, try explain(item.segment.frame, input), analysis, capture)
    }
  }

  @Test func testsStandInTheOrderOfTheClassifier() throws {
    let input = try CaptureInput(
      paths: [try Fixtures.capture(.lab, "A_fast").path], options: CaptureOptions())
    let explanation = try explain(20, input)
    #expect(
      explanation.classTests.map(\.test) == [
        "captureDuplicate", "reset", "syn", "probe", "aboveHighestSent", "seenBefore", "networkDuplicate",
        "lateOriginal",
      ])
    #expect(
      explanation.kindTests.map(\.test) == [
        "rto", "rackInLoss", "rtoRecovery", "tlp", "rackInRecovery", "recovery", "fast",
      ])
    #expect(explanation.kindTests.last?.detail.hasPrefix("3 duplicate ACKs") == true)
    #expect(explanation.transmissions.map(\.frame) == [7, 20])
    #expect(explanation.acknowledgedBy?.frame == 21)
  }

  @Test func proofOfNeedlessnessIsNamedWithItsFrame() throws {
    let input = try CaptureInput(
      paths: [try Fixtures.capture(.lab, "H_eifel").path], options: CaptureOptions())
    let explanation = try explain(8, input)
    #expect(explanation.evidence.map(\.name) == ["eifel", "dsack"])
    #expect(explanation.evidence.map(\.packet.frame) == [9, 13])
    #expect(explanation.verdict.certainty == .certain)
  }

  @Test(arguments: [("A_fast", 14, "100 ms"), ("A_fast", 21, "Karn"), ("A_fast", 17, "does not move")])
  func samplesHaveAReason(name: String, frame: UInt64, words: String) throws {
    let input = try CaptureInput(paths: [try Fixtures.capture(.lab, name).path], options: CaptureOptions())
    #expect(try explain(frame, input).roundTripReason.contains(words))
  }

  @Test func copyNamesItsTwin() throws {
    let input = try CaptureInput(
      paths: [try Fixtures.capture(.lab, "D_span_dup").path], options: CaptureOptions())
    let explanation = try explain(8, input)
    #expect(explanation.classTests.map(\.test) == ["captureDuplicate"])
    #expect(explanation.classTests[0].holds && explanation.classTests[0].detail.hasPrefix("frame 7, 4.00"))
  }
}
