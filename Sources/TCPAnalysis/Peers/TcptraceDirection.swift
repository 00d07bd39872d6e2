/// What tcptrace keeps of one direction of a connection.
struct TcptraceDirection {
  /// The counts that are printed.
  var counts = TcptraceCounts()
  /// Packets with SYN, with FIN, with RST.
  var (synCount, finCount, rstCount): (UInt32, UInt32, UInt32) = (0, 0, 0)
  /// Sequence number of the last SYN.
  var syn: UInt32 = 0
  /// Last acknowledgment number sent; a SYN of the other side sets it to the SYN's own number.
  var acknowledgment: UInt32 = 0
  /// Last acknowledgment number plus window, modulo 2^32.
  var windowEnd: UInt32 = 0
  /// Last window, scaled.
  var window: UInt64 = 0
  /// Shift that a window scale option gave, as sent.
  var windowShift: UInt8 = 0
  /// Whether a window scale option was seen.
  var hasWindowScale = false
  /// Whether something was sent again and the loss is not repaired yet; matters for zero-window probes only.
  private(set) var isRecovering = false
  /// The number that an ACK must pass to end that: the end of the segment in front of the one that was sent again, then the
  /// start of the newest data.
  private var recoveryPoint: UInt32 = 0
  /// The number behind the last segment's payload.
  var previousEnd: UInt32 = 0
  /// Sum of outstanding bytes over the packets, as tcptrace computes it; only its being zero matters.
  var outstandingTotal: UInt64 = 0
  /// The last packets remembered: sequence number and IP-ID, in a ring.
  private var remembered: InlineArray<8, UInt64> = .init(repeating: 0)
  private var rememberedNext = 0
  /// What was sent, by quarters of the sequence space.
  private var quarters: InlineArray<4, TcptraceRangeList> = .init(repeating: TcptraceRangeList())
  /// The quarter that was touched last by a segment or an ACK.
  private var center = 0

  /// Notes how much of a segment had been sent before: what is sent again begins a recovery, new bytes move its point.
  mutating func follow(repeatedBytes: Int64, of length: Int64, at number: UInt32) {
    if isRecovering {
      if repeatedBytes < length { recoveryPoint = number }
    } else if repeatedBytes > 0 {
      isRecovering = true
      recoveryPoint = previousEnd
    }
  }

  /// Notes a zero-window probe with payload: in a recovery its place is touched and moves the point.
  mutating func probe(_ number: UInt32) {
    guard isRecovering else { return }
    touch(number)
    recoveryPoint = number
  }

  /// Notes an ACK; one with a number that is greater, compared plainly, ends the recovery.
  mutating func endRecovery(acknowledgment number: UInt32) {
    if number > recoveryPoint { isRecovering = false }
  }

  /// Whether a packet is one of the last ones that were remembered; if not, it is remembered.
  mutating func repeatsRemembered(sequenceNumber: UInt32, identification: UInt16) -> Bool {
    let pair = UInt64(sequenceNumber) << 16 | UInt64(identification)
    if sequenceNumber != 0, identification != 0 {
      for index in 0..<8 where remembered[index] == pair { return true }
    }
    remembered[rememberedNext] = pair
    rememberedNext = (rememberedNext + 1) & 7
    return false
  }

  /// Notes what a segment sent.
  ///
  /// - Parameters:
  ///   - sequenceNumber: Its first byte's number.
  ///   - length: Bytes with SYN and FIN, more than 0.
  ///   - time: Microseconds since the epoch.
  /// - Returns: Bytes that had been sent before, and whether a hole was filled.
  /// - Complexity: O(log n) for n ranges, and O(1) for each range that it is the first to change.
  mutating func send(_ sequenceNumber: UInt32, length: UInt32, at time: Int64) -> TcptraceRangeList.Sending {
    var sending = TcptraceRangeList.Sending()
    var first = sequenceNumber
    var remaining = length
    // Only where the segment begins is touched: a piece behind the boundary goes into its quarter as it is.
    touch(first)
    while remaining > 0 {
      let quarter = Int(first >> 30)
      // Bytes from here to the end of the quarter.
      let room = 0x4000_0000 - (first & 0x3FFF_FFFF)
      let size = min(room, remaining)
      quarters[quarter].send(first, first &+ (size - 1), at: time, &sending)
      first &+= size
      remaining -= size
    }
    return sending
  }

  /// Notes an ACK of what was sent.
  ///
  /// - Parameters:
  ///   - number: The acknowledgment number.
  ///   - isRepeat: Whether it has no payload and repeats acknowledgment number and window of the one before.
  /// - Returns: What it did to the ranges.
  mutating func receive(acknowledgment number: UInt32, isRepeat: Bool) -> TcptraceRangeList.Acknowledging {
    touch(number)
    let quarter = Int(number >> 30)
    var result = TcptraceRangeList.Acknowledging()
    quarters[(quarter + 3) & 3].acknowledgeAll(&result)
    quarters[quarter].acknowledge(number, isRepeat: isRepeat && outstandingTotal > 0, &result)
    return result
  }

  /// Forgets what was sent.
  mutating func forgetRanges() {
    for quarter in 0..<4 { quarters[quarter].removeAll() }
  }

  /// Makes the quarter of a number the one in the middle; what lies opposite is forgotten.
  private mutating func touch(_ number: UInt32) {
    let quarter = Int(number >> 30)
    guard quarter != center else { return }
    center = quarter
    quarters[(quarter + 2) & 3].removeAll()
  }
}
