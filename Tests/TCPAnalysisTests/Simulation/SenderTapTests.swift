import Fixtures
import Testing

@testable import TCPAnalysis

/// Beside the sender everything that it does is in the capture: the analysis must say what the simulation did.
@Suite struct SenderTapTests {
  private func check(_ settings: SimulationSettings) throws {
    let run = try SimulatedAnalysis(settings)
    guard run.isTellable else { return }
    let truth = run.truth
    let seed = Comment(rawValue: "seed \(settings.seed)")
    #expect(run.simulation.hasFinished, seed)
    let expected = truth.numbers(.retransmission)
    let found = run.frames(.retransmission)
    #expect(
      found == expected,
      "seed \(settings.seed): missed \(expected.subtracting(found).sorted()), invented \(found.subtracting(expected).sorted())"
    )
    #expect(run.frames(.synRetransmission) == truth.numbers(.synRetransmission), seed)
    #expect(run.frames(.reordered).isEmpty && run.frames(.unknownFill).isEmpty, seed)
    #expect(run.frames(.zeroWindowProbe) == truth.numbers(.zeroWindowProbe), seed)
    #expect(run.frames(.keepAlive) == truth.numbers(.keepAlive), seed)
    #expect(
      run.data.retransmittedPackets == Int64(expected.count + truth.numbers(.synRetransmission).count), seed)
    #expect(run.data.retransmittedBytes == truth.repeatedBytes, seed)
    #expect(run.data.uniquePayloadBytes == Int64(settings.payload), seed)
    #expect(run.simulation.receivedBytes == Int64(settings.payload), seed)
    #expect(run.data.captureDuplicates + run.data.networkDuplicates == 0, seed)
    #expect(run.data.gapBytes == 0 && run.data.acknowledgedUnseenBytes == 0, seed)
    #expect(run.answers.dsackBlocks == truth.duplicateReports, seed)
    for retransmission in run.analysis.retransmissions where retransmission.certainty == .certain {
      let index = run.simulation.captured[Int(retransmission.frame) - 1].transmission
      #expect(
        SimulationTruth.isNeedless(index, run.simulation.transmissions),
        "seed \(settings.seed): frame \(retransmission.frame) \(retransmission.evidence.names)")
    }
  }

  @Test func everythingIsCountedAsItWas() throws {
    for seed in SeededNumbers.seeds(200) { try check(SimulationSettings(seed: seed)) }
  }

  @Test func closedWindowsAndProbesAreToldFromRetransmissions() throws {
    for seed in SeededNumbers.seeds(60) { try check(SimulationSettings(seed: 100_000 + seed).withSlowReader) }
  }

  @Test func keepAlivesAreToldFromRetransmissions() throws {
    for seed in SeededNumbers.seeds(40) {
      var settings = SimulationSettings(seed: 200_000 + seed)
      settings.hasKeepAlives = true
      settings.keepAliveHasByte = seed.isMultiple(of: 2)
      try check(settings)
    }
  }

  /// Simulations whose headers do not tell what happened are left out: there must be few.
  @Test func nearlyAllSimulationsAreTellable() throws {
    var left = 0
    for seed in 0..<100 {
      if try !SimulatedAnalysis(SimulationSettings(seed: seed)).isTellable { left += 1 }
      let slow = SimulationSettings(seed: 100_000 + seed).withSlowReader
      if try !SimulatedAnalysis(slow).isTellable { left += 1 }
    }
    #expect(left <= 10)
  }

  /// Equal counts would prove little of transfers to which nothing happens.
  @Test func theSimulationsAreEventful() {
    var totals: [SimulationTruth.Frame: Int] = [:]
    var reports: Int64 = 0
    var needless = 0
    for seed in 0..<60 {
      let settings = SimulationSettings(seed: seed)
      let simulation = Simulation(seed.isMultiple(of: 3) ? settings.withSlowReader : settings)
      let truth = SimulationTruth(simulation)
      for frame in truth.frames { totals[frame, default: 0] += 1 }
      reports += truth.duplicateReports
      needless += simulation.transmissions.indices.count {
        simulation.transmissions[$0].isRetransmission
          && SimulationTruth.isNeedless($0, simulation.transmissions)
      }
    }
    #expect(totals[.retransmission, default: 0] > 100)
    #expect(totals[.synRetransmission, default: 0] > 3)
    #expect(totals[.zeroWindowProbe, default: 0] > 20)
    #expect(reports > 5)
    #expect(needless > 20)
  }
}
