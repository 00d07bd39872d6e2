/// Round-trip times of one flow's data, from the capture point to its receiver and back; one rule, in columns.
public struct RTTSeries: Sendable, Equatable {
  /// What makes a sample (DEFINITIONS.md 7).
  public enum Method: String, Sendable, CaseIterable {
    /// A segment that was sent once, to the acknowledgment that ends at its last byte.
    case ack
    /// A TSval, to its first echo (RFC 7323, section 4; pping).
    case timestamps
    /// A segment that was sent once, to the first SACK block that covers it.
    case sack
    /// A sample of rule `ack` and the one of the opposite flow that is nearest in time, added: from end to end and back,
    /// wherever the capture was taken.
    case path
  }

  /// Which of the segments that an acknowledgment covers a sample is of.
  public enum Choice: String, Sendable, CaseIterable {
    /// The newest one: without the wait of a delayed ACK, if it covers several.
    case newest
    /// The oldest one: with that wait.
    case oldest
  }

  /// The flow that sends the data.
  public var flow: FlowID
  /// The rule.
  public var method: Method
  /// Times of the samples: when the acknowledgment came, nanoseconds since the epoch, never decreasing.
  public var times: [Int64] = []
  /// Frame numbers of the acknowledgments.
  public var ackFrames: [UInt32] = []
  /// Frame numbers of the segments that were acknowledged; -1 where it is not known which one it was.
  public var dataFrames: [Int32] = []
  /// Round-trip times in nanoseconds, above 0.
  public var samples: [Int64] = []
  /// Rule `path`: the part of each sample between the capture point and the sender; empty for the other rules.
  public var senderParts: [Int64] = []
  /// Rule `path`: time between the two samples that were added, in nanoseconds; empty for the other rules.
  public var distances: [Int64] = []
  /// Rule `path`: samples between the capture point and the sender that there were to choose from.
  public var senderSamples = 0
  /// Acknowledgments of new data.
  public var newAcks: Int64 = 0
  /// Acknowledgments of new data that gave no sample by rule `ack`, by reason; reasons that did not occur are left out.
  public var exclusions: [RoundTripExclusion: Int64] = [:]
  /// Ticks a second of the clock that the flow's TSvals are from; `nil` if nothing tells.
  public var timestampHertz: Double?

  /// Makes an empty series.
  public init(flow: FlowID, method: Method) {
    self.flow = flow
    self.method = method
  }
}
