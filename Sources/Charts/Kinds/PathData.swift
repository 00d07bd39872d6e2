public import Measurements

/// What a chart of a path shows: delay and loss of each packet between two captures of one connection.
public struct PathData: Sendable, Equatable {
  /// One direction.
  public struct Way: Sendable, Equatable {
    /// What it is called, `A → B`.
    public var name: String
    /// Nanoseconds above the least delay, at the time of sending of each whole packet that arrived.
    public var delays = TimedSamples()
    /// Times of sending of packets of which something was lost, ascending.
    public var losses: [Int64] = []
    /// Packets that were sent.
    public var packets: Int64 = 0
    /// Packets of which everything arrived.
    public var arrived: Int64 = 0
    /// Those of them that came in packets cut in another way.
    public var arrivedInParts: Int64 = 0
    /// Packets of which nothing or not everything arrived.
    public var lost: Int64 = 0
    /// Payload bytes that did not arrive.
    public var lostBytes: Int64 = 0
    /// Packets that the other capture could not show.
    public var unknown: Int64 = 0
    /// Packets that arrived behind one sent after them.
    public var reordered: Int64 = 0
    /// Packets that arrived once more than they were sent.
    public var copies: Int64 = 0
    /// Packets that only the other capture shows.
    public var strangers: Int64 = 0
    /// Least delay in nanoseconds by the clocks as they are shown; `nil` if none arrived.
    public var leastDelay: Int64?
    /// The capture where its packets are sent.
    public var capture = ""
    /// Each packet with its fate.
    public var table = DataTable(name: "", columns: [])

    /// Makes a direction without packets.
    public init(name: String) { self.name = name }

    /// Share of lost packets among those whose fate is known, 0 to 1; `nil` if none is.
    public var lossRatio: Double? {
      let known = packets - unknown
      return known > 0 ? Double(lost) / Double(known) : nil
    }
  }

  /// Who talks; the capture's name tells both.
  public var identity: FlowIdentity
  /// Zero and zoom of the time axis.
  public var axis: TimeAxis
  /// From the end A, and from the end B.
  public var ways: [Way]
  /// Packets that only the capture shows where they arrive.
  public var appeared = DataTable(name: "appeared", columns: [])
  /// Nanoseconds that were added to the second capture's times; 0 for clocks as they are.
  public var clockShift: Int64 = 0
  /// Why the chart has no data, in a sentence, when it has none.
  public var emptyReason = ""
  /// Warnings about the numbers that belong into the caption, each a sentence.
  public var notes: [String] = []

  /// Makes data.
  public init(identity: FlowIdentity, axis: TimeAxis, ways: [Way]) {
    self.identity = identity
    self.axis = axis
    self.ways = ways
  }
}
