import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// Changes of a capture that mean nothing change nothing in what is said of it.
@Suite struct MetamorphicTests {
  private func settings(_ seed: Int) -> SimulationSettings {
    var settings = SimulationSettings(seed: seed)
    settings.tap = SimulationSettings.Tap.allCases[seed % 3]
    if settings.tap != .sender {
      settings.upstream = settings.downstream
      settings.downstream = .none
    }
    return seed.isMultiple(of: 4) ? settings.withSlowReader : settings
  }

  private func connections(_ settings: SimulationSettings) throws -> [ConnectionSummary] {
    let capture = SimulatedCapture(Simulation(settings))
    return Array(try SimulatedAnalysis.analyze([capture.bytes()]).connections)
  }

  @Test func sequenceNumbersThatWrapGiveTheSameNumbers() throws {
    for seed in SeededNumbers.seeds(40) {
      var settings = settings(seed)
      settings.senderISN = 100_000
      settings.receiverISN = 200_000
      let expected = try connections(settings)
      // The wrap falls on the SYN, the first byte, within a segment, between segments, on the way.
      for back in [
        0, 1, 2, UInt32(settings.segmentSize), UInt32(settings.payload / 2), UInt32(settings.payload),
      ] {
        settings.senderISN = UInt32.max &- back
        settings.receiverISN = UInt32.max &- (back & 1)
        #expect(try connections(settings) == expected, "seed \(seed), \(back) bytes before the wrap")
      }
    }
  }

  @Test func aCaptureInTwoFilesGivesTheSameNumbers() throws {
    for seed in SeededNumbers.seeds(40) {
      let capture = SimulatedCapture(Simulation(settings(seed)))
      let expected = try SimulatedAnalysis.analyze([capture.bytes()])
      var numbers = SeededNumbers(seed: seed)
      let cut = Int.random(in: 1..<max(2, capture.records.count), using: &numbers)
      guard cut < capture.records.count, capture.records[cut - 1].time < capture.records[cut].time else {
        continue
      }
      let parts = [Array(capture.records[..<cut]), Array(capture.records[cut...])]
      let split = try SimulatedAnalysis.analyze(parts.map { capture.bytes($0) })
      #expect(
        Array(split.connections) == Array(expected.connections), "seed \(seed), cut behind frame \(cut)")
      #expect(split.capture.packets == expected.capture.packets)
      let reversed = try SimulatedAnalysis.analyze(parts.reversed().map { capture.bytes($0) })
      #expect(Array(reversed.connections) == Array(expected.connections), "seed \(seed), files reversed")
    }
  }

  @Test func framesCapturedTwiceChangeOnlyTheirCount() throws {
    // In the last four the receiver reports the byte of a window probe that came again with more data.
    for seed in Array(SeededNumbers.seeds(60)) + [92, 164, 896, 2420] {
      var settings = settings(seed)
      settings.isIPv6 = false
      settings.hasIdentifications = true
      let capture = SimulatedCapture(Simulation(settings))
      var numbers = SeededNumbers(seed: seed)
      var records = capture.records
      var copies: Int64 = 0
      for record in capture.records where numbers.happens(seed.isMultiple(of: 2) ? 1 : 0.2) {
        // The first frames are copied at once: whether copies are usual must be known at the SYN/ACK.
        // A SYN/ACK has no number of its own; it is known by its fellows only if all frames are copied.
        guard seed.isMultiple(of: 2) || record.bytes[18] != 0 || record.bytes[19] != 0 else { continue }
        let copy = SimulatedCapture.Record(
          time: record.time + (copies < 4 ? 1000 : Int64.random(in: 0...900_000, using: &numbers)),
          bytes: record.bytes)
        records.insert(copy, at: records.firstIndex { $0.time > copy.time } ?? records.count)
        copies += 1
      }
      let expected = try SimulatedAnalysis.analyze([capture.bytes()])
      let doubled = try SimulatedAnalysis.analyze([capture.bytes(records)])
      #expect(doubled.captureDuplicates == expected.captureDuplicates + copies, "seed \(seed)")
      #expect(
        doubled.connections.map(Self.withoutCopies) == expected.connections.map(Self.withoutCopies),
        "seed \(seed)")
    }
  }

  private static func withoutCopies(_ connection: ConnectionSummary) -> ConnectionSummary {
    var connection = connection
    connection.forward = withoutCopies(connection.forward)
    connection.backward = withoutCopies(connection.backward)
    return connection
  }

  private static func withoutCopies(_ flow: FlowSummary) -> FlowSummary {
    var flow = flow
    flow.captureDuplicates = 0
    flow.notes.removeAll { $0.code == .captureDuplicates }
    return flow
  }

  @Test func whatTheCaptureMissedIsCountedToTheByte() throws {
    for seed in SeededNumbers.seeds(80) {
      var settings = SimulationSettings(seed: 700_000 + seed)
      settings.captureLoss = Double(seed % 5 + 1) / 50
      if !settings.hasIdentifications { settings.timestampTick = 1000 }
      let run = try SimulatedAnalysis(settings)
      let comment = Comment(rawValue: "seed \(settings.seed)")
      #expect(run.data.gapBytes == run.truth.gapBytes, comment)
      #expect(run.data.acknowledgedUnseenBytes == run.truth.acknowledgedUnseenBytes, comment)
      #expect(run.data.uniquePayloadBytes == run.truth.uniqueBytes, comment)
      #expect(run.frames(.retransmission) == run.truth.numbers(.retransmission), comment)
    }
  }
}
