/// Bytes in bins of equal length, for one flow, one connection or the whole capture.
public struct ThroughputSeries: Sendable, Equatable {
  /// Which bytes are counted.
  public enum Layer: String, Sendable, CaseIterable {
    /// Payload bytes never seen before.
    case goodput
    /// Payload bytes, repeats included.
    case applicationLayer = "application-layer"
    /// TCP header and payload.
    case transportLayer = "transport-layer"
    /// IP header and what it carries.
    case networkLayer = "network-layer"
    /// Link header and IP packet.
    case linkLayer = "link-layer"
    /// Link layer and 24 bytes a frame: preamble, check sequence and gap of Ethernet.
    case phy
  }

  /// What is counted: a flow or a connection; `nil` for the whole capture.
  public var flow: FlowID?
  /// The layer.
  public var layer: Layer
  /// Length of a bin in nanoseconds.
  public var binNanoseconds: Int64
  /// Start of bin 0, nanoseconds since the epoch.
  public var start: Int64
  /// Time of the last packet counted; the last bin ends there, if not before.
  public var lastTime: Int64
  /// Bytes of the layer in each bin; silent bins are zero.
  public var bytes: [Int64] = []
  /// Unique payload bytes in each bin.
  public var goodputBytes: [Int64] = []
  /// Packets in each bin.
  public var packets: [Int64] = []
  /// Times of retransmitted segments, nanoseconds since the epoch.
  public var retransmissionTimes: [Int64] = []

  /// Makes an empty series.
  public init(flow: FlowID?, layer: Layer, binNanoseconds: Int64, start: Int64) {
    self.flow = flow
    self.layer = layer
    self.binNanoseconds = binNanoseconds
    self.start = start
    lastTime = start
  }

  /// True length of the last bin in nanoseconds: less than a bin if the last packet lies inside it.
  public var lastBinNanoseconds: Int64 {
    let begin = start &+ Int64(max(0, bytes.count - 1)) &* binNanoseconds
    return max(0, min(binNanoseconds, lastTime &- begin))
  }
}
