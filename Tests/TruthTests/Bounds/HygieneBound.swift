import TCPAnalysis

/// Captures with faults: nothing invented, the fault named.
struct HygieneBound: Bound {
  let claim = "captures with faults are read right, and the fault is named"

  /// One thing that must be so of a scenario.
  private struct Expectation: Sendable {
    let scenario: String
    let what: String
    let found: @Sendable (Reading) -> (text: String, isRight: Bool)
  }

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    for expectation in Self.expectations {
      guard let scenario = scenarios.first(where: { $0.name == expectation.scenario }) else {
        finding.rows.append(
          .init(scenario: expectation.scenario, truth: expectation.what, captcp: "", remark: "no such run"))
        continue
      }
      let (text, isRight) = expectation.found(scenario.sender)
      finding.rows.append(
        .init(
          scenario: expectation.scenario, truth: expectation.what, captcp: text,
          remark: isRight ? "" : "not as it should be"))
    }
    let right = finding.rows.filter(\.remark.isEmpty).count
    finding.figure = "\(right) of \(finding.rows.count)"
    finding.holds = right == finding.rows.count
    return finding
  }

  private static let expectations: [Expectation] =
    notes.map { scenario, codes in
      Expectation(scenario: scenario, what: "notes " + codes.map(\.rawValue).joined(separator: " ")) {
        reading in
        let all = Set(
          (reading.analysis.notes + reading.connections.flatMap { $0.notes + $0.flows.flatMap(\.notes) })
            .map(\.code))
        let text = AnalysisNote.Code.allCases.filter(all.contains).map(\.rawValue).joined(separator: " ")
        return (text, codes.allSatisfy(all.contains))
      }
    } + numbers

  /// What must be said.
  private static let notes: [(String, [AnalysisNote.Code])] = [
    ("derived_bothends", [.twoTaps]), ("derived_capdrop", [.captureDrop]),
    ("derived_midstream", [.noHandshake, .windowScaleUnknown, .roleGuessed]),
    ("derived_unsorted", [.timeReversals]), ("snap68", [.optionsCut, .truncatedPackets]),
    ("port_reuse", [.portReused]), ("tso_gro", [.offload]), ("no_options", [.spuriousUnknown]),
  ]

  private static let numbers: [Expectation] = [
    Expectation(scenario: "derived_capdrop", what: "36200 bytes in 25 holes missed by the capture") {
      reading in
      let flows = reading.connections.flatMap(\.flows)
      let missed = flows.reduce(0) { $0 + ($1.acknowledgedUnseenBytes ?? 0) }
      let holes = flows.reduce(0) { $0 + ($1.acknowledgedUnseenRanges ?? 0) }
      return ("\(missed) bytes in \(holes) holes", missed == 36_200 && holes == 25)
    },
    Expectation(scenario: "derived_bothends", what: "two views of equal size, one left out") { reading in
      let packets = reading.connections.flatMap(\.flows).reduce(0) { $0 + $1.packets }
      return (
        "\(packets) analysed, \(reading.analysis.captureDuplicates) left out",
        abs(packets - reading.analysis.captureDuplicates) <= 6
      )
    },
    Expectation(scenario: "derived_bothends", what: "the sender's view: one SYN each way, RTT 20 ms") {
      reading in
      let connection = reading.connections[0]
      let syns = connection.flows.map(\.synPackets)
      let milliseconds = [connection.handshakeRTT, connection.forward.roundTripTime?.minimum]
        .map { Double($0 ?? 0) / 1e6 }
      return (
        "\(syns) SYNs, RTT \(milliseconds) ms",
        syns == [1, 1] && milliseconds.allSatisfy { (20.0...20.7).contains($0) }
      )
    },
    Expectation(scenario: "port_reuse", what: "3 connections") { reading in
      ("\(reading.connections.count)", reading.connections.count == 3)
    },
    Expectation(scenario: "seq_wrap", what: "no gap, 1000000 bytes") { reading in
      let flow = reading.connections[0].forward
      return (
        "gap \(flow.gapBytes), \(flow.uniquePayloadBytes) bytes",
        flow.gapBytes == 0 && flow.uniquePayloadBytes == 1_000_000
      )
    },
  ]
}
