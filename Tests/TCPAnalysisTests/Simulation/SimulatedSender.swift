import TCPAnalysis

/// The sending side of a simulated connection: segments, windows, timers, and recovery with or without SACK.
struct SimulatedSender {
  /// One range that was sent as one segment.
  struct Piece {
    var start: Int64
    var end: Int64
    var sentAt: Int64
    var copies = 1
    var isSacked = false
    /// Judged lost and not sent again since.
    var isLost = false
    var hasFin = false
  }

  let settings: SimulationSettings
  /// Sent and not acknowledged, in order.
  var pieces: [Piece] = []
  var unacknowledged: Int64 = 1
  var next: Int64 = 1
  /// One past the last byte that the application wrote.
  var written: Int64 = 1
  private let streamEnd: Int64
  private(set) var hasFinSent = false
  var edge: Int64 = 1
  private var lastWindow: Int64 = 0
  var congestionWindow = 10
  var threshold = Int.max
  var duplicates = 0
  var recoveryPoint: Int64 = 0
  var isRecovering = false
  var newestDelivered: Int64 = 0
  var smoothedRTT: Int64 = 0
  var variation: Int64 = 0
  var backoff: Int64 = 1
  var hasProbedTail = false
  /// When the retransmission timer, the tail probe and the window probe fire.
  var timeoutDue: Int64?
  var tailProbeDue: Int64?
  var windowProbeDue: Int64?
  var windowProbes: Int64 = 0
  /// When the application writes again, or keep-alives are due.
  var pauseEnd: Int64?
  var keepAliveDue: Int64?

  init(_ settings: SimulationSettings) {
    self.settings = settings
    streamEnd = 1 + Int64(settings.payload)
    written = settings.hasKeepAlives ? 1 + Int64(settings.payload / 2) : streamEnd
  }

  var isDone: Bool { hasFinSent && pieces.isEmpty }
  var timeout: Int64 {
    let base = smoothedRTT == 0 ? 1_000_000_000 : smoothedRTT + max(200_000_000, 4 * variation)
    return min(base * backoff, 8_000_000_000)
  }
  /// Segments believed to be on their way.
  private var pipe: Int { pieces.count { !$0.isSacked && !$0.isLost } }

  /// What may be sent now: what is lost first, then new data.
  mutating func sendable(_ size: () -> Int64, now: Int64) -> [Transmission] {
    var result: [Transmission] = []
    while pipe < congestionWindow, let transmission = resend(now) ?? sendNew(size, now) {
      result.append(transmission)
    }
    if !result.isEmpty { armTimers(now) }
    armWindowProbe(now)
    if written < streamEnd, next == written, pieces.isEmpty, pauseEnd == nil {
      pauseEnd = now + 2_500_000_000
      keepAliveDue = now + 1_000_000_000
    }
    return result
  }

  private mutating func resend(_ now: Int64) -> Transmission? {
    guard let first = pieces.firstIndex(where: \.isLost) else { return nil }
    // After a timeout the kernel joins neighbours that fit into one segment.
    while settings.coalesces, backoff > 1, first + 1 < pieces.count, pieces[first + 1].isLost,
      pieces[first + 1].end - pieces[first].start <= Int64(settings.segmentSize)
    {
      pieces[first].end = pieces[first + 1].end
      pieces[first].hasFin = pieces[first + 1].hasFin
      pieces.remove(at: first + 1)
    }
    return copy(of: first, now)
  }

  mutating func copy(of index: Int, _ now: Int64) -> Transmission {
    pieces[index].isLost = false
    pieces[index].copies += 1
    pieces[index].sentAt = now
    var result = segment(of: pieces[index])
    result.isRetransmission = true
    return result
  }

  private func segment(of piece: Piece) -> Transmission {
    var result = Transmission(role: .data, isFromSender: true, flags: Transmission.ack, start: piece.start)
    result.payload = piece.end - piece.start - (piece.hasFin ? 1 : 0)
    if piece.hasFin { result.flags |= Transmission.fin }
    if result.payload == 0 { result.role = .fin }
    return result
  }

  private mutating func sendNew(_ size: () -> Int64, _ now: Int64) -> Transmission? {
    guard !hasFinSent else { return nil }
    let room = edge - next
    let length = min(written - next, min(Int64(settings.segmentSize), size()), max(0, room))
    let isLast = settings.finIsSeparate ? next == streamEnd : next + length == streamEnd
    guard length > 0 || (isLast && next == streamEnd) else { return nil }
    // Silly windows are not filled while something is out (RFC 9293, section 3.8.6.2.1).
    if length < min(Int64(settings.segmentSize), written - next), room < Int64(settings.segmentSize),
      !pieces.isEmpty
    {
      return nil
    }
    let piece = Piece(start: next, end: next + length + (isLast ? 1 : 0), sentAt: now, hasFin: isLast)
    next = piece.end
    hasFinSent = isLast
    pieces.append(piece)
    return segment(of: piece)
  }

  mutating func armTimers(_ now: Int64) {
    timeoutDue = pieces.isEmpty ? nil : now + timeout
    let mayProbe = settings.probesTail && settings.usesSack && !hasProbedTail && !isRecovering && backoff == 1
    let isTail = hasFinSent || next == written
    let wait = 2 * smoothedRTT + (pieces.count == 1 ? 200_000_000 : 2_000_000)
    tailProbeDue =
      mayProbe && isTail && smoothedRTT > 0 && !pieces.isEmpty && wait < timeout ? now + wait : nil
  }

  private mutating func armWindowProbe(_ now: Int64) {
    guard pieces.isEmpty, next < written, edge <= next else {
      windowProbeDue = nil
      return
    }
    windowProbeDue = windowProbeDue ?? now + max(200_000_000, timeout)
  }

  /// The window that an acknowledgment carries (RFC 9293, section 3.10.7.4, as Linux: an equal one only grows).
  mutating func noteWindow(_ acknowledgment: Int64, _ field: UInt16) {
    let window = Int64(field) << Int64(settings.windowShift ?? 0)
    guard acknowledgment > unacknowledged || (acknowledgment == unacknowledged && window > lastWindow) else {
      return
    }
    lastWindow = window
    edge = acknowledgment + window
    windowProbes = 0
  }

  /// The window of the segment that opened the connection; those of SYNs are not scaled (RFC 7323, section 2.2).
  mutating func noteHandshake(_ transmission: Transmission) {
    let shift = transmission.hasSyn ? 0 : Int64(settings.windowShift ?? 0)
    edge = max(edge, 1 + Int64(transmission.window) << shift)
  }

  mutating func resume() {
    written = streamEnd
    pauseEnd = nil
    keepAliveDue = nil
  }
}
