/// A table with typed cells: what people read and what a sort goes by.
public struct DocumentTable: Sendable, Equatable {
  /// A column.
  public struct Column: Sendable, Equatable {
    /// Headline.
    public var title: String
    /// Second line of the headline in small type.
    public var note: String
    /// Whether the cells are numbers and stand at the right.
    public var isNumeric: Bool
    /// Whether the cells are never broken into lines.
    public var isShort: Bool

    /// Makes a column.
    public init(_ title: String, note: String = "", isNumeric: Bool = false, isShort: Bool = false) {
      self.title = title
      self.note = note
      self.isNumeric = isNumeric
      self.isShort = isShort
    }
  }

  /// A cell.
  public struct Cell: Sendable, Equatable {
    /// What people read.
    public var text: RichText
    /// The exact number behind the text, in the unit of `key`; `nil` for words and for unknown numbers.
    public var value: Double?
    /// The name of the number in the machine-readable output (`retransmittedPackets`); empty for none.
    public var key = ""
    /// The flow or connection that the number is about (`2.1`).
    public var subject = ""
    /// Whether the cell tells of loss or a stall and stands out.
    public var isAlert = false
    /// Values of a small diagram, each 0 or more; drawn on their own scale.
    public var sparkline: [Double] = []

    /// Makes a cell of words.
    public init(_ text: RichText) {
      self.text = text
    }

    /// Makes a cell of a number.
    public init(_ text: String, value: Double?, key: String = "", subject: String = "", isAlert: Bool = false)
    {
      self.text = RichText(text)
      self.value = value
      self.key = key
      self.subject = subject
      self.isAlert = isAlert
    }
  }

  /// What the table shows, for those who do not see it.
  public var caption: String
  /// The columns.
  public var columns: [Column]
  /// The rows; each has as many cells as there are columns.
  public var rows: [[Cell]]
  /// Whether the reader may sort by a column.
  public var isSortable: Bool
  /// Whether the first cell of each row names the row.
  public var hasRowHeads: Bool
  /// Whether cells are set in a type of equal widths.
  public var isMonospaced: Bool

  /// Makes a table.
  public init(
    caption: String, columns: [Column], rows: [[Cell]], isSortable: Bool = false, hasRowHeads: Bool = false,
    isMonospaced: Bool = false
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
    self.hasRowHeads = hasRowHeads
    self.isMonospaced = isMonospaced
  }
}
