public import PacketCapture

/// What one reading of a capture gave.
public struct Analysis: Sendable {
  /// The capture as a whole.
  public var capture: CaptureSummary
  /// All connections, in the order of their numbers.
  public var connections: ConnectionRecords
  /// Frames that were captured twice.
  public var captureDuplicates: Int64
  /// Warnings that concern the whole capture, summed over its connections.
  public var notes: [AnalysisNote]
  /// Retransmissions of data in the order of the capture: all if ``AnalysisOptions/keepsRetransmissions`` was set, a few
  /// of each flow by ``AnalysisOptions/sampledRetransmissions``.
  public var retransmissions: [Retransmission] = []

  /// Makes a result.
  public init(
    capture: CaptureSummary, connections: ConnectionRecords, captureDuplicates: Int64, notes: [AnalysisNote]
  ) {
    self.capture = capture
    self.connections = connections
    self.captureDuplicates = captureDuplicates
    self.notes = notes
  }
}

/// What the user told that the capture cannot tell, and what is shown.
public struct AnalysisOptions: Sendable, Equatable {
  /// Where the capture was taken; `nil` to infer it.
  public var capturePoint: CapturePoint?
  /// Window scale shifts by flow, for captures without a handshake.
  public var windowScales: [FlowID: UInt8] = [:]
  /// Whether the analysis lists every retransmission with its verdict.
  public var keepsRetransmissions = false
  /// Without ``keepsRetransmissions``: how many retransmissions of each flow are listed, the first ones of those that
  /// were certainly or likely needless, and of the others each.
  public var sampledRetransmissions = 0
  /// Times that are shown, nanoseconds since the epoch; `nil` shows all.
  public var shownTimes: ClosedRange<Int64>?
  /// How many connections are kept with all that is known of them, the first ones; of the others only what an outline
  /// shows: a list of a million connections needs no more.
  public var detailedConnections = Int.max

  /// Makes options.
  public init() {}
}

/// Why an analysis gave nothing.
public enum AnalysisError: Error, Sendable, Equatable {
  /// The capture cannot be read.
  case capture(CaptureFileError)
  /// There are packets, but none with a TCP header; the counts say what there is.
  case noTCP(packets: UInt64, skipped: [SkipReason: UInt64])
  /// The caller asked to stop.
  case interrupted
}

extension AnalysisError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .capture(let error): return error.description
    case .noTCP(let packets, let skipped):
      if packets == 0 { return "the capture holds no packets" }
      let reasons = skipped.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        .map { "\($0.value) \($0.key.explanation)" }
      return "no TCP among \(packets) packets"
        + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", "))
    case .interrupted: return "interrupted"
    }
  }
}
