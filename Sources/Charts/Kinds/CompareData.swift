import Measurements

/// The columns of a chart that compares flows, of one capture or of several.
public struct CompareData: Sendable, Equatable {
  /// What is compared.
  public enum Metric: String, Sendable, CaseIterable {
    /// Payload bytes never seen before, a second.
    case goodput
    /// Bytes of the link layer, repeats included, a second.
    case throughput
    /// Round-trip time.
    case rtt
    /// Bytes sent and not yet acknowledged.
    case inflight
  }

  /// Which panels there are.
  public enum Form: String, Sendable, CaseIterable {
    /// The metric over time, and a distribution beside it.
    case both
    /// The metric over time.
    case overlay
    /// A cumulative distribution.
    case cdf
  }

  /// How the flows are laid over each other.
  public enum Alignment: String, Sendable, CaseIterable {
    /// Each starts at zero.
    case start
    /// Zero is the first packet of each flow's capture.
    case capture
    /// All have their time of day.
    case absolute
  }

  /// One flow.
  public struct Series: Sendable, Equatable {
    /// What its line is called, as short as it is clear (`2.1 :53514`).
    public var name: String
    /// Who talks.
    public var identity: FlowIdentity
    /// Start of its first bin in nanoseconds from its own zero; a multiple of the bin length.
    public var firstBinStart: Int64 = 0
    /// True length of its last bin in nanoseconds; less than a bin if the flow ends inside it.
    public var lastBinNanoseconds: Int64 = 0
    /// The metric in each bin in base units (bit/s, ns, bytes); NaN where it is unknown.
    public var values: [Double] = []
    /// Times of the samples of the distribution in nanoseconds from its own zero, ascending; of a bin its start.
    public var sampleTimes: [Int64] = []
    /// The samples in base units of their metric; as many as `sampleTimes`.
    public var samples: [Double] = []
    /// Time from first to last packet of the flow in nanoseconds.
    public var durationNanoseconds: Int64 = 0
    /// Unique payload bytes.
    public var payloadBytes: Int64 = 0
    /// Mean goodput as `statistic` gives it; `nil` for zero duration.
    public var goodputBitsPerSecond: Double?
    /// Segments with data.
    public var dataSegments: Int64 = 0
    /// Those of them that were sent again, SYN and FIN included.
    public var retransmittedSegments: Int64 = 0
    /// Median RTT of the flow in nanoseconds; `nil` if it has no samples.
    public var medianRTTNanoseconds: Double?
    /// 95th percentile of its RTT in nanoseconds; `nil` below 20 samples.
    public var tailRTTNanoseconds: Double?
    /// RTT samples.
    public var roundTripSamples: Int64 = 0
    /// Why it has nothing to show, in a sentence.
    public var emptyReason: String = ""

    /// Makes an empty series.
    public init(name: String, identity: FlowIdentity) {
      self.name = name
      self.identity = identity
    }
  }

  /// What is drawn over time.
  public var metric: Metric
  /// What the distribution is of.
  public var distribution: Metric
  /// Which panels there are.
  public var form = Form.both
  /// How the flows are laid over each other.
  public var alignment: Alignment
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Length of a bin in nanoseconds, above 0; the same for all.
  public var binNanoseconds: Int64
  /// The flows, two at least.
  public var series: [Series]
  /// The captures, `snd.pcap` or `A: before.pcap`.
  public var captures: [String]
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(
    metric: Metric, distribution: Metric, alignment: Alignment, axis: TimeAxis, binNanoseconds: Int64,
    series: [Series], captures: [String]
  ) {
    self.metric = metric
    self.distribution = distribution
    self.alignment = alignment
    self.axis = axis
    self.binNanoseconds = binNanoseconds
    self.series = series
    self.captures = captures
  }
}

extension CompareData.Metric {
  /// Name of its axis.
  var axisName: String {
    switch self {
    case .goodput: "Goodput"
    case .throughput: "Throughput"
    case .rtt: "RTT"
    case .inflight: "In flight"
    }
  }

  /// What it is called in a title.
  var title: String {
    switch self {
    case .goodput: "Goodput"
    case .throughput: "Throughput"
    case .rtt: "Round-trip time"
    case .inflight: "Bytes in flight"
    }
  }

  /// Unit of its values.
  var family: AxisUnit.Family {
    switch self {
    case .goodput, .throughput: .bitRate
    case .rtt: .duration
    case .inflight: .binaryBytes
    }
  }

  /// How its value in a bin is made, in a clause.
  var binWords: String {
    switch self {
    case .goodput: "payload bytes never seen before"
    case .throughput: "bytes of the link layer, repeats included"
    case .rtt: "median of the samples that end in a bin, none across a retransmission"
    case .inflight: "mean over time of the bytes sent and not yet acknowledged"
    }
  }

  /// What one sample of its distribution is.
  var sampleNoun: String {
    switch self {
    case .goodput, .throughput, .inflight: "Bins"
    case .rtt: "Samples"
    }
  }

  /// What a median of its distribution is called, in camel case.
  var factName: String {
    switch self {
    case .goodput: "Goodput"
    case .throughput: "Throughput"
    case .rtt: "RTT"
    case .inflight: "InFlight"
    }
  }

  /// Unit of facts about it.
  var factUnit: String {
    switch self {
    case .goodput, .throughput: "BitsPerSecond"
    case .rtt: "Ms"
    case .inflight: "Bytes"
    }
  }

  /// Name of its column, with unit; an interface of the tool.
  var column: String {
    switch self {
    case .goodput: "goodput_bit_per_s"
    case .throughput: "wire_bit_per_s"
    case .rtt: "rtt_ms"
    case .inflight: "inflight_B"
    }
  }

  /// Unit of that column.
  var columnUnit: String {
    switch self {
    case .goodput, .throughput: "bit/s"
    case .rtt: "ms"
    case .inflight: "B"
    }
  }

  /// What base units are divided by in its column.
  var columnFactor: Double { self == .rtt ? 1e6 : 1 }

  /// A value as people read it.
  func text(_ value: Double) -> String {
    guard value.isFinite else { return "\u{2014}" }
    switch self {
    case .goodput, .throughput: return Quantity.si(value, "bit/s")
    case .rtt:
      return Quantity.duration(
        nanoseconds: Int64(exactly: max(-9e18, min(9e18, value.rounded()))) ?? 0)
    case .inflight: return Quantity.iec(value)
    }
  }
}
