import TCPAnalysis

/// The receiving side of a simulated connection: reassembly, delayed acknowledgments, SACK and D-SACK, a window.
struct SimulatedReceiver {
  private let settings: SimulationSettings
  private let shift: UInt8
  /// Next byte awaited.
  private(set) var next: Int64 = 1
  /// Ranges above `next`, the one that grew last first (RFC 2018, section 4).
  private var waiting: [SequenceRange] = []
  private var duplicate: SequenceRange?
  private var edge: Int64 = 0
  private var read: Int64 = 1
  private var unacknowledged = 0
  /// When a delayed acknowledgment is due.
  private(set) var acknowledgmentDue: Int64?
  /// When the application reads next.
  private(set) var readDue: Int64?
  /// End of the stream, its FIN included, once it was seen.
  private var streamEnd: Int64?
  /// Bytes of data that came in order.
  private(set) var receivedBytes: Int64 = 0

  init(_ settings: SimulationSettings) {
    self.settings = settings
    shift = settings.windowShift ?? 0
    edge = 1 + Int64(settings.receiveBuffer)
  }

  var hasFinished: Bool { streamEnd.map { next >= $0 } ?? false }

  /// Takes a segment in.
  ///
  /// - Returns: Whether it must be acknowledged at once.
  mutating func receive(_ transmission: Transmission, passesTimestampTest: Bool, now: Int64) -> Bool {
    let start = transmission.start
    let end = transmission.end
    guard end > start else { return start < next }
    if start < next { duplicate = SequenceRange(start: start, end: min(end, next)) }
    guard passesTimestampTest else { return true }
    if transmission.payload > 0, start + transmission.payload > max(edge, next) { return true }
    if transmission.hasFin { streamEnd = end }
    if start > next { return store(start, end) }
    guard end > next else { return true }
    let hadHole = !waiting.isEmpty
    next = end
    absorb()
    receivedBytes = next - 1 - (hasFinished ? 1 : 0)
    readDue = readDue ?? (settings.readSize > 0 ? now + settings.readInterval : nil)
    if settings.readSize == 0 { read = next }
    unacknowledged += 1
    if hadHole || duplicate != nil || transmission.hasFin { return true }
    if !settings.delaysAcknowledgments || unacknowledged >= 2 { return true }
    acknowledgmentDue = acknowledgmentDue ?? now + 40_000_000
    return false
  }

  private mutating func store(_ start: Int64, _ end: Int64) -> Bool {
    var merged = SequenceRange(start: start, end: end)
    for range in waiting where range.start < end && range.end > start {
      let overlap = SequenceRange(start: max(range.start, start), end: min(range.end, end))
      duplicate = duplicate ?? overlap
    }
    for range in waiting where range.start <= end && range.end >= start {
      merged.start = min(merged.start, range.start)
      merged.end = max(merged.end, range.end)
    }
    waiting.removeAll { $0.start >= merged.start && $0.end <= merged.end }
    waiting.insert(merged, at: 0)
    return true
  }

  private mutating func absorb() {
    while let index = waiting.firstIndex(where: { $0.start <= next }) {
      next = max(next, waiting[index].end)
      waiting.remove(at: index)
    }
  }

  /// The application reads.
  ///
  /// - Returns: Whether the window opened so far that the sender must be told.
  mutating func readIfDue(now: Int64) -> Bool {
    guard let due = readDue, due <= now else { return false }
    let before = edge - next
    read = min(next, read + Int64(settings.readSize))
    readDue = read < next ? now + settings.readInterval : nil
    moveEdge()
    return before < Int64(settings.segmentSize) && edge - next >= before + Int64(settings.segmentSize)
  }

  private mutating func moveEdge() {
    let free = Int64(settings.receiveBuffer) - (next - read)
    let worth = min(Int64(settings.segmentSize), Int64(settings.receiveBuffer) / 2)
    if next + free >= edge + worth { edge = next + free }
  }

  /// The acknowledgment of what is there now.
  mutating func acknowledgment() -> Transmission {
    moveEdge()
    unacknowledged = 0
    acknowledgmentDue = nil
    var result = Transmission(role: .acknowledgment, isFromSender: false, flags: Transmission.ack, start: 1)
    result.acknowledgment = next
    result.window = UInt16(clamping: max(0, edge - next) >> Int64(shift))
    guard settings.usesSack else {
      duplicate = nil
      return result
    }
    var blocks: [SequenceRange] = []
    if let duplicate {
      result.hasDSACK = true
      blocks.append(duplicate)
      // A block that holds the duplicate must come next (RFC 2883, section 4).
      let holder = waiting.filter { $0.start <= duplicate.start && $0.end >= duplicate.end }
      blocks += holder
      blocks += waiting.filter { !holder.contains($0) }
    } else {
      blocks = waiting
    }
    result.sack = Array(blocks.prefix(settings.usesTimestamps ? 3 : 4))
    duplicate = nil
    return result
  }
}
