/// What a sender is doing about loss, as far as a capture shows, and the round-trip times that its timers rest on.
struct RecoveryState: Sendable {
  /// The phase of an episode of loss recovery.
  enum Phase: UInt8, Sendable {
    /// No episode is open.
    case none
    /// Tail loss probe sent, nothing known yet (RFC 8985, section 7).
    case probing
    /// Fast recovery.
    case recovery
    /// After a timeout.
    case loss
    /// A timeout that turned out to be needless (RFC 5682); what is sent again now belongs to a recovery.
    case undone
  }

  var phase = Phase.none
  /// Highest byte sent when the episode began: it ends when that is acknowledged (RFC 6582, section 3).
  var recoveryPoint: Int64 = 0
  /// Time of the timeout that began the loss phase.
  var timeoutAt: Int64 = 0
  /// Whether a recovery was open when the timer fired.
  var wasRecovering = false
  /// Whether a tail loss probe was sent since the last progress.
  var hasProbed = false
  /// Duplicate ACKs for the highest acknowledgment.
  var duplicateAcks = 0
  /// Time of the newest ACK of the receiver.
  var lastAckAt: Int64 = 0
  /// Time at which the acknowledged edge moved last.
  var lastProgressAt: Int64 = 0
  /// Frame of the packet that moved it.
  var lastProgressFrame: UInt64 = 0
  /// Time of the newest segment with data, of any kind.
  var lastSendAt: Int64 = 0
  /// Transmission time of the newest segment known to have arrived (RFC 8985, section 6.2).
  var newestDelivered: Int64 = 0
  /// Highest byte sent when the last episode began, kept after its end.
  var formerRecoveryPoint: Int64 = -1
  /// Whether SACK blocks that the snap length cut off came since the last progress.
  var hasHiddenSack = false

  /// The sender's retransmission timer as far as round-trip times tell it.
  private(set) var timer = RetransmissionTimer()
  /// Least time from the capture point to the receiver and back in nanoseconds, 0 before the first sample.
  var leastRTT: Int64 = 0
  /// Timeouts since the acknowledged edge moved last.
  var backoff = 0

  /// Takes a round-trip time into the filters.
  mutating func smooth(_ sample: Int64) {
    guard sample > 0 else { return }
    leastRTT = leastRTT == 0 ? sample : min(leastRTT, sample)
    timer.add(sample)
  }

  /// Smoothed RTT in nanoseconds, 0 before the first sample (RFC 6298, section 2).
  var smoothedRTT: Int64 { timer.smoothedRTT }

  /// The retransmission timeout as Linux computes it, in nanoseconds.
  var timeout: Int64 { timer.timeout(.linux) }

  /// Whether an episode is open in which the sender resends by itself.
  var isRecovering: Bool { phase == .recovery || phase == .undone }
}
