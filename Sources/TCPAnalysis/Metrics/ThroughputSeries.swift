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
  /// Whether packets lay behind the last bin that is kept.
  public var isCut = false

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

  /// The same in longer bins.
  ///
  /// - Parameters:
  ///   - bin: Length of a bin in nanoseconds.
  ///   - start: Start of bin 0, nanoseconds since the epoch; what lies before is left out.
  /// - Returns: The series; `nil` unless each of its bins consists of whole ones of this.
  /// - Complexity: O(n) in the bins.
  public func merged(bin: Int64, start: Int64) -> ThroughputSeries? {
    let (shift, isBeyond) = start.subtractingReportingOverflow(self.start)
    guard bin > 0, binNanoseconds > 0, bin % binNanoseconds == 0, !isBeyond, shift % binNanoseconds == 0,
      shift >= 0
    else { return nil }
    var longer = ThroughputSeries(flow: flow, layer: layer, binNanoseconds: bin, start: start)
    let first = Int(clamping: shift / binNanoseconds)
    longer.isCut = isCut
    longer.retransmissionTimes = retransmissionTimes.filter { $0 >= start }
    guard first < bytes.count else { return longer }
    longer.lastTime = max(start, lastTime)
    let ratio = Int(clamping: bin / binNanoseconds)
    let count = (bytes.count - 1 - first) / ratio + 1
    for path in [\Self.bytes, \Self.goodputBytes, \Self.packets] {
      var sums = [Int64](repeating: 0, count: count)
      for index in first..<bytes.count { sums[(index - first) / ratio] &+= self[keyPath: path][index] }
      longer[keyPath: path] = sums
    }
    return longer
  }

  /// Adds the bytes of the opposite direction, in bins of equal length and start.
  ///
  /// - Parameter other: The other series.
  public mutating func add(_ other: ThroughputSeries) {
    for path in [\Self.bytes, \Self.goodputBytes, \Self.packets] {
      let missing = other[keyPath: path].count - self[keyPath: path].count
      if missing > 0 { self[keyPath: path].append(contentsOf: repeatElement(0, count: missing)) }
      for (index, value) in other[keyPath: path].enumerated() { self[keyPath: path][index] &+= value }
    }
    lastTime = max(lastTime, other.lastTime)
    retransmissionTimes = (retransmissionTimes + other.retransmissionTimes).sorted()
  }
}
