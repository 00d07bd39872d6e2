/// A Markdown-like language that tickets are written in.
public enum MarkdownFlavour: String, Sendable, CaseIterable {
  /// GitHub.
  case github
  /// GitLab.
  case gitlab
  /// Jira and Confluence wiki markup.
  case jira
  /// Text that reads well where no markup is understood.
  case plain

  /// How the language writes things.
  var dialect: any MarkdownDialect {
    switch self {
    case .github: GitHubDialect()
    case .gitlab: GitHubDialect(hasDarkPictures: false)
    case .jira: JiraDialect()
    case .plain: PlainDialect()
    }
  }
}

/// How a language of tickets writes things; everything about content is decided before.
protocol MarkdownDialect {
  /// Whether `mermaid` code blocks become diagrams.
  var drawsMermaid: Bool { get }
  /// Escapes ordinary text.
  func escape(_ text: String) -> String
  /// A piece of text with its meaning.
  func run(_ run: RichText.Run) -> String
  /// A headline of level 1 or 2.
  func heading(_ text: String, level: Int) -> String
  /// A table of ready cells; `isNumeric` says which columns stand right.
  func table(head: [String], rows: [[String]], isNumeric: [Bool]) -> [String]
  /// Whether a picture may have a second form for dark pages.
  var hasDarkPictures: Bool { get }
  /// Characters that a tracker takes at most.
  var characterLimit: Int { get }
  /// A picture; raw paths, the second of a form for dark pages.
  func image(alt: String, path: String, darkPath: String?) -> String
  /// Preformatted text.
  func code(_ lines: [String], language: String) -> [String]
  /// Content that is folded away; the summary is raw text.
  func details(summary: String, content: [String]) -> [String]
  /// Names and values.
  func definitions(_ definitions: [Definition]) -> [String]
  /// A paragraph of ready text.
  func paragraph(_ text: String) -> [String]
  /// An element of a list.
  func item(_ text: String) -> String
}

extension MarkdownDialect {
  var hasDarkPictures: Bool { false }

  /// GitHub refuses bodies over 65 536 characters.
  var characterLimit: Int { 60_000 }

  /// A line of text.
  func text(_ text: RichText) -> String { text.runs.map(run).joined() }

  /// A paragraph stands on one line where a browser breaks it.
  func paragraph(_ text: String) -> [String] { [text] }

  /// Names and values as a table without a head.
  func definitions(_ definitions: [Definition]) -> [String] {
    let rows = definitions.flatMap { definition in
      definition.lines.enumerated().map { index, line in
        [index == 0 ? escape(definition.term) : "", text(line)]
      }
    }
    return table(head: ["", ""], rows: rows, isNumeric: [false, false])
  }
}
