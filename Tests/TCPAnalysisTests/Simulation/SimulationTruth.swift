import TCPAnalysis

/// What the frames of a simulated capture are, by the simulation's own book.
struct SimulationTruth {
  /// What one frame of the flow that sends data is.
  enum Frame {
    /// A copy of a packet captured so shortly before that no tap could tell where it was made.
    case capturedTwice
    case networkDuplicate
    case synRetransmission
    /// Sent again, while the capture had seen its bytes or something above them.
    case retransmission
    /// Captured behind a later copy of its bytes, or behind the segment that opened its gap and was sent later.
    case reordered
    case zeroWindowProbe
    case keepAlive
    case other
  }

  /// By frame number less one; `.other` for the frames of the opposite flow.
  private(set) var frames: [Frame] = []
  /// Payload bytes of retransmissions that the capture had seen before.
  private(set) var repeatedBytes: Int64 = 0
  /// Payload bytes that the capture saw at least once.
  private(set) var uniqueBytes: Int64 = 0
  /// Sequence numbers below the highest captured one that were not captured.
  private(set) var gapBytes: Int64 = 0
  /// Sequence numbers that a captured acknowledgment covers and that were not captured.
  private(set) var acknowledgedUnseenBytes: Int64 = 0
  /// Captured acknowledgments with a D-SACK, each sent one once.
  private(set) var duplicateReports: Int64 = 0
  /// Frames of the opposite flow captured twice.
  private(set) var opposite: [Frame] = []

  private var seen: [Bool]
  private var highest: Int64 = 0
  private var acknowledged: Int64 = 0
  private var lastCapture: [Int: Int64] = [:]
  /// The newest transmission of each byte that was captured, as its index; -1 for none.
  private var newest: [Int]
  /// The transmission behind each byte's gap: the first captured above it.
  private var openers: [Int]

  init(_ simulation: Simulation) {
    let end = simulation.transmissions.map(\.end).max() ?? 0
    seen = [Bool](repeating: false, count: Int(end) + 2)
    newest = [Int](repeating: -1, count: seen.count)
    openers = newest
    for captured in simulation.captured {
      let transmission = simulation.transmissions[captured.transmission]
      let repeated = duplicate(captured, transmission)
      if transmission.isFromSender {
        frames.append(repeated ?? judge(transmission, captured.transmission))
      } else {
        frames.append(.other)
        opposite.append(repeated ?? .other)
        if repeated == nil, transmission.hasDSACK { duplicateReports += 1 }
        acknowledged = max(acknowledged, transmission.acknowledgment)
      }
    }
    gapBytes = Int64(seen[..<Int(highest)].count { !$0 })
    if acknowledged > 0 {
      acknowledgedUnseenBytes =
        Int64(seen[..<Int(min(acknowledged, highest))].count { !$0 }) + max(0, acknowledged - highest)
    }
  }

  /// Whether the packet was captured before; copies within a millisecond cannot be told from the capture's own.
  private mutating func duplicate(_ captured: Simulation.Captured, _ transmission: Transmission) -> Frame? {
    guard let last = lastCapture.updateValue(captured.time, forKey: captured.transmission) else { return nil }
    if captured.time - last <= 1_000_000 { return .capturedTwice }
    // A pure acknowledgment that comes twice is an acknowledgment all the same.
    return transmission.length > 0 ? .networkDuplicate : .other
  }

  private mutating func judge(_ transmission: Transmission, _ index: Int) -> Frame {
    switch transmission.role {
    case .zeroWindowProbe: return .zeroWindowProbe
    case .keepAlive: return .keepAlive
    default: break
    }
    guard transmission.length > 0 else { return .other }
    let numbers = Int(transmission.start)..<Int(transmission.end)
    let isBelow = transmission.start < highest
    let repeated = transmission.data.count { seen[Int($0)] }
    // What was sent later and captured sooner makes it late, be it sent again or not.
    let later = numbers.map { seen[$0] ? newest[$0] : openers[$0] }.first { $0 >= 0 } ?? -1
    uniqueBytes += transmission.payload - Int64(repeated)
    if transmission.start > highest {
      for number in Int(highest)..<numbers.lowerBound { openers[number] = index }
    }
    for number in numbers {
      seen[number] = true
      newest[number] = max(newest[number], index)
    }
    highest = max(highest, transmission.end)
    if transmission.hasSyn { return isBelow ? .synRetransmission : .other }
    guard isBelow else { return .other }
    if later > index { return .reordered }
    repeatedBytes += Int64(repeated)
    return .retransmission
  }

  /// Numbers of the frames that are so.
  func numbers(_ kind: Frame) -> Set<UInt64> {
    Set(frames.indices.filter { frames[$0] == kind }.map { UInt64($0) + 1 })
  }

  /// Whether the receiver got all bytes of a transmission by transmissions before it: then it was needless.
  static func isNeedless(_ index: Int, _ transmissions: [Transmission]) -> Bool {
    let own = transmissions[index]
    var missing = [own.start..<own.end]
    for earlier in transmissions[..<index]
    where earlier.isFromSender == own.isFromSender && !earlier.arrivals.isEmpty && earlier.length > 0 {
      missing = missing.flatMap { range in
        [
          range.lowerBound..<max(range.lowerBound, min(range.upperBound, earlier.start)),
          min(range.upperBound, max(range.lowerBound, earlier.end))..<range.upperBound,
        ].filter { !$0.isEmpty }
      }
    }
    return missing.isEmpty
  }
}
