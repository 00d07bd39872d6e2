import Fixtures
import Testing

@testable import TCPAnalysis

/// Away from the sender packets are lost, late and doubled before they are captured; what the headers prove must
/// be said, and nothing may be invented.
@Suite struct FarTapTests {
  /// A path that does everything to packets before and behind the tap.
  private func settings(_ seed: Int, _ change: (inout SimulationSettings) -> Void = { _ in })
    -> SimulationSettings
  {
    var settings = SimulationSettings(seed: seed)
    var numbers = SeededNumbers(seed: seed &+ 79_000)
    settings.tap = Bool.random(using: &numbers) ? .middle : .receiver
    settings.upstream = SimulationSettings.impairment(&numbers)
    if settings.tap == .receiver { settings.downstream = .none }
    change(&settings)
    return settings
  }

  private func check(_ run: SimulatedAnalysis) {
    let seed = run.simulation.settings.seed
    let comment = Comment(rawValue: "seed \(seed)")
    #expect(run.simulation.hasFinished, comment)
    let expected = run.truth.numbers(.retransmission)
    let found = run.frames(.retransmission)
    #expect(
      found == expected,
      "seed \(seed): missed \(expected.subtracting(found).sorted()), invented \(found.subtracting(expected).sorted())"
    )
    #expect(run.frames(.reordered) == run.truth.numbers(.reordered), comment)
    #expect(run.frames(.unknownFill).isEmpty, comment)
    #expect(run.data.uniquePayloadBytes == run.truth.uniqueBytes, comment)
    #expect(run.truth.uniqueBytes == run.simulation.receivedBytes, comment)
    #expect(run.data.gapBytes == 0 && run.data.acknowledgedUnseenBytes == 0, comment)
    checkCertainty(run)
  }

  private func checkCertainty(_ run: SimulatedAnalysis) {
    for retransmission in run.analysis.retransmissions where retransmission.certainty == .certain {
      let index = run.simulation.captured[Int(retransmission.frame) - 1].transmission
      #expect(
        SimulationTruth.isNeedless(index, run.simulation.transmissions),
        "seed \(run.simulation.settings.seed): frame \(retransmission.frame) \(retransmission.evidence.names)"
      )
    }
  }

  @Test func timeStampsOfAFineClockTellLateFromSentAgain() throws {
    for seed in SeededNumbers.seeds(60) {
      check(try SimulatedAnalysis(settings(300_000 + seed) { $0.timestampTick = 1000 }))
    }
  }

  @Test func identificationsThatCountUpTellLateFromSentAgain() throws {
    for seed in SeededNumbers.seeds(60) {
      let settings = settings(400_000 + seed) {
        $0.isIPv6 = false
        $0.hasIdentifications = true
        $0.timestampTick = seed.isMultiple(of: 2) ? 0 : 10_000_000
        // With four packets or more in front the sender's counting is known.
        $0.upstream.reordering = min($0.upstream.reordering, 0.05)
      }
      check(try SimulatedAnalysis(settings))
    }
  }

  @Test func pureReorderingIsNeverCalledARetransmission() throws {
    for seed in SeededNumbers.seeds(60) {
      let settings = settings(500_000 + seed) {
        $0.upstream = .init(reordering: 0.1)
        $0.downstream = .none
        $0.backUpstream = .none
        $0.hold = nil
        if $0.isIPv6 && !$0.usesTimestamps { $0.timestampTick = 1000 }
        if !$0.isIPv6 { $0.hasIdentifications = true }
      }
      let run = try SimulatedAnalysis(settings)
      let invented = run.frames(.retransmission).subtracting(run.truth.numbers(.retransmission))
      #expect(invented.isEmpty, "seed \(seed): \(invented.sorted())")
      checkCertainty(run)
    }
  }

  @Test func packetsDoubledByTheNetworkAreNotSentAgain() throws {
    for seed in SeededNumbers.seeds(60) {
      let settings = settings(600_000 + seed) {
        $0.upstream.duplication = 0.05
        $0.isIPv6 = false
        $0.hasIdentifications = true
        $0.tap = .receiver
      }
      let run = try SimulatedAnalysis(settings)
      let seed = settings.seed
      let expected = run.truth.numbers(.retransmission)
      let found = run.frames(.retransmission)
      #expect(
        found == expected,
        "seed \(seed): missed \(expected.subtracting(found).sorted()), invented \(found.subtracting(expected).sorted())"
      )
      #expect(run.frames(.networkDuplicate) == run.truth.numbers(.networkDuplicate), "seed \(seed)")
      #expect(run.frames(.captureDuplicate) == run.truth.numbers(.capturedTwice), "seed \(seed)")
      #expect(run.data.uniquePayloadBytes == run.simulation.receivedBytes, "seed \(seed)")
    }
  }
}
