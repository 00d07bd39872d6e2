public import PacketCapture

/// Whose rules say what a segment is.
public enum RuleSet: String, Sendable, CaseIterable {
  /// The rules of captcp.
  case native
  /// The rules of Wireshark and tshark.
  case wireshark

  /// The rules as the output names them; the peers' rules differ between their versions.
  public var title: String {
    switch self {
    case .native: "captcp"
    case .wireshark: "tshark 4.0 rules"
    }
  }

  /// What names one of its connections, as a key of the output.
  public var connectionKey: String {
    switch self {
    case .native: "id"
    case .wireshark: "stream"
    }
  }

  /// The names that these rules give to segments, in the order of ``PeerVerdict/analysisBits``.
  public var analysisNames: [String] {
    switch self {
    case .native: []
    case .wireshark: WiresharkFlags.named.map(\.name)
    }
  }

  /// What counts by these rules, connection by connection; `nil` for the rules of captcp.
  public func makeStatistic(shownTimes: ClosedRange<Int64>? = nil) -> (any PeerStatistic)? {
    switch self {
    case .native: nil
    case .wireshark: WiresharkStatistic(shownTimes: shownTimes)
    }
  }
}

/// What the rules of another tool say of one segment.
public enum PeerVerdict: Sendable, Equatable {
  /// By the rules of Wireshark.
  case wireshark(WiresharkVerdict)

  /// The names given to the segment, a bit each in the order of ``RuleSet/analysisNames``.
  public var analysisBits: UInt32 {
    switch self {
    case .wireshark(let verdict): UInt32(verdict.flags.rawValue)
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
  }

  private let rules: Rules

  /// Makes a classifier; `nil` for the rules of captcp.
  public init?(_ rules: RuleSet) {
    switch rules {
    case .native: return nil
    case .wireshark: self.rules = .wireshark(WiresharkAnalysis())
    }
  }

  /// Judges the next segment of the file.
  public func classify(_ segment: borrowing Segment) -> PeerVerdict {
    switch rules {
    case .wireshark(let analysis): .wireshark(analysis.classify(segment))
    }
  }
}
