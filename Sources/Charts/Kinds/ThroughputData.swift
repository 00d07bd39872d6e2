/// The columns of a throughput chart: one or more series of bytes in bins of equal length.
public struct ThroughputData: Sendable, Equatable {
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
    /// Link layer and 24 bytes of preamble, check sequence and gap of Ethernet for each frame.
    case phy
  }

  /// One flow, connection, or the capture.
  public struct Series: Sendable, Equatable {
    /// What it is called beside its line; empty if there is one series only.
    public var name: String
    /// Bytes of the chosen layer in each bin; the silent ones are zero.
    public var bytes: [Int64]
    /// Unique payload bytes in each bin; as many as `bytes`.
    public var goodputBytes: [Int64]
    /// Times of retransmitted segments in nanoseconds from the axis' zero.
    public var retransmissionTimes: [Int64]
    /// Bytes of the chosen layer over all bins.
    public var totalBytes: Int64
    /// Unique payload bytes over all bins.
    public var totalGoodputBytes: Int64
    /// First to last data byte in nanoseconds, the time that the mean is over; 0 if there is no such span.
    public var dataNanoseconds: Int64
    /// Mean goodput in bit/s as `statistic` gives it; `nil` for zero duration.
    public var goodputBitsPerSecond: Double?

    /// Makes a series.
    public init(
      name: String, bytes: [Int64], goodputBytes: [Int64], retransmissionTimes: [Int64], totalBytes: Int64,
      totalGoodputBytes: Int64, dataNanoseconds: Int64, goodputBitsPerSecond: Double?
    ) {
      self.name = name
      self.bytes = bytes
      self.goodputBytes = goodputBytes
      self.retransmissionTimes = retransmissionTimes
      self.totalBytes = totalBytes
      self.totalGoodputBytes = totalGoodputBytes
      self.dataNanoseconds = dataNanoseconds
      self.goodputBitsPerSecond = goodputBitsPerSecond
    }
  }

  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Which bytes `Series.bytes` counts.
  public var layer: Layer
  /// Length of a bin in nanoseconds, above 0.
  public var binNanoseconds: Int64
  /// Start of bin 0 in nanoseconds from the axis' zero; a multiple of the bin length.
  public var firstBinStart: Int64
  /// True length of the last bin in nanoseconds; less than `binNanoseconds` if the data ends inside it.
  public var lastBinNanoseconds: Int64
  /// Bins that the moving mean is over; 1 for none.
  public var meanBins: Int
  /// The series, at least one.
  public var series: [Series]
  /// Unit asked for by the user (`kilobit`, `mebibyte`, …), `nil` to choose one.
  public var unitName: String?
  /// Packets in all, to choose bars with counts for tiny data.
  public var packets: Int64 = 0
  /// Retransmitted segments as `statistic` counts them.
  public var retransmittedSegments: Int64 = 0
  /// Data segments as `statistic` counts them.
  public var dataSegments: Int64 = 0
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(
    identity: FlowIdentity, axis: TimeAxis, layer: Layer, binNanoseconds: Int64, firstBinStart: Int64,
    lastBinNanoseconds: Int64, meanBins: Int, series: [Series]
  ) {
    self.identity = identity
    self.axis = axis
    self.layer = layer
    self.binNanoseconds = binNanoseconds
    self.firstBinStart = firstBinStart
    self.lastBinNanoseconds = lastBinNanoseconds
    self.meanBins = meanBins
    self.series = series
  }
}
