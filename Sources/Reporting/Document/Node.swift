public import Charts

/// One element of a document.
public enum Node: Sendable {
  /// A headline inside a part; `detail` stands beside it in small type.
  case heading(String, detail: String)
  /// A paragraph.
  case paragraph(RichText)
  /// A few numbers that sum the matter up.
  case tiles([Tile])
  /// A table.
  case table(DocumentTable)
  /// A chart with its caption.
  case figure(Figure)
  /// Something that can be folded away.
  case details(Details)
  /// Packets of one connection.
  case packets(PacketListing)
  /// Small diagrams of characters on one time axis.
  case sparklines(SparklineBlock)
  /// A list of sentences.
  case notes([RichText])
  /// Terms and what they mean, or names and values.
  case definitions([Definition])
}

/// A number that sums something up.
public struct Tile: Sendable, Equatable {
  /// What the number is.
  public var label: String
  /// The number.
  public var value: String
  /// Its unit; empty for a count or a word.
  public var unit: String
  /// What else belongs to it: a share, a reason.
  public var note: String

  /// Makes a tile.
  public init(label: String, value: String, unit: String = "", note: String = "") {
    self.label = label
    self.value = value
    self.unit = unit
    self.note = note
  }

  /// Unit and note in one.
  var supplement: String { [unit, note].filter { !$0.isEmpty }.joined(separator: " ") }
}

/// A term and what it means, or a name and its value.
public struct Definition: Sendable, Equatable {
  /// The term.
  public var term: String
  /// What it means; one line an element.
  public var lines: [RichText]

  /// Makes a definition.
  public init(_ term: String, _ lines: [RichText]) {
    self.term = term
    self.lines = lines
  }

  /// Makes a definition of one line.
  public init(_ term: String, _ line: RichText) {
    self.init(term, [line])
  }
}

/// A chart in a document.
public struct Figure: Sendable {
  /// Number in the document, from 1.
  public var number: Int
  /// Stable name, part of file names: `connection-2-timesequence`.
  public var name: String
  /// Headline of the figure.
  public var title: String
  /// The chart.
  public var chart: any Chart
  /// Place of the figure in the order of importance; those with the greatest are given up first.
  public var rank: Int
  /// Whether another figure has the same data: then they stand there.
  public var repeatsData = false

  /// Makes a figure.
  public init(number: Int, name: String, title: String, chart: any Chart, rank: Int) {
    self.number = number
    self.name = name
    self.title = title
    self.chart = chart
    self.rank = rank
  }

  /// The anchor and the prefix of ids inside the picture: `f3`.
  public var anchor: String { "f\(number)" }
}

/// Content below a summary line that can be folded away.
public struct Details: Sendable {
  /// The line that is always seen.
  public var summary: RichText
  /// The content.
  public var nodes: [Node]

  /// Makes details.
  public init(summary: RichText, nodes: [Node]) {
    self.summary = summary
    self.nodes = nodes
  }
}
