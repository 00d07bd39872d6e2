/// Matches the time stamps that a flow's data carries with their echoes (RFC 7323, section 4; Nichols' pping).
///
/// The first segment with a TSval that carried data, SYN or FIN counts, and the first echo of it. The receiver echoes
/// the time stamp of the segment that moved its left edge, so only acknowledgments of new data are matched, and none
/// while it misses something.
struct TimestampMatch: Sendable {
  /// Time after which a TSval without an echo is forgotten, in nanoseconds.
  static let lifetime: Int64 = 10_000_000_000

  /// TSval of the last acknowledged segment, plus one; 0 for none.
  private var value: Int64 = 0
  /// Time of the first segment with that TSval.
  private var carriedAt: Int64 = 0
  /// The echo that was matched last, plus one; 0 for none.
  private var matched: Int64 = 0
  /// The echo at hand, plus one; 0 for none.
  private var echo: Int64 = 0
  /// Time of its carrier, 0 while none was found.
  private var found: Int64 = 0

  /// TSval of the last acknowledged segment; `nil` if it is not known.
  var acknowledged: UInt32? { value > 0 ? UInt32(truncatingIfNeeded: value &- 1) : nil }

  /// Begins to look for the carrier of the echo of an acknowledgment; `nil` for none.
  @inline(__always)
  mutating func begin(_ echo: UInt32?) {
    guard let echo else {
      self.echo = 0
      return
    }
    self.echo = Int64(echo) + 1
    found = value == self.echo ? carriedAt : 0
  }

  /// Takes a segment that the acknowledgment covers, in the order of sequence numbers.
  @inline(__always)
  mutating func pass(_ timestamp: UInt32, sentAt: Int64) {
    guard echo != 0, Int64(timestamp) + 1 != value else { return }
    value = Int64(timestamp) + 1
    carriedAt = sentAt
    if value == echo, found == 0 { found = sentAt }
  }

  /// Takes an earlier transmission of a segment that the acknowledgment covers.
  mutating func passFormer(_ timestamp: UInt32, sentAt: Int64) {
    guard echo != 0, found == 0, Int64(timestamp) + 1 == echo else { return }
    found = sentAt
  }

  /// Whether the carrier of the echo at hand is still to be found.
  var isSearching: Bool { echo != 0 && found == 0 && echo != matched }

  /// Takes the echo at hand for matched without a sample: the receiver still misses something.
  mutating func skip() { matched = echo }

  /// The round-trip time of the echo at hand in nanoseconds; -1 if its carrier is not known or it was matched before.
  @inline(__always)
  mutating func sample(now: Int64) -> Int64 {
    guard echo != 0, found > 0, echo != matched else { return -1 }
    matched = echo
    let elapsed = now &- found
    return elapsed <= Self.lifetime ? max(1, elapsed) : -1
  }
}
