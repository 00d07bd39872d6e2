/// One TCP segment as it was captured: what the link, IP and TCP headers of one packet say.
///
/// A flat value that readers fill anew for each packet; nothing in it is allocated. Fields of a header that the
/// snap length cut off are left at zero and `marks` says so.
public struct Segment: Sendable {
  // Where it stands in the capture.

  /// Number of the packet in its file, from 1, as Wireshark counts.
  public var frame: UInt64 = 0
  /// Capture time, nanoseconds since the epoch.
  public var timestamp: Int64 = 0
  /// Index of the file in the list of captures, from 0.
  public var fileIndex: UInt16 = 0
  /// Index of the interface within the file (pcapng, over all sections), from 0; 0 in classic captures.
  public var interfaceIndex: UInt16 = 0
  /// Bytes of the packet in the file.
  public var capturedLength: UInt32 = 0
  /// Bytes that the packet had on the wire, as the capture file says.
  public var originalLength: UInt32 = 0
  /// Number of the segment among all TCP segments of a reading, in the order in which they were read, modulo 2^32.
  public var ordinal: UInt32 = 0

  // Network layer.

  /// Source address.
  public var source = IPAddress()
  /// Destination address.
  public var destination = IPAddress()
  /// Bytes before the IP header.
  public var linkHeaderLength: UInt16 = 0
  /// Bytes of the IP header with its options or extension headers.
  public var networkHeaderLength: UInt16 = 0
  /// Bytes of the IP packet by its own header: IPv4 total length; IPv6 payload length + 40.
  public var networkLength: UInt32 = 0
  /// IPv4 identification; meaningless for IPv6.
  public var identification: UInt16 = 0
  /// Time to live or hop limit.
  public var timeToLive: UInt8 = 0
  /// DSCP (upper six bits) and ECN (lower two bits).
  public var trafficClass: UInt8 = 0

  // Transport layer.

  /// Source port.
  public var sourcePort: UInt16 = 0
  /// Destination port.
  public var destinationPort: UInt16 = 0
  /// SEG.SEQ.
  public var sequenceNumber: UInt32 = 0
  /// SEG.ACK; meaningless without the ACK flag.
  public var acknowledgmentNumber: UInt32 = 0
  /// The lower twelve bits of header bytes 12 and 13: reserved, AE, CWR, ECE, URG, ACK, PSH, RST, SYN, FIN.
  public var flags = TCPFlags()
  /// SEG.WND as it stands in the header, not scaled.
  public var window: UInt16 = 0
  /// Checksum as it stands in the header.
  public var checksum: UInt16 = 0
  /// Urgent pointer.
  public var urgentPointer: UInt16 = 0
  /// Bytes of the TCP header with options.
  public var transportHeaderLength: UInt8 = 0
  /// Bytes of data (by the IP header, not by what was captured).
  public var payloadLength: UInt32 = 0
  /// TCP checksum less the share of TCP header and pseudo-header: equal for equal payloads.
  ///
  /// One's complement sum of the payload's 16-bit words, as the checksum tells it, in 0 ... 65534; 0 also if the
  /// header was not captured whole. Nothing is known of payloads whose checksum the sending device was to fill in.
  public var payloadChecksum: UInt16 = 0
  /// 64-bit hash of the captured TCP option bytes; equal options have equal hashes.
  public var optionsHash: UInt64 = 0
  /// The decoded options.
  public var options = TCPOptions()

  /// What is special about this packet.
  public var marks = SegmentMarks()

  /// Makes a segment with all fields zero.
  public init() {}

  /// Bytes of the frame on the wire: link header and IP packet, without padding and check sequence.
  public var linkLength: UInt32 { UInt32(linkHeaderLength) &+ networkLength }
  /// Bytes of TCP header and data.
  public var transportLength: UInt32 { UInt32(transportHeaderLength) &+ payloadLength }
  /// The ECN field of the IP header: 0 not ECT, 1 ECT(1), 2 ECT(0), 3 CE (RFC 3168, section 5).
  public var ecn: UInt8 { trafficClass & 3 }
  /// Length in sequence space: data, SYN and FIN (RFC 9293, SEG.LEN).
  public var sequenceLength: UInt32 {
    payloadLength &+ (flags.contains(.syn) ? 1 : 0) &+ (flags.contains(.fin) ? 1 : 0)
  }
}

/// What the decoder noticed about a packet.
public struct SegmentMarks: OptionSet, Sendable, Hashable {
  /// The bits.
  public var rawValue: UInt16
  /// Makes a set of marks from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The packet is shown: it passed the filter, or there is none.
  public static var matchesFilter: SegmentMarks { SegmentMarks(rawValue: 1 << 0) }
  /// Fewer bytes were captured than the packet had.
  public static var truncated: SegmentMarks { SegmentMarks(rawValue: 1 << 1) }
  /// The snap length cut into the TCP options: some may be missing.
  public static var optionsTruncated: SegmentMarks { SegmentMarks(rawValue: 1 << 2) }
  /// A TCP option had an impossible length: if that leads out of the header, those behind it were not read.
  public static var optionsMalformed: SegmentMarks { SegmentMarks(rawValue: 1 << 3) }
  /// First fragment of a fragmented IP packet: the payload length counts this fragment only.
  public static var firstFragment: SegmentMarks { SegmentMarks(rawValue: 1 << 4) }
  /// IPv4 total length was 0 (segmentation offload): lengths come from the frame's length.
  public static var lengthFromFrame: SegmentMarks { SegmentMarks(rawValue: 1 << 5) }
  /// The link layer says that the capturing host sent this packet (SLL packet type 4, pcapng outbound flag).
  public static var outgoing: SegmentMarks { SegmentMarks(rawValue: 1 << 6) }
  /// The packet is IPv6.
  public static var isIPv6: SegmentMarks { SegmentMarks(rawValue: 1 << 7) }
  /// The TCP checksum is wrong; checked for segments without payload only, whose header holds all there is.
  public static var badChecksum: SegmentMarks { SegmentMarks(rawValue: 1 << 8) }
  /// The TCP header length was under 20 or beyond the packet: options and payload are unknown, the rest as it stands.
  public static var headerMalformed: SegmentMarks { SegmentMarks(rawValue: 1 << 9) }
  /// An option of accurate ECN carries the counter of bytes marked CE.
  public static var hasCongestionCounter: SegmentMarks { SegmentMarks(rawValue: 1 << 10) }
}

/// TCP header flags (RFC 9293, section 3.1; AE: RFC 9768).
public struct TCPFlags: OptionSet, Sendable, Hashable {
  /// The lower twelve bits of header bytes 12 and 13.
  public var rawValue: UInt16
  /// Makes a set of flags from the header bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No more data from sender.
  public static var fin: TCPFlags { TCPFlags(rawValue: 0x001) }
  /// Synchronize sequence numbers.
  public static var syn: TCPFlags { TCPFlags(rawValue: 0x002) }
  /// Reset the connection.
  public static var rst: TCPFlags { TCPFlags(rawValue: 0x004) }
  /// Push function.
  public static var psh: TCPFlags { TCPFlags(rawValue: 0x008) }
  /// Acknowledgment field is significant.
  public static var ack: TCPFlags { TCPFlags(rawValue: 0x010) }
  /// Urgent pointer field is significant.
  public static var urg: TCPFlags { TCPFlags(rawValue: 0x020) }
  /// ECN-Echo (RFC 3168).
  public static var ece: TCPFlags { TCPFlags(rawValue: 0x040) }
  /// Congestion window reduced (RFC 3168).
  public static var cwr: TCPFlags { TCPFlags(rawValue: 0x080) }
  /// Accurate ECN, the former nonce sum (RFC 9768).
  public static var ae: TCPFlags { TCPFlags(rawValue: 0x100) }
}

/// The TCP options of one segment that captcp knows.
public struct TCPOptions: Sendable {
  /// Which options stood in the header; the fields below mean something only where the bit is set.
  public var present = Present()
  /// Upper byte of `congestionMarkedBytes`.
  private var congestionMarkedHigh: UInt8 = 0
  /// Maximum segment size in bytes (kind 2).
  public var maximumSegmentSize: UInt16 = 0
  /// Window scale shift as sent (kind 3); above 14 counts as 14 (RFC 7323, section 2.3).
  public var windowScale: UInt8 = 0
  /// Number of SACK blocks, 0 to 4.
  public var sackBlockCount: UInt8 = 0
  /// Length of the TCP Fast Open cookie in bytes, 0 for a cookie request (kind 34, or 254 with magic F989).
  public var fastOpenCookieLength: UInt8 = 0
  /// Number of SACK blocks captured whole of an option that the snap length cut; `sackBlockCount` is 0 then.
  public var cutSackBlockCount: UInt8 = 0
  /// Bit n is set if an MPTCP option (kind 30) of subtype n was seen (RFC 8684, section 3).
  public var multipathSubtypes: UInt16 = 0
  /// Lower bytes of `congestionMarkedBytes`.
  private var congestionMarkedLow: UInt16 = 0
  /// TSval (kind 8).
  public var timestampValue: UInt32 = 0
  /// TSecr (kind 8).
  public var timestampEcho: UInt32 = 0
  /// SACK blocks as they stand in the option (kind 5); the first `sackBlockCount` are meant.
  public var sackBlocks: InlineArray<4, SackBlock> = .init(repeating: SackBlock(left: 0, right: 0))

  /// The counter of bytes that arrived marked CE, ECEB, 24 bits (kinds 172 and 174; RFC 9768, section 3.2.3); means
  /// something only with ``SegmentMarks/hasCongestionCounter``.
  ///
  /// It stands in the gaps between other fields, so that a segment is no larger for it.
  public var congestionMarkedBytes: UInt32 {
    get { UInt32(congestionMarkedHigh) << 16 | UInt32(congestionMarkedLow) }
    set {
      congestionMarkedHigh = UInt8(truncatingIfNeeded: newValue >> 16)
      congestionMarkedLow = UInt16(truncatingIfNeeded: newValue)
    }
  }

  /// Makes an empty set of options.
  public init() {}

  /// Which options were present.
  public struct Present: OptionSet, Sendable, Hashable {
    /// The bits.
    public var rawValue: UInt8
    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Maximum segment size (kind 2).
    public static var maximumSegmentSize: Present { Present(rawValue: 1) }
    /// Window scale (kind 3).
    public static var windowScale: Present { Present(rawValue: 2) }
    /// SACK permitted (kind 4).
    public static var sackPermitted: Present { Present(rawValue: 4) }
    /// SACK (kind 5).
    public static var sack: Present { Present(rawValue: 8) }
    /// Timestamps (kind 8).
    public static var timestamps: Present { Present(rawValue: 16) }
    /// TCP Fast Open (kind 34 or 254).
    public static var fastOpen: Present { Present(rawValue: 32) }
    /// Multipath TCP (kind 30).
    public static var multipath: Present { Present(rawValue: 64) }
    /// Accurate ECN counters (kinds 172 and 174).
    public static var accurateECN: Present { Present(rawValue: 128) }
  }
}

/// One SACK block: bytes from `left` up to, not including, `right` (RFC 2018, section 3).
public struct SackBlock: Sendable, Hashable {
  /// Left edge.
  public var left: UInt32
  /// Right edge.
  public var right: UInt32
  /// Makes a block.
  public init(left: UInt32, right: UInt32) {
    self.left = left
    self.right = right
  }
}
