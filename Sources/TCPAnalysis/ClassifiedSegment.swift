public import PacketCapture

/// One TCP segment with its place in its connection and what the classifier found: what metrics read.
///
/// Sequence and acknowledgment numbers are unwrapped to 64 bits and relative to the initial sequence number of
/// the flow that they count: SYN 0, first byte of data 1. Where no SYN was seen, the first byte seen is 1.
public struct ClassifiedSegment: Sendable {
  /// Index of the connection: its number minus 1.
  public var connection: Int32 = 0
  /// 0 for the flow `n.1`, 1 for `n.2`.
  public var direction: UInt8 = 0
  /// What the segment is; exactly one class.
  public var segmentClass: SegmentClass = .ack
  /// Why it was retransmitted; `.none` for all that are no retransmissions.
  public var kind: SegmentKind = .none
  /// What its acknowledgment number says.
  public var ackClass: AckClass = .none
  /// Everything else that it is.
  public var marks = ClassificationMarks()
  /// First byte (the SYN itself counts as a byte).
  public var start: Int64 = 0
  /// One past the last byte; SYN and FIN count as a byte each.
  public var end: Int64 = 0
  /// Acknowledgment number; meaningless without the ACK flag.
  public var acknowledgment: Int64 = 0
  /// Payload bytes never seen before.
  public var newBytes: UInt32 = 0
  /// Payload bytes seen before.
  public var repeatedBytes: UInt32 = 0
  /// Advertised window in bytes after scaling; -1 where the scale is unknown.
  public var windowBytes: Int64 = -1
  /// Highest byte sent less highest byte acknowledged of the flow that this segment's data (or, for an ACK, the
  /// opposite data) belongs to, after this segment; -1 if unknown.
  public var bytesInFlight: Int64 = -1
  /// Bytes of that flow that are on their way (RFC 6675, section 4, SetPipe), after this segment; -1 if unknown.
  ///
  /// `bytesInFlight` less what SACK reported and what counts as lost, plus what was sent again since.
  public var pipeBytes: Int64 = -1
  /// For a segment with data and ACK: bytes in flight of the opposite flow after it; -1 if unknown.
  public var peerBytesInFlight: Int64 = -1
  /// For a segment with data and ACK: `pipeBytes` of the opposite flow after it; -1 if unknown.
  public var peerPipeBytes: Int64 = -1
  /// Bytes from the highest byte sent to the right edge of the receiver's window, of the flow of `bytesInFlight`;
  /// negative if more was sent than it allows, `unknownRoom` if the edge is unknown.
  public var windowRoom: Int64 = Self.unknownRoom
  /// RTT sample that this segment completes by its acknowledgment number in nanoseconds; -1 for none.
  public var roundTripTime: Int64 = -1
  /// One past the last byte of the segment that `roundTripTime` belongs to.
  public var roundTripEnd: Int64 = -1
  /// RTT sample that this segment completes by its SACK blocks in nanoseconds; -1 for none.
  public var sackRoundTripTime: Int64 = -1
  /// One past the last byte of the segment that `sackRoundTripTime` belongs to.
  public var sackRoundTripEnd: Int64 = -1
  /// RTT sample that this segment completes by its TSecr in nanoseconds; -1 for none.
  public var timestampRoundTripTime: Int64 = -1
  /// Why the acknowledgment of new data gave no `roundTripTime`; `.none` if it did or acknowledged nothing new.
  public var roundTripExclusion: RoundTripExclusion = .none
  /// SACK blocks as unwrapped, relative numbers; the first `segment.options.sackBlockCount` are meant.
  public var sackRanges: InlineArray<4, SequenceRange> = .init(repeating: SequenceRange(start: 0, end: 0))
  /// The segment as it was captured.
  public var segment = Segment()

  /// Makes an empty value.
  public init() {}

  /// The value of `windowRoom` where the receiver's window is unknown.
  public static var unknownRoom: Int64 { .min }

  /// Forgets what the last segment that lay here had measured.
  @inline(__always)
  mutating func forgetMeasurements() {
    bytesInFlight = -1
    pipeBytes = -1
    peerBytesInFlight = -1
    peerPipeBytes = -1
    windowRoom = Self.unknownRoom
    roundTripTime = -1
    sackRoundTripTime = -1
    timestampRoundTripTime = -1
    roundTripExclusion = .none
  }

  /// Number of the connection, from 1.
  public var connectionNumber: Int { Int(connection) + 1 }
}

/// A half-open range of relative sequence numbers.
public struct SequenceRange: Sendable, Hashable {
  /// First byte.
  public var start: Int64
  /// One past the last byte.
  public var end: Int64
  /// Makes a range.
  public init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }
}

/// The class of a segment: exactly one, in the precedence of MODULES.md 4.
public enum SegmentClass: UInt8, Sendable, CaseIterable {
  /// Pure ACK and everything without a class of its own.
  case ack
  /// Data that starts at the highest byte seen.
  case newData
  /// Data above the highest byte seen, behind a gap.
  case newDataAfterGap
  /// At least one byte was sent before.
  case retransmission
  /// Fills a gap and was sent before what lies above it.
  case reordered
  /// Fills a gap; whether late or sent again cannot be known.
  case unknownFill
  /// The same frame captured twice.
  case captureDuplicate
  /// Duplicated by the network.
  case networkDuplicate
  /// Zero-window probe.
  case zeroWindowProbe
  /// Keep-alive.
  case keepAlive
  /// First SYN.
  case syn
  /// Repeated SYN.
  case synRetransmission
  /// First FIN without payload.
  case fin
  /// RST.
  case rst

  /// The name in output.
  public var name: String { String(describing: self) }
}

/// Why a segment was retransmitted (DEFINITIONS.md 6).
public enum SegmentKind: UInt8, Sendable, CaseIterable {
  /// No retransmission.
  case none
  /// Fast retransmit: three duplicate ACKs or IsLost.
  case fast
  /// RACK.
  case rack
  /// Within a recovery.
  case recovery
  /// Tail loss probe.
  case tlp
  /// Timeout.
  case rto
  /// Slow start after a timeout.
  case rtoRecovery
  /// SYN or SYN/ACK.
  case syn
  /// FIN.
  case fin
  /// Cannot be told.
  case unknown

  /// The name in output.
  public var name: String { String(describing: self) }
}

/// What an acknowledgment number says (DEFINITIONS.md 5).
public enum AckClass: UInt8, Sendable, CaseIterable {
  /// No ACK flag, or nothing to say.
  case none
  /// Above the highest so far.
  case new
  /// Duplicate ACK.
  case duplicate
  /// Below the highest so far.
  case old
  /// Same number, other window.
  case windowUpdate
  /// Window of zero.
  case zeroWindow
  /// Acknowledges bytes that were never seen.
  case unseen

  /// The name in output.
  public var name: String { String(describing: self) }
}

/// Why an acknowledgment of new data gives no round-trip time (DEFINITIONS.md 7, series 2).
public enum RoundTripExclusion: UInt8, Sendable, CaseIterable {
  /// It gave one, or acknowledged nothing new.
  case none
  /// The segment that it ends at was sent more than once (Karn's rule; RFC 6298, section 3).
  case retransmitted
  /// An earlier part of what it covers arrived late or was sent again: the wait for it is no round trip.
  case behindHole
  /// SACK had reported the segment before.
  case alreadySacked
  /// It does not end where a segment that was seen ends.
  case notAtBoundary

  /// The name in output.
  public var name: String { String(describing: self) }
}

/// What a segment is besides its class.
public struct ClassificationMarks: OptionSet, Sendable, Hashable {
  /// The bits.
  public var rawValue: UInt32
  /// Makes a set from its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Some bytes new, some repeated.
  public static var partial: ClassificationMarks { ClassificationMarks(rawValue: 1 << 0) }
  /// All its bytes had been acknowledged when it passed.
  public static var alreadyAcked: ClassificationMarks { ClassificationMarks(rawValue: 1 << 1) }
  /// Advertises a window of zero.
  public static var zeroWindow: ClassificationMarks { ClassificationMarks(rawValue: 1 << 2) }
  /// Less than a segment of room was left in the receiver's window after it.
  public static var windowFull: ClassificationMarks { ClassificationMarks(rawValue: 1 << 3) }
  /// Carries a D-SACK.
  public static var dsack: ClassificationMarks { ClassificationMarks(rawValue: 1 << 4) }
  /// SYN with another initial sequence number while half open.
  public static var synIsnChanged: ClassificationMarks { ClassificationMarks(rawValue: 1 << 5) }
  /// Keep-alive after less than 1 s of silence.
  public static var earlyKeepAlive: ClassificationMarks { ClassificationMarks(rawValue: 1 << 6) }
  /// Judged without a measured RTT.
  public static var guess: ClassificationMarks { ClassificationMarks(rawValue: 1 << 7) }
  /// Acknowledgment number that cannot be right.
  public static var ackImplausible: ClassificationMarks { ClassificationMarks(rawValue: 1 << 8) }
  /// Time stamp before that of a packet in front of it in the file.
  public static var timeReversal: ClassificationMarks { ClassificationMarks(rawValue: 1 << 9) }
  /// Fills a gap below the highest byte seen.
  public static var gapFill: ClassificationMarks { ClassificationMarks(rawValue: 1 << 10) }
  /// Closes the silence of a timeout: sender quiet for its retransmission timeout, then bytes sent again.
  public static var afterTimeout: ClassificationMarks { ClassificationMarks(rawValue: 1 << 11) }
  /// Payload larger than the receiver's MSS option.
  public static var oversize: ClassificationMarks { ClassificationMarks(rawValue: 1 << 12) }
  /// TCP Fast Open data on a SYN.
  public static var fastOpenData: ClassificationMarks { ClassificationMarks(rawValue: 1 << 13) }
  /// The packet is shown: it passed the filter, or there is none.
  public static var shown: ClassificationMarks { ClassificationMarks(rawValue: 1 << 14) }
  /// Equal to an earlier frame of the flow in everything, its IP identification included.
  public static var exactCopy: ClassificationMarks { ClassificationMarks(rawValue: 1 << 15) }
  /// Sent before a copy of its bytes that had passed already: the original, only late.
  public static var lateOriginal: ClassificationMarks { ClassificationMarks(rawValue: 1 << 16) }
  /// Bytes sent again with another payload than before (RFC 2525, section 2.4).
  public static var inconsistent: ClassificationMarks { ClassificationMarks(rawValue: 1 << 17) }
  /// A tail loss probe that may be a timeout: only one segment was on its way.
  public static var tlpOrRto: ClassificationMarks { ClassificationMarks(rawValue: 1 << 18) }
  /// Sends again what the receiver had reported by SACK and took back (RFC 2018, section 8).
  public static var sackReneging: ClassificationMarks { ClassificationMarks(rawValue: 1 << 19) }
  /// Advertises a window too small for a full segment, but not zero (RFC 9293, section 3.8.6.2).
  public static var silly: ClassificationMarks { ClassificationMarks(rawValue: 1 << 20) }
  /// Acknowledges more than two full segments at once; ordinary behind receive offload.
  public static var stretchAck: ClassificationMarks { ClassificationMarks(rawValue: 1 << 21) }
  /// Stands in front of the data that it acknowledges: the capture mixed up their order.
  public static var captureReordered: ClassificationMarks { ClassificationMarks(rawValue: 1 << 22) }
  /// RST inside the window but not at the next byte: its receiver asks back (RFC 5961, section 3.2).
  public static var rstInWindow: ClassificationMarks { ClassificationMarks(rawValue: 1 << 23) }
  /// RST outside of the window: its receiver ignores it (RFC 5961, section 3.2).
  public static var rstOutOfWindow: ClassificationMarks { ClassificationMarks(rawValue: 1 << 24) }
  /// RST that does not fit the host whose address it bears.
  public static var likelyMiddlebox: ClassificationMarks { ClassificationMarks(rawValue: 1 << 25) }
}
