import Fixtures
import PacketCapture
import TCPAnalysis

/// The least round-trip time of handshake and segments beside the kernel's own.
struct LeastRoundTripBound: Bound {
  let claim = "least RTT is within 3 % or one tick of the time stamps of the kernel's, beside the sender"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    var worst = 0.0
    for scenario in scenarios where !scenario.isDerived {
      for (kernel, _, flow) in (try? scenario.sentFlows()) ?? [] {
        guard let truth = kernel.leastRoundTrip, let own = flow.baseRoundTripTime else { continue }
        let distance = abs(Double(own) / 1e6 - truth)
        let tick = flow.timestamps == false ? 0.0 : 1.0
        let isRight = distance <= max(0.03 * truth, tick)
        right.count(isRight)
        worst = max(worst, distance / truth)
        guard !isRight else { continue }
        finding.rows.append(
          .init(
            scenario: scenario.name, truth: "\(truth) ms", captcp: "\(Double(own) / 1e6) ms",
            remark: "too far"))
      }
    }
    let percent = (worst * 1000).rounded() / 10
    finding.figure = "\(right.text) sockets, the farthest off by \(percent) %"
    finding.holds = right.part == right.whole && right.whole > 50
    return finding
  }
}

/// The median of the round-trip times beside that of the kernel's samples.
struct MedianRoundTripBound: Bound {
  let claim = "median RTT is within 5 % of that of the kernel's samples in nine runs, beside the sender"

  private static let names: Set<String> = [
    "app_limited", "nodelay", "loss_bbr", "no_ts", "sndbuf_limited", "shallow_queue", "ecn_ce", "snap68",
    "port_reuse",
  ]

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    for scenario in scenarios where Self.names.contains(scenario.name) {
      for (kernel, _, flow) in (try? scenario.sentFlows()) ?? [] {
        let sorted = kernel.roundTrips.sorted()
        guard !sorted.isEmpty else { continue }
        let truth = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        let own = flow.roundTripTime.map { Double($0.median) / 1e6 } ?? 0
        let isRight = abs(own - truth) <= 0.05 * truth
        right.count(isRight)
        let percent = ((own / truth - 1) * 1000).rounded() / 10
        finding.rows.append(
          .init(
            scenario: scenario.name, truth: "\((truth * 1000).rounded() / 1000) ms",
            captcp: "\((own * 1000).rounded() / 1000) ms (\(percent) %)", remark: isRight ? "" : "too far"))
      }
    }
    finding.figure = "\(right.text) sockets"
    finding.holds = right.part == right.whole && right.whole >= Self.names.count
    return finding
  }
}

/// No round-trip time may be longer than the queue allows: what waited for a repair is no round trip.
///
/// The relay is a program and sends some packets later than it planned: what its book and the captures show of that is
/// granted; where they are not at hand, the 7 ms that the testbed's own notes name as the worst.
struct GreatestRoundTripBound: Bound {
  let claim = "no RTT is above least RTT + the longest queue + 2 ms (+ what the relay was late)"

  private static let queues: [String: (bytes: Double, bitsPerSecond: Double)] = [
    "bufferbloat": (624_941, 5e6), "shallow_queue": (15_059, 10e6),
  ]

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var samples = 0
    var late = 0
    for scenario in scenarios {
      guard let queue = Self.queues[scenario.name] else { continue }
      let flow = scenario.sender.connections.flatMap(\.flows).first { Host($0.source.address) == .sender }
      let least = Double(flow?.baseRoundTripTime ?? 0) / 1e6
      let limit = least + queue.bytes * 8e3 / queue.bitsPerSecond + 2
      var greatest = 0.0
      var wrong: [String] = []
      for frame in scenario.sender.frames where frame.host == .receiver && frame.roundTripTime >= 0 {
        let time = Double(frame.roundTripTime) / 1e6
        samples += 1
        greatest = max(greatest, time)
        guard time > limit else { continue }
        late += 1
        let lateness = Self.lateness(of: frame, in: scenario)
        if time - lateness > limit {
          wrong.append("frame \(frame.number): \(time) ms, relay late \(lateness) ms")
        }
      }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "at most \((limit * 100).rounded() / 100) ms",
          captcp: "\((greatest * 100).rounded() / 100) ms", remark: wrong.joined(separator: "; ")))
      if !wrong.isEmpty { finding.holds = false }
    }
    finding.figure = "\(samples) samples, \(late) above it only because the relay was late"
    if finding.rows.count < Self.queues.count || samples < 1000 { finding.holds = false }
    return finding
  }

  /// How much later than planned the relay sent an acknowledgment and the segment that it ends at, in milliseconds.
  private static func lateness(of frame: ObservedFrame, in scenario: Scenario) -> Double {
    guard let relay = scenario.relay, let receiver = scenario.receiver,
      let data = scenario.sender.frames.first(where: {
        $0.host == .sender && $0.end == frame.acknowledgment && $0.payloadLength > 0
      }),
      let arrived = receiver.frames.first(where: {
        $0.host == .sender && $0.sequence == data.sequence && $0.identification == data.identification
      })
    else { return 7 }
    func planned(_ wanted: ObservedFrame, isForward: Bool) -> Int64? {
      relay.rows.first {
        $0.isForward == isForward && $0.identification == wanted.identification
          && $0.sequence == wanted.sequence
          && $0.departure > 0
      }?.departure
    }
    guard let there = planned(data, isForward: true), let back = planned(frame, isForward: false) else {
      return 7
    }
    return Double(max(0, arrived.time - there) + max(0, frame.time - back)) / 1e6
  }
}
