/// A tag of a template, with its place.
struct TemplateTag: Equatable {
  /// What a tag does.
  enum Kind: Equatable {
    /// Puts a value in.
    case value
    /// Begins or ends a section.
    case open, close
    /// Puts another template in.
    case partial
  }

  let kind: Kind
  /// The name without signs and spaces.
  let name: String
  let place: SpecPlace

  /// All tags of a text, in order; comments are left out.
  ///
  /// - Throws: ``TemplateProblem`` for a tag without an end and for what this program's templates do not use.
  static func all(in text: String) throws(TemplateProblem) -> [TemplateTag] {
    var scanner = Scanner(text: text)
    var tags: [TemplateTag] = []
    while let tag = try scanner.next() { tags.append(contentsOf: tag) }
    return tags
  }

  /// Walks through a text.
  private struct Scanner {
    private var rest: Substring
    private var line = 1
    private var column = 1

    init(text: String) { rest = text[...] }

    /// The next tag, in a list that is empty for a comment; `nil` at the end.
    mutating func next() throws(TemplateProblem) -> [TemplateTag]? {
      while !rest.isEmpty, !rest.hasPrefix("{{") { advance() }
      guard !rest.isEmpty else { return nil }
      let place = SpecPlace(line: line, column: column)
      let isTriple = rest.hasPrefix("{{{")
      let end = isTriple ? "}}}" : "}}"
      for _ in 0..<(isTriple ? 3 : 2) { advance() }
      var content = ""
      while !rest.isEmpty, !rest.hasPrefix(end) {
        content.append(rest[rest.startIndex])
        advance()
      }
      guard !rest.isEmpty else {
        throw TemplateProblem(place: place, message: "the tag that begins here has no end")
      }
      for _ in 0..<end.count { advance() }
      return try Self.tag(content, at: place, isTriple: isTriple).map { [$0] } ?? []
    }

    private static func tag(
      _ content: String, at place: SpecPlace, isTriple: Bool
    ) throws(TemplateProblem) -> TemplateTag? {
      let sign = content.first ?? " "
      let kind: Kind
      switch sign {
      case "!" where !isTriple: return nil
      case "#" where !isTriple, "^" where !isTriple: kind = .open
      case "/" where !isTriple: kind = .close
      case ">" where !isTriple: kind = .partial
      case "&" where !isTriple: kind = .value
      case "=", "%", "$", "<":
        throw TemplateProblem(
          place: place, message: "tags that begin with \(sign) are not for these templates")
      default: kind = .value
      }
      let isSigned = "#^/>&".contains(sign) && !isTriple
      let name = String((isSigned ? content.dropFirst() : content[...]).filter { !$0.isWhitespace })
      guard !name.isEmpty else { throw TemplateProblem(place: place, message: "the tag has no name") }
      return TemplateTag(kind: kind, name: name, place: place)
    }

    private mutating func advance() {
      if rest.removeFirst() == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
  }
}

/// What is wrong in a template, and where in its text.
public struct TemplateProblem: Error, Sendable, Equatable {
  /// Where in the text.
  public var place: SpecPlace
  /// What is wrong, in one sentence.
  public var message: String

  /// Makes a problem.
  public init(place: SpecPlace, message: String) {
    self.place = place
    self.message = message
  }
}
