/// A table of named columns: what leaves captcp as CSV, and what tests compare.
public struct DataTable: Sendable, Hashable {
  /// One column's values, all of one kind.
  public enum Values: Sendable, Hashable {
    /// Whole numbers; `nil` is unknown.
    case integers([Int64?])
    /// Nanoseconds, written as seconds with so many decimals.
    case seconds([Int64], decimals: Int)
    /// Numbers, written with at most so many decimals; one that is not finite is unknown.
    case numbers([Double], decimals: Int)
    /// Whole numbers that are all known, as they are kept: frames, sizes.
    case unsigned([UInt32])
    /// Whole numbers as they are kept; a negative one is unknown.
    case compact([Int32])
    /// Text.
    case text([String])

    /// Rows of the column.
    public var count: Int {
      switch self {
      case .integers(let values): values.count
      case .seconds(let values, _): values.count
      case .numbers(let values, _): values.count
      case .unsigned(let values): values.count
      case .compact(let values): values.count
      case .text(let values): values.count
      }
    }
  }

  /// A column with the name that stands in the header, unit included (`time_s`, `sent_B`).
  public struct Column: Sendable, Hashable {
    /// The header name; an interface of the tool, it does not change.
    public var name: String
    /// The values.
    public var values: Values

    /// Makes a column.
    public init(_ name: String, _ values: Values) {
      self.name = name
      self.values = values
    }
  }

  /// How charts show a table, which says what of it can be left out.
  public enum Form: Sendable, Hashable {
    /// Lines, bars and events over time: extremes matter.
    case line
    /// A dot for each value of a column over time.
    case dots(column: String, isLogarithmic: Bool)
    /// A distribution, in the order of its values.
    case ranks
    /// Rows that stand for themselves.
    case list
  }

  /// The table's name, part of a file name (`ack`); empty for the main table.
  public var name: String
  /// The columns, all of the same length.
  public var columns: [Column]
  /// How charts show it.
  public var form: Form

  /// Makes a table.
  public init(name: String, columns: [Column], form: Form = .line) {
    assert(Set(columns.map(\.values.count)).count <= 1, "columns of a table are of one length")
    self.name = name
    self.columns = columns
    self.form = form
  }

  /// Rows of the table.
  public var rowCount: Int { columns.map(\.values.count).min() ?? 0 }

  /// The table as CSV (RFC 4180 with LF): a header line, then a line a row; an unknown value is an empty field.
  public func csv() -> [UInt8] {
    var text = TextBuffer(capacity: rowCount * columns.count * 10 + 64)
    appendCSVHeader(to: &text)
    appendCSV(rows: 0..<rowCount, to: &text)
    return text.bytes
  }

  /// Appends the header line of the CSV form.
  ///
  /// - Parameters:
  ///   - first: Name of a column in front of the others; empty for none.
  ///   - text: Takes the line.
  public func appendCSVHeader(leading first: String = "", to text: inout TextBuffer) {
    text.append(Escaping.csv(first))
    for (index, column) in columns.enumerated() {
      if index > 0 || !first.isEmpty { text.append(",") }
      text.append(Escaping.csv(column.name))
    }
    text.append("\n")
  }

  /// Appends rows in the CSV form, for output in pieces.
  ///
  /// - Parameters:
  ///   - rows: Which rows.
  ///   - first: Value of a column in front of the others; empty for none.
  ///   - text: Takes the lines.
  public func appendCSV(rows: Range<Int>, leading first: String = "", to text: inout TextBuffer) {
    for row in rows {
      text.append(first)
      for (index, column) in columns.enumerated() {
        if index > 0 || !first.isEmpty { text.append(",") }
        if case .text(let values) = column.values {
          text.append(Escaping.csv(values[row]))
        } else {
          column.values.append(row: row, trimsZeros: true, to: &text)
        }
      }
      text.append("\n")
    }
  }
}

extension DataTable.Values {
  /// Whether the column holds numbers.
  public var isNumeric: Bool {
    if case .text = self { return false }
    return true
  }

  /// The value of a row as it stands in CSV, unquoted; empty if unknown.
  public func text(row: Int) -> String {
    var text = TextBuffer()
    append(row: row, trimsZeros: true, to: &text)
    return text.string
  }

  /// Appends the value of a row, or nothing if it is unknown; text as it is.
  func append(row: Int, trimsZeros: Bool, to text: inout TextBuffer) {
    switch self {
    case .integers(let values):
      if let value = values[row] { text.append(value) }
    case .seconds(let values, let decimals): text.appendSeconds(values[row], decimals: decimals)
    case .numbers(let values, let decimals):
      if values[row].isFinite { text.append(values[row], decimals: decimals, trimmingZeros: trimsZeros) }
    case .unsigned(let values): text.append(UInt64(values[row]))
    case .compact(let values):
      if values[row] >= 0 { text.append(Int64(values[row])) }
    case .text(let values): text.append(values[row])
    }
  }
}
