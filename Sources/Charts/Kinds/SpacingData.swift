/// The columns of a chart of the time between packets: one row for each place or direction.
public struct SpacingData: Sendable, Equatable {
  /// Whose packets a row shows; those that the receiver sees or sends have a colour of their own.
  public enum Packets: Sendable, Equatable {
    /// Data as it passed the capture point.
    case sent
    /// The same data in a capture of the receiver.
    case arrived
    /// Acknowledgments that came back.
    case returned
  }

  /// The gaps of one row.
  public struct Row: Sendable, Equatable {
    /// What the row is called (`TX`, `RX`, `A → B`); it stands in its title and names its columns.
    public var name: String
    /// Nanoseconds since the packet before, at the time of each packet.
    public var gaps: TimedSamples
    /// Whose packets the row shows.
    public var packets: Packets

    /// Makes a row.
    public init(name: String, gaps: TimedSamples, packets: Packets = .sent) {
      self.name = name
      self.gaps = gaps
      self.packets = packets
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
