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

  private enum CodingKeys: String, CodingKey {
    case scenario, description, retransmissions
    case kernelEvents = "kernel_events"
    case kernelCounters = "kernel_counters"
    case missingFrames = "missing_frames_1based"
  }
}
