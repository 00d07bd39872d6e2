import PacketCapture
import TCPAnalysis

/// Highest byte sent and bytes in flight at each packet that the sending kernel received.
struct FlightBound: Bound {
  let claim =
    "highest byte sent is SND.NXT, bytes in flight SND.NXT - SND.UNA within a segment, in >= 99 % of the kernel's rows"

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var next = Share()
    var flight = Share()
    for scenario in scenarios where !scenario.isDerived {
      guard let path = Scenario.file("tcp_probe.csv.gz", in: scenario.folder),
        let probe = try? KernelProbe(path: path)
      else { continue }
      var comparison = Comparison(scenario.sender)
      for row in probe.rows { comparison.examine(row) }
      next.add(comparison.next)
      flight.add(comparison.flight)
      guard comparison.next.value < 1 || comparison.flight.value < 1 else { continue }
      finding.rows.append(
        .init(
          scenario: scenario.name, truth: "\(comparison.next.whole) rows",
          captcp: "SND.NXT in \(comparison.next.part), flight in \(comparison.flight.part)"))
    }
    guard next.whole > 0 else {
      finding.figure = "the kernel's rows are not on this machine"
      return finding
    }
    finding.figure = "SND.NXT in \(next.text), flight in \(flight.text)"
    finding.holds = next.value >= 0.99 && flight.value >= 0.99 && next.whole > 40_000
    return finding
  }

  /// Goes through the rows of a run beside its frames.
  private struct Comparison {
    var next = Share()
    var flight = Share()
    private var sides: [Endpoint: Side] = [:]

    /// What one socket sent and received.
    private final class Side {
      /// Times of its frames and one past the highest byte sent after each.
      var sent: [(time: Int64, highest: UInt32)] = []
      /// Times of the frames that it received, and the highest acknowledgment before each.
      var received: [(time: Int64, acknowledged: UInt32)] = []
      var acknowledged: UInt32 = 0
      var position = 0

      func noteSent(_ frame: ObservedFrame) {
        guard !frame.flags.contains(.rst) else { return }
        let end = frame.sequence &+ UInt32(truncatingIfNeeded: frame.end - frame.start)
        let isSyn = frame.flags.contains(.syn)
        if isSyn { acknowledged = frame.sequence }
        let highest = isSyn ? end : sent.last?.highest ?? end
        sent.append((frame.time, Int32(bitPattern: end &- highest) > 0 ? end : highest))
      }

      func noteReceived(_ frame: ObservedFrame) {
        if !frame.flags.contains(.syn) { received.append((frame.time, acknowledged)) }
        guard frame.flags.contains(.ack), let last = sent.last else { return }
        let number = frame.acknowledgmentNumber
        if Int32(bitPattern: number &- acknowledged) > 0, Int32(bitPattern: last.highest &- number) >= 0 {
          acknowledged = number
        }
      }

      /// The last frame that was sent before a time.
      func lastSent(before time: Int64) -> Int {
        var low = 0
        var high = sent.count
        while low < high {
          let middle = (low + high) / 2
          if sent[middle].time < time { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
      }
    }

    init(_ reading: Reading) {
      for frame in reading.frames where frame.segmentClass != .captureDuplicate {
        let connection = reading.connections[Int(frame.connection)]
        let flow = frame.direction == 0 ? connection.forward : connection.backward
        side(flow.source).noteSent(frame)
        side(flow.destination).noteReceived(frame)
      }
    }

    private mutating func side(_ endpoint: Endpoint) -> Side {
      if let known = sides[endpoint] { return known }
      let new = Side()
      sides[endpoint] = new
      return new
    }

    /// A row belongs to the next frame that was received; the trace's clock has microseconds, and the kernel works on a
    /// burst after all of it was captured.
    mutating func examine(_ row: KernelProbe.Row) {
      guard let side = sides[row.local], !side.received.isEmpty, !side.sent.isEmpty else { return }
      var position = side.position
      while position + 1 < side.received.count, side.received[position].time < row.time - 2_000_000,
        side.received[position + 1].time <= row.time + 20_000
      {
        position += 1
      }
      side.position = position + 1
      let frame = side.received[min(position, side.received.count - 1)]
      let first = side.lastSent(before: row.time + 1)
      let last = max(first, side.lastSent(before: row.time + 1000))
      next.count((first...last).contains { side.sent[$0].highest == row.next })
      let own = Int32(bitPattern: side.sent[first].highest &- frame.acknowledged)
      let kernel = Int32(bitPattern: row.next &- row.unacknowledged)
      flight.count(abs(Int(own) - Int(kernel)) <= 1448)
    }
  }
}
