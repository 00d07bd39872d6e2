/// The columns of a chart of the time between packets: one row for each place or direction.
public struct SpacingData: Sendable, Equatable {
  /// The gaps of one row.
  public struct Row: Sendable, Equatable {
    /// What the row is called (`TX`, `RX`, `A → B`); it stands in its title and names its columns.
    public var name: String
    /// Nanoseconds since the packet before, at the time of each packet.
    public var gaps: TimedSamples
    /// Whether the row shows the receiver's side, which has its own colour.
    public var isReceiverSide: Bool

    /// Makes a row.
    public init(name: String, gaps: TimedSamples, isReceiverSide: Bool = false) {
      self.name = name
      self.gaps = gaps
      self.isReceiverSide = isReceiverSide
    }
  }

  /// A link whose rate sets the least time between packets.
  public struct Link: Sendable, Equatable {
    /// Rate in bit/s, above 0.
    public var bitsPerSecond: Double
    /// Size in bytes of the packet whose time on the link is drawn.
    public var packetBytes: Int64

    /// Makes a link.
    public init(bitsPerSecond: Double, packetBytes: Int64) {
      self.bitsPerSecond = bitsPerSecond
      self.packetBytes = packetBytes
    }
  }

  /// Who talks.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// One or two rows.
  public var rows: [Row]
  /// Packets that each gap is the mean of; 1 for single gaps.
  public var samplesAveraged = 1
  /// The link, if the user told its rate.
  public var link: Link?
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason: String = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(identity: FlowIdentity, axis: TimeAxis, rows: [Row]) {
    self.identity = identity
    self.axis = axis
    self.rows = rows
  }

  /// Nanoseconds that a packet takes on the link; `nil` if its rate is not known.
  var packetNanoseconds: Double? {
    guard let link, link.bitsPerSecond > 0 else { return nil }
    return Double(link.packetBytes) * 8e9 / link.bitsPerSecond
  }
}
