import Fixtures
import TCPAnalysis

/// What both simulated hosts have in common: clocks, identifications, time stamps and the times of sending.
struct SimulatedStack {
  let isSender: Bool
  private let tick: Int64
  private let clock: UInt32
  private var identification: UInt16
  private let counts: Bool
  private var lastSent: Int64 = -1
  private(set) var recentTimestamp: UInt32 = 0
  private var hasRecent = false
  private var lastAcknowledgment: Int64 = 0

  init(_ settings: SimulationSettings, isSender: Bool, _ numbers: inout SeededNumbers) {
    self.isSender = isSender
    tick = settings.timestampTick
    // A few seconds of ticks before the wrap, at times.
    clock = numbers.happens(0.2) ? .max - 900 : UInt32.random(in: 0 ... .max, using: &numbers)
    identification = UInt16.random(in: 0 ... .max, using: &numbers)
    counts = settings.hasIdentifications
  }

  /// Fills in what depends on the time and on what was sent before.
  mutating func send(_ transmission: inout Transmission, now: Int64) {
    transmission.isFromSender = isSender
    // A host needs a moment to answer.
    transmission.time = max(now + 3_000, lastSent + 10_000)
    lastSent = transmission.time
    if tick > 0 {
      transmission.timestamp = clock &+ UInt32(truncatingIfNeeded: transmission.time / tick)
      transmission.echo = hasRecent ? recentTimestamp : 0
    }
    let isAcknowledging = transmission.flags & Transmission.ack != 0
    // As Linux: a SYN/ACK carries 0.
    if counts, !(transmission.hasSyn && isAcknowledging) {
      identification &+= 1
      if identification == 0 { identification = 1 }
      transmission.identification = identification
    }
    if isAcknowledging { lastAcknowledgment = transmission.acknowledgment }
  }

  /// Whether a segment passes the test of RFC 7323, section 5; its time stamp is remembered by section 4.3.
  mutating func accepts(_ transmission: Transmission) -> Bool {
    guard tick > 0 else { return true }
    let age = Int32(truncatingIfNeeded: Int64(transmission.timestamp) - Int64(recentTimestamp))
    if hasRecent, age < 0, !transmission.hasSyn { return false }
    if !hasRecent || transmission.start <= lastAcknowledgment {
      recentTimestamp = transmission.timestamp
      hasRecent = true
    }
    return true
  }
}
