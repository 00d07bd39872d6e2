import Fixtures
import PacketCapture

/// What a kernel sent again, and what captcp calls a retransmission in the capture beside it.
struct RetransmissionBound: Bound {
  let host: Host

  var claim: String {
    "beside the \(host == .sender ? "sending" : "receiving") host its retransmitted frames are those of its kernel"
  }

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    var frames = 0
    for scenario in scenarios where !scenario.isDerived {
      guard let reading = scenario.reading(beside: host) else { continue }
      let expected = Set(scenario.kernelKinds(of: host).keys)
      let found = Set(reading.retransmissions(of: host).keys)
      right.count(found == expected)
      frames += expected.count
      guard !expected.isEmpty || !found.isEmpty else { continue }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(expected.count)", captcp: "\(found.count)",
          remark: Self.difference(expected, found)))
    }
    finding.figure = "\(right.text) captures, \(frames) frames"
    finding.holds = right.part == right.whole && (host == .receiver || frames > 1500)
    return finding
  }

  static func difference(_ expected: Set<Int>, _ found: Set<Int>) -> String {
    let missed = expected.subtracting(found).sorted()
    let invented = found.subtracting(expected).sorted()
    var parts: [String] = []
    if !missed.isEmpty { parts.append("missed \(missed)") }
    if !invented.isEmpty { parts.append("invented \(invented)") }
    return parts.joined(separator: ", ")
  }
}

/// The same of captures that were made from others.
///
/// Where the run that they were made from is at hand, its kernel says what was sent again. Else the order of the file
/// does: beside the sender nothing can overtake, so what begins below the highest byte before was sent before.
struct DerivedRetransmissionBound: Bound {
  let claim = "the same in captures that were cut, merged, mixed up or converted"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    for scenario in scenarios where scenario.isDerived {
      let base = scenarios.first { scenario.truth.source?.prefix { $0 != "/" } ?? "" == $0.name }
      let found = scenario.sender.retransmissions(of: .sender)
      let expected = base.map { Self.transmissions(of: $0, in: scenario) } ?? Self.byOrder(scenario.sender)
      let own = found.values.map(Transmission.init).sorted()
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(expected.count)", captcp: "\(own.count)",
          remark: own == expected ? "" : "\(expected) not \(own)"))
    }
    let wrong = finding.rows.filter { !$0.remark.isEmpty }.count
    finding.figure = "\(finding.rows.count - wrong) of \(finding.rows.count) captures"
    finding.holds = wrong == 0 && finding.rows.count >= 7
    return finding
  }

  /// One segment on the wire, as it is found again in a file with other frame numbers.
  struct Transmission: Comparable, CustomStringConvertible {
    let sequence: UInt32
    let length: Int
    let identification: UInt16

    init(_ frame: ObservedFrame) {
      sequence = frame.sequence
      length = frame.payloadLength
      identification = frame.identification
    }

    var description: String { "\(sequence)+\(length)" }

    static func < (left: Transmission, right: Transmission) -> Bool {
      (left.sequence, left.identification, left.length) < (right.sequence, right.identification, right.length)
    }
  }

  /// What the kernel of a run sent again, as far as a capture made from it holds it.
  private static func transmissions(of base: Scenario, in derived: Scenario) -> [Transmission] {
    let kinds = base.kernelKinds(of: .sender)
    let there = Set(
      derived.sender.frames.map { [Int($0.sequence), $0.payloadLength, Int($0.identification)] })
    return base.sender.frames.filter { $0.host == .sender && kinds[$0.number] != nil }
      .filter { there.contains([Int($0.sequence), $0.payloadLength, Int($0.identification)]) }
      .map(Transmission.init).sorted()
  }

  private static func byOrder(_ reading: Reading) -> [Transmission] {
    var highest: [Int32: UInt32] = [:]
    var result: [Transmission] = []
    for frame in reading.frames.sorted(by: { $0.number < $1.number })
    where frame.host == .sender && (frame.payloadLength > 0 || frame.flags.contains(.fin)) {
      let end = frame.sequence &+ UInt32(frame.payloadLength) &+ (frame.flags.contains(.fin) ? 1 : 0)
      let before = highest[frame.connection] ?? frame.sequence
      if Int32(bitPattern: frame.sequence &- before) < 0 { result.append(Transmission(frame)) }
      if Int32(bitPattern: end &- before) > 0 { highest[frame.connection] = end }
    }
    return result.sorted()
  }
}
