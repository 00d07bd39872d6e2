public import TCPAnalysis

/// A fact above a threshold, with the packets that show it: what a reader of a ticket can check by himself.
///
/// A finding names no cause that packets do not show: `the receiver advertised a zero window`, never `the application is
/// slow`.
public struct Finding: Sendable, Equatable {
  /// How much it matters.
  public enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Good to know.
    case info
    /// It cost something, or makes some numbers unknown.
    case medium
    /// It shaped the connection.
    case high

    /// `info` is the least.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { self == .high ? 2 : self == .medium ? 1 : 0 }
  }

  /// How sure it is.
  public enum Confidence: String, Sendable, CaseIterable {
    /// It may well be otherwise.
    case low
    /// An inference from several signs.
    case medium
    /// The packets say so.
    case high
  }

  /// A number of the finding, for programs.
  public struct Fact: Sendable, Equatable {
    /// Its name with the unit, an interface of the tool: `longestSeconds`.
    public var key: String
    /// The value.
    public var value: Double
    /// Makes a number.
    public init(_ key: String, _ value: Double) {
      self.key = key
      self.value = value
    }
    /// Makes a count.
    public init(_ key: String, _ value: Int64) { self.init(key, Double(value)) }
    /// Makes a time.
    public static func seconds(_ key: String, _ nanoseconds: Int64) -> Fact {
      Fact(key, Double(nanoseconds) / 1e9)
    }
  }

  /// Name of the rule that found it, an interface of the tool: `zero-window`.
  public var rule: String
  /// The rule in a few words.
  public var title: String
  /// How much it matters.
  public var severity: Severity
  /// The connection or flow; `nil` for the capture as a whole.
  public var subject: FlowID?
  /// Who talks to whom, `10.9.0.1:39990 → 10.9.0.2:5201`; empty for the capture as a whole.
  public var ends: String
  /// The fact in one sentence without a dot at its end.
  public var fact: RichText
  /// Where it is seen.
  public var evidence: FindingEvidence
  /// How sure it is.
  public var confidence: Confidence
  /// Why it is not surer; empty if it is sure.
  public var doubt: String
  /// What would prove it wrong.
  public var disproof: String
  /// Its numbers.
  public var facts: [Fact]
  /// How much of it there is: of two findings of one rule and severity the greater comes first.
  public var weight: Double

  /// What findings of one rule must share to be told as one; `nil` if each is told alone.
  var group: String?
  /// Connections of which the same is true, this one not among them; the first of them.
  public internal(set) var alike: [Int] = []
  /// How many connections of which the same is true there are beside this one.
  public internal(set) var alikeCount = 0
  /// Of such connections at most so many are named.
  static let alikeLimit = 8

  /// First frame that shows it; `nil` if it holds for all of the connection.
  public var firstFrame: UInt64? { evidence.frames.first }

  /// The fact, and of how many other connections it is true.
  public var sentence: RichText {
    guard alikeCount > 0 else { return fact }
    let names = alike.map { String($0) }.joined(separator: ", ")
    let more = alikeCount > alike.count ? ", \u{2026}" : ""
    return fact
      + RichText(
        "; the same of \(FindingWords.counted(Int64(alikeCount), "more connection")) (\(names)\(more))")
  }

  /// Number of the connection; `nil` for the capture as a whole.
  public var connection: Int? { subject?.connection }

  /// The command that shows it, to be typed as it is.
  ///
  /// - Parameter captures: The capture files as the user named them.
  /// - Returns: The words, quoted for a shell where needed.
  public func command(captures: [String]) -> String {
    CommandWords.line(evidence.command, captures: captures)
  }
}

/// Where a finding is seen: times, frames, and how to look at them.
public struct FindingEvidence: Sendable, Equatable {
  /// Start, nanoseconds since the epoch; `nil` if it holds for all of the connection or capture.
  public var start: Int64?
  /// End; `nil` for a single moment.
  public var stop: Int64?
  /// Frames that show it, the one that began it first.
  public var frames: [UInt64]
  /// Words of the captcp command that shows it, without program and capture.
  public var command: [String]
  /// A Wireshark display filter that shows it.
  public var displayFilter: String
  /// Whether the frames are the first and the last one of a single period.
  public var isSpan = false

  /// The frame that ended it; `nil` if it is no period or one packet.
  public var lastFrame: UInt64? { isSpan && frames.count == 2 ? frames[1] : nil }
}
