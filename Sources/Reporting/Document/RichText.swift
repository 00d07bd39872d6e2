/// A line of text in pieces with a meaning each; raw text, every writer escapes it in its own manner.
public struct RichText: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A piece of text.
  public enum Run: Sendable, Equatable {
    /// Ordinary text.
    case plain(String)
    /// Text that stands out.
    case strong(String)
    /// Text that steps back.
    case muted(String)
    /// Names and numbers of a machine: file names, commands, digests.
    case code(String)
    /// A reference to a place of the same document.
    case link(String, anchor: String)

    /// The text without its meaning.
    public var string: String {
      switch self {
      case .plain(let text), .strong(let text), .muted(let text), .code(let text), .link(let text, _): text
      }
    }
  }

  /// The pieces.
  public var runs: [Run]

  /// Makes text of pieces.
  public init(_ runs: [Run]) {
    self.runs = runs
  }

  /// Makes ordinary text.
  public init(_ string: String) {
    runs = string.isEmpty ? [] : [.plain(string)]
  }

  /// Makes ordinary text of a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The text without its meaning.
  public var string: String { runs.map(\.string).joined() }

  /// One text behind another.
  public static func + (left: RichText, right: RichText) -> RichText {
    RichText(left.runs + right.runs)
  }
}
