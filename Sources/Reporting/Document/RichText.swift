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

    /// Other text of the same meaning.
    func with(_ text: String) -> Run {
      switch self {
      case .plain: .plain(text)
      case .strong: .strong(text)
      case .muted: .muted(text)
      case .code: .code(text)
      case .link(_, let anchor): .link(text, anchor: anchor)
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

  /// The text, cut with an ellipsis where it has more than `limit` characters.
  ///
  /// Characters are counted as code points: one that is seen may be made of thousands.
  func clipped(to limit: Int) -> RichText {
    var rest = limit
    var result = RichText("")
    for run in runs {
      guard rest > 0 else { break }
      let count = run.string.unicodeScalars.count
      result.runs.append(
        count <= rest ? run : run.with(String(run.string.unicodeScalars.prefix(rest)) + "\u{2026}"))
      rest -= count
    }
    return result
  }

  /// One text behind another.
  public static func + (left: RichText, right: RichText) -> RichText {
    RichText(left.runs + right.runs)
  }
}
