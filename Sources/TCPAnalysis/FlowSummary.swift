public import PacketCapture

/// What `statistic` knows of one flow: the packets that travel in one direction of a connection.
///
/// Counts of packets, flags, windows, duplicate ACKs, SACK, probes, `maximumSegmentSize` and `windowScale` are of
/// packets that travel in this flow. Retransmissions, gaps, bytes in flight and RTT are about the data that this
/// flow sent. A `nil` is unknown; the reason stands in `notes`.
public struct FlowSummary: Sendable, Equatable {
  /// 1 or 2: the part after the point in `3.1`.
  public var direction: Int = 1
  /// Sender.
  public var source = Endpoint(address: IPAddress(), port: 0)
  /// Receiver.
  public var destination = Endpoint(address: IPAddress(), port: 0)

  // Packets and bytes. Capture duplicates are counted nowhere but in `captureDuplicates`.

  /// Segments without capture duplicates.
  public var packets: Int64 = 0
  /// Copies of frames that were captured twice.
  public var captureDuplicates: Int64 = 0
  /// Segments duplicated by the network.
  public var networkDuplicates: Int64 = 0
  /// Bytes of link header and IP packet.
  public var linkBytes: Int64 = 0
  /// Bytes of IP packets.
  public var networkBytes: Int64 = 0
  /// Bytes of TCP headers and data.
  public var transportBytes: Int64 = 0
  /// Bytes of data, repeats included.
  public var payloadBytes: Int64 = 0
  /// Bytes of data, each counted once.
  public var uniquePayloadBytes: Int64 = 0
  /// Segments with data.
  public var dataPackets: Int64 = 0
  /// Segments with ACK, without data, SYN, FIN and RST.
  public var pureAckPackets: Int64 = 0
  /// Segments with SYN.
  public var synPackets: Int64 = 0
  /// Segments with FIN.
  public var finPackets: Int64 = 0
  /// Segments with RST.
  public var rstPackets: Int64 = 0
  /// Segments with PSH.
  public var pshPackets: Int64 = 0
  /// Segments with URG.
  public var urgPackets: Int64 = 0
  /// Segments with ECE.
  public var ecePackets: Int64 = 0
  /// Segments with CWR.
  public var cwrPackets: Int64 = 0
  /// Segments marked CE by the network.
  public var cePackets: Int64 = 0
  /// Segments with ECT(0) or ECT(1).
  public var ectPackets: Int64 = 0
  /// Segments with ECT(1), as scalable congestion controls send them (RFC 9331).
  public var ect1Packets: Int64 = 0
  /// Times at which the sender of this flow began to set ECE because of a mark; `nil` with accurate ECN.
  public var congestionEchoes: Int64?
  /// Marked packets that the counter of accurate ECN in this flow reports, at least; `nil` without accurate ECN.
  public var accurateMarkedPackets: Int64?
  /// Payload bytes in marked packets that the option of accurate ECN in this flow reports; `nil` without the option.
  public var accurateMarkedBytes: Int64?

  /// Bytes in flight when an echo of congestion ends, a round trip after the sender has reacted, as part of those when it
  /// began, mean over the echoes; `nil` without one, with accurate ECN, or where the capture was not taken beside the
  /// sender.
  public var congestionResponse: Double?

  // Data sent by this flow.

  /// Segments of which at least one byte (or SYN, FIN) had been sent before.
  public var retransmittedPackets: Int64 = 0
  /// Payload bytes sent again.
  public var retransmittedBytes: Int64 = 0
  /// Retransmissions by kind; kinds that did not occur are left out.
  public var retransmissionsByKind: [SegmentKind: Int64] = [:]
  /// Retransmissions of data that were needless, by how sure that is; `nil` where nothing could tell.
  public var spuriousRetransmissions: [SpuriousCertainty: Int64]?
  /// Episodes of loss recovery.
  public var lossEpisodes: Int64?
  /// Segments that fill a gap and were sent before what lies above it.
  public var reorderedPackets: Int64?
  /// By how many segments with data a reordered segment was late at most (RFC 4737, section 4.2.2), 0 if none was; `nil`
  /// if nothing tells.
  public var reorderingExtent: Int64?
  /// How long a reordered segment was late at most, in nanoseconds, whole microseconds, 0 if none was; `nil` if nothing
  /// tells.
  public var reorderingLag: Int64?
  /// Bytes below the highest byte seen that were never seen themselves.
  public var gapBytes: Int64 = 0
  /// The part of `gapBytes` that was acknowledged: missed by the capture, not lost by the network.
  public var acknowledgedUnseenBytes: Int64?
  /// Whether the capture missed so much of the flow's data that RTT, flight and losses cannot be trusted: they are `nil`.
  public var isCaptureIncomplete = false
  /// Number of holes that `acknowledgedUnseenBytes` lie in; `nil` if one direction is missing.
  public var acknowledgedUnseenRanges: Int64?
  /// Retransmissions that repair a loss behind the capture point: the transmission before had passed it.
  ///
  /// Those known to be needless are left out; `nil` if one direction is missing.
  public var lostAfterCapturePoint: Int64?
  /// Retransmissions that repair a loss in front of the capture point: the transmission before never came there.
  public var lostBeforeCapturePoint: Int64?
  /// Greatest number of bytes sent and not yet acknowledged; `nil` if one direction is missing.
  public var maxBytesInFlight: Int64?
  /// Times at which the receiver's window was full.
  public var windowFullEvents: Int64?
  /// Bytes sent before the first acknowledgment of data; `nil` if unknown.
  public var initialWindowBytes: Int64?

  /// Round-trip times from the capture point to the receiver of this flow's data and back; `nil` without samples.
  ///
  /// A sample runs from a segment to the acknowledgment that ends where it ends (DEFINITIONS.md 7, series 2).
  public var roundTripTime: RoundTripSummary?
  /// The same by time stamps and their echoes (series 3).
  public var roundTripTimeByTimestamps: RoundTripSummary?
  /// The same by SACK blocks: segments that arrived while an earlier one was missing.
  public var roundTripTimeBySack: RoundTripSummary?
  /// The least of handshake and `roundTripTime` in nanoseconds: what the path takes without queues.
  public var baseRoundTripTime: Int64?
  /// The greatest of the least samples of ten seconds each, in nanoseconds: how far the base went up, if it did.
  ///
  /// Of a flow that is shorter it is the least of all samples.
  public var greatestBaseRoundTripTime: Int64?
  /// The least time from end to end and back in nanoseconds, wherever the capture was taken: of the handshake, or of the
  /// least `roundTripTime` of both flows added; `nil` where the way to one of the ends was not measured.
  public var pathRoundTripTime: Int64?
  /// The sender's retransmission timer and its timeouts; `nil` for short flows without timeouts.
  public var timeouts: TimeoutSummary?
  /// Ticks in a second of the clock behind the flow's time stamps; `nil` if unknown.
  public var timestampClockHertz: Double?

  /// Mean over time of the bytes sent and not acknowledged; `nil` for short flows.
  public var meanBytesInFlight: Double?
  /// `initialWindowBytes` in segments of the effective size; `nil` if unknown.
  public var initialWindowSegments: Double?
  /// Payload bytes that were acknowledged from the first data in the capture on; `nil` for short flows.
  public var acknowledgedBytes: Int64?
  /// The same and what SACK reported above them when the capture ended.
  public var deliveredBytes: Int64?
  /// Time of the last acknowledgment of new data; `nil` for short flows.
  public var lastAcknowledgedTime: Int64?
  /// Time of the first acknowledgment, if nothing but acknowledgments tells of the flow: it was not captured itself.
  public var hiddenSince: Int64?

  // Acknowledgments and windows that travel in this flow.

  /// Duplicate ACKs (RFC 5681, section 2, or RFC 6675 with SACK).
  public var duplicateAcks: Int64 = 0
  /// D-SACK blocks (RFC 2883).
  public var dsackBlocks: Int64 = 0
  /// Segments with SACK blocks.
  public var sackPackets: Int64 = 0
  /// ACKs that advertise a window of zero.
  public var zeroWindowAcks: Int64 = 0
  /// Zero-window probes, both forms.
  public var zeroWindowProbes: Int64 = 0
  /// Keep-alives.
  public var keepAlives: Int64 = 0
  /// Window updates.
  public var windowUpdates: Int64 = 0
  /// Smallest advertised window in bytes, scaled; `nil` if the scale is unknown.
  public var advertisedWindowMinBytes: Int64?
  /// Greatest advertised window in bytes, scaled; `nil` if the scale is unknown.
  public var advertisedWindowMaxBytes: Int64?
  /// Windows whose right edge moved to the left; `nil` if the scale is unknown.
  public var windowShrinks: Int64?
  /// The least scale under which nothing was sent beyond the window; `nil` if the scale is known, or nothing is.
  public var windowScaleLowerBound: Int64?

  // Options of this flow's SYN; nil if no SYN was seen.

  /// Maximum segment size option.
  public var maximumSegmentSize: Int64?
  /// Window scale option.
  public var windowScale: Int64?
  /// Whether SACK was permitted.
  public var sackPermitted: Bool?
  /// Whether time stamps were offered.
  public var timestamps: Bool?
  /// Whether the SYN carried a TCP Fast Open option.
  public var fastOpen: Bool?
  /// Whether data on the SYN was not accepted and sent again.
  public var fastOpenRejected: Bool = false
  /// Whether a Multipath TCP option was seen.
  public var multipath: Bool = false

  // Sizes and times.

  /// Segments with data on the wire, where offload shows fewer and larger ones: each counts as often as the receiver's
  /// MSS fits into it; `dataPackets` without offload, `nil` if the MSS is unknown.
  public var estimatedWireDataPackets: Int64?
  /// Smallest payload of a data segment in bytes.
  public var payloadSizeMinBytes: Int64?
  /// Median payload of data segments in bytes.
  public var payloadSizeMedianBytes: Double?
  /// Mean payload of data segments in bytes.
  public var payloadSizeMeanBytes: Double?
  /// Greatest payload of a data segment in bytes.
  public var payloadSizeMaxBytes: Int64?
  /// Least time between two packets of the flow in nanoseconds.
  public var interArrivalMin: Int64?
  /// Mean time between packets of the flow in seconds.
  public var interArrivalMeanSeconds: Double?
  /// Greatest time between two packets of the flow in nanoseconds.
  public var interArrivalMax: Int64?
  /// Time of the first packet, nanoseconds since the epoch; `nil` if the flow has none.
  public var firstTime: Int64?
  /// Time of the last packet.
  public var lastTime: Int64?
  /// Time of the first segment with data.
  public var firstDataTime: Int64?
  /// Time of the last segment with data.
  public var lastDataTime: Int64?

  /// What must be said about the numbers.
  public var notes: [AnalysisNote] = []

  /// Makes a summary of nothing.
  public init() {}

  /// First to last packet in nanoseconds.
  public var duration: Int64 {
    guard let firstTime, let lastTime else { return 0 }
    return lastTime &- firstTime
  }
}
