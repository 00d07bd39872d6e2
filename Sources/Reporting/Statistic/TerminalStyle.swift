/// Marks text for a terminal, or leaves it alone.
public struct TerminalStyle: Sendable {
  /// Whether escape sequences are used.
  public let usesColor: Bool

  /// Makes a style.
  public init(usesColor: Bool) {
    self.usesColor = usesColor
  }

  /// Bold, for headings.
  public func bold(_ text: String) -> String { wrap(text, "1") }
  /// Faint, for what is read last.
  public func faint(_ text: String) -> String { wrap(text, "2") }
  /// Yellow, for what deserves a look.
  public func warning(_ text: String) -> String { wrap(text, "33") }
  /// Bold red, for errors.
  public func error(_ text: String) -> String { wrap(text, "1;31") }

  private func wrap(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
