public import PacketCapture

/// Whose rules say what a segment is.
public enum RuleSet: String, Sendable, CaseIterable {
  /// The rules of captcp.
  case native
  /// The rules of Wireshark and tshark.
  case wireshark
  /// The rules of tcptrace.
  case tcptrace

  /// The tool whose rules they are, with its version: the peers' rules differ between their versions.
  public var tool: String {
    switch self {
    case .native: "captcp"
    case .wireshark: "tshark 4.0"
    case .tcptrace: "tcptrace 6.6.7"
    }
  }

  /// The rules as the output names them.
  public var title: String { self == .native ? tool : tool + " rules" }

  /// What names one of its connections, as a key of the output.
  public var connectionKey: String {
    switch self {
    case .native, .tcptrace: "id"
    case .wireshark: "stream"
    }
  }

  /// The names that these rules give to segments, in the order of ``PeerVerdict/analysisBits``.
  public var analysisNames: [String] {
    switch self {
    case .native: []
    case .wireshark: WiresharkFlags.named.map(\.name)
    case .tcptrace: TcptraceEvents.named.map(\.name)
    }
  }

  /// What counts by these rules, connection by connection; `nil` for the rules of captcp.
  public func makeStatistic(shownTimes: ClosedRange<Int64>? = nil) -> (any PeerStatistic)? {
    switch self {
    case .native: nil
    case .wireshark: WiresharkStatistic(shownTimes: shownTimes)
    case .tcptrace: TcptraceStatistic(shownTimes: shownTimes)
    }
  }
}

/// What the rules of another tool say of one segment.
public enum PeerVerdict: Sendable, Equatable {
  /// By the rules of Wireshark.
  case wireshark(WiresharkVerdict)
  /// By the rules of tcptrace.
  case tcptrace(TcptraceVerdict)

  /// Whose rules they are.
  public var rules: RuleSet {
    switch self {
    case .wireshark: .wireshark
    case .tcptrace: .tcptrace
    }
  }

  /// The names given to the segment, a bit each in the order of ``RuleSet/analysisNames``.
  public var analysisBits: UInt32 {
    switch self {
    case .wireshark(let verdict): UInt32(verdict.flags.rawValue)
    case .tcptrace(let verdict): UInt32(verdict.events.rawValue)
    }
  }
}

/// Judges segment after segment by the rules of another tool.
///
/// Peers see every segment in the order of the file, copies included, on a connection table of their own; nothing of
/// the native analysis goes into it.
public final class PeerClassifier {
  private enum Rules {
    case wireshark(WiresharkAnalysis)
    case tcptrace(TcptraceAnalysis)
  }

  private let rules: Rules

  /// Makes a classifier; `nil` for the rules of captcp.
  public init?(_ rules: RuleSet) {
    switch rules {
    case .native: return nil
    case .wireshark: self.rules = .wireshark(WiresharkAnalysis())
    case .tcptrace: self.rules = .tcptrace(TcptraceAnalysis())
    }
  }

  /// Judges the next segment of the file.
  public func classify(_ segment: borrowing Segment) -> PeerVerdict {
    switch rules {
    case .wireshark(let analysis): .wireshark(analysis.classify(segment))
    case .tcptrace(let analysis): .tcptrace(analysis.classify(segment))
    }
  }
}
