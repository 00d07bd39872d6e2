/// What really happened in a testbed run, from the relay in the network and from the kernels of both hosts.
public struct TestbedTruth: Sendable, Decodable {
  /// One retransmission that a kernel made, with the frames of the sender's capture that it put on the wire.
  public struct KernelRetransmission: Sendable, Decodable {
    /// `sender` or `receiver`.
    public let host: String
    /// The kernel's reason: `recovery`, `rto`, `probe`, `syn` or `synack`; absent in a few runs.
    public let kind: String?
    /// Rows of packet number in the file (from 1), sequence number and length in bytes.
    public let frames: [[Int64]]?
  }

  /// The events of the kernels.
  public struct KernelEvents: Sendable, Decodable {
    /// Each `tcp_retransmit_skb` event.
    public let retransmits: [KernelRetransmission]
  }

  /// The retransmissions that reached the relay.
  public struct Retransmissions: Sendable, Decodable {
    /// How many there were, both directions together.
    public let total: Int
    /// How many carried only bytes that an earlier copy had brought to the other end.
    public let unnecessary: Int
    /// Each of them, in the order of their arrival at the relay.
    public let rows: [RelayRetransmission]
  }

  /// One retransmission that reached the relay, as its book has it.
  public struct RelayRetransmission: Sendable, Decodable {
    /// When it came to the relay, nanoseconds since the epoch.
    public let arrival: Int64
    /// Whether it travelled from the sending host to the receiving one.
    public let isForward: Bool
    /// Port of its sender.
    public let sourcePort: UInt16
    /// Port of its receiver.
    public let destinationPort: UInt16
    /// Its sequence number.
    public let sequence: UInt32
    /// Its payload in bytes.
    public let length: Int
    /// Whether the relay dropped it.
    public let isDropped: Bool
    /// Whether all its bytes had been forwarded in an earlier copy.
    public let isUnnecessary: Bool

    /// Reads a row: time, direction, ports, sequence number, length, flags, earlier copies, dropped, unnecessary.
    public init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      arrival = try row.decode(Int64.self)
      isForward = try row.decode(String.self) == "fwd"
      sourcePort = try row.decode(UInt16.self)
      destinationPort = try row.decode(UInt16.self)
      sequence = try row.decode(UInt32.self)
      length = try row.decode(Int.self)
      _ = try row.decode(String.self)
      _ = try row.decode(Int.self)
      isDropped = try row.decode(Int.self) != 0
      isUnnecessary = try row.decode(Int.self) != 0
    }
  }

  /// What an independent count found in a capture.
  public struct IndependentCount: Sendable, Decodable {
    /// All packets.
    public let packets: Int64
    /// Segments with data of the sending host.
    public let dataPackets: Int64
    /// Bytes in them.
    public let dataBytes: Int64
    /// SYN, data and FIN that it sent again.
    public let retransmittedSegments: Int64

    private enum CodingKeys: String, CodingKey {
      case packets
      case dataPackets = "data_packets"
      case dataBytes = "data_bytes"
      case retransmittedSegments = "retransmitted_segments"
    }
  }

  /// What other programs found in one of the captures.
  public struct Checks: Sendable, Decodable {
    /// The independent count.
    public let pcap: IndependentCount?
  }

  /// Name of the run.
  public let scenario: String?
  /// What the run forces.
  public let description: String?
  /// The retransmissions at the relay; `nil` for captures made from finished ones.
  public let retransmissions: Retransmissions?
  /// The events of the kernels; `nil` for captures made from finished ones.
  public let kernelEvents: KernelEvents?
  /// Non-zero counters by host (`snd`, `rcv`), named as in `/proc/net`.
  public let kernelCounters: [String: [String: Int]]?
  /// Packet numbers (from 1) that were taken out of the capture; `nil` where none were.
  public let missingFrames: [Int]?
  /// The capture that this one was made from: `drop_exact/sender.pcap`; `nil` for those that were taken.
  public let source: String?
  /// What other programs found, by capture (`sender`, `receiver`).
  public let checks: [String: Checks]?

  private enum CodingKeys: String, CodingKey {
    case scenario, description, retransmissions, source, checks
    case kernelEvents = "kernel_events"
    case kernelCounters = "kernel_counters"
    case missingFrames = "missing_frames_1based"
  }
}
