/// A report as a tree of nodes, before any language: writers make HTML, Markdown or text of it.
///
/// All strings are raw: nothing in a document is markup, so a writer that escapes every string is safe.
public struct Document: Sendable {
  /// Headline.
  public var title: RichText
  /// One line below it that says what was captured.
  public var identity: RichText
  /// Name for window titles and page footers: `captcp report: snd.pcap`.
  public var runningTitle: String
  /// The parts in reading order.
  public var parts: [Part]
  /// The last line.
  public var colophon: String

  /// Makes a document without parts.
  public init(title: RichText, identity: RichText, runningTitle: String, colophon: String) {
    self.title = title
    self.identity = identity
    self.runningTitle = runningTitle
    self.colophon = colophon
    parts = []
  }

  /// A part with a headline, a stable anchor and an entry in the navigation.
  public struct Part: Sendable {
    /// Stable anchor, `conns`, `c2`; letters and digits.
    public var anchor: String
    /// Headline; empty for none.
    public var title: String
    /// What stands beside the headline in small type.
    public var detail: String
    /// The small entry beside the name in the navigation: a count or a size.
    public var navigationNote: String
    /// The content.
    public var nodes: [Node]
    /// Whether the content is hidden until asked for, where the language can do that.
    public var isFolded = false

    /// Makes a part.
    public init(
      anchor: String, title: String, detail: String = "", navigationNote: String = "", nodes: [Node]
    ) {
      self.anchor = anchor
      self.title = title
      self.detail = detail
      self.navigationNote = navigationNote
      self.nodes = nodes
    }

    /// Its figures, in reading order.
    var figures: [Figure] { Document.figures(in: nodes) }
  }

  /// All figures, in reading order.
  public var figures: [Figure] { parts.flatMap(\.figures) }

  private static func figures(in nodes: [Node]) -> [Figure] {
    nodes.flatMap { node -> [Figure] in
      switch node {
      case .figure(let figure): [figure]
      case .details(let details): figures(in: details.nodes)
      default: []
      }
    }
  }
}
