/// The columns of a timeline: when connections were open, and when they carried data.
public struct TimelineData: Sendable, Equatable {
  /// One connection.
  public struct Row: Sendable, Equatable {
    /// Its number in the capture.
    public var number: Int
    /// What it is called, `10.9.0.1:39982 → :5201`.
    public var name: String
    /// Times of its first and last packet in nanoseconds from the axis' zero.
    public var period: ClosedRange<Int64>
    /// Payload of both directions in bytes, repeats included.
    public var payloadBytes: Int64 = 0
    /// Segments sent again in both directions.
    public var resentSegments: Int64 = 0
    /// Payload in each bin from `firstBinStart` on.
    public var cells: [Int64] = []
    /// Times of SYN and FIN.
    public var ends: [Int64] = []
    /// Times of RST.
    public var resets: [Int64] = []
    /// Whether it was open before the capture began.
    public var isStartCut = false
    /// Whether it was still open when the capture ended.
    public var isEndCut = false

    /// Makes a row.
    public init(number: Int, name: String, period: ClosedRange<Int64>) {
      self.number = number
      self.name = name
      self.period = period
    }
  }

  /// Name of the capture file or files.
  public var capture: String
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// Times of the first and last packet of all connections.
  public var period: ClosedRange<Int64>
  /// Length of a bin in nanoseconds, above 0.
  public var binNanoseconds: Int64
  /// Start of bin 0 in nanoseconds from the axis' zero.
  public var firstBinStart: Int64
  /// The connections that have rows of their own, in their order.
  public var rows: [Row] = []
  /// In which order, in a clause (`by first packet`).
  public var order: String = ""
  /// Connections of the capture.
  public var connections: Int64 = 0
  /// Payload of all connections, repeats included.
  public var payloadBytes: Int64 = 0
  /// Connections without a row that were open in each bin; empty if all have rows.
  public var othersOpen: [Int64] = []
  /// All connections that were open in each bin, drawn above the rows where there are very many; else empty.
  public var allOpen: [Int64] = []
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(
    capture: String, axis: TimeAxis, period: ClosedRange<Int64>, binNanoseconds: Int64, firstBinStart: Int64
  ) {
    self.capture = capture
    self.axis = axis
    self.period = period
    self.binNanoseconds = binNanoseconds
    self.firstBinStart = firstBinStart
  }
}
