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
    /// Text.
    case text([String])

    /// Rows of the column.
    public var count: Int {
      switch self {
      case .integers(let values): values.count
      case .seconds(let values, _): values.count
      case .numbers(let values, _): values.count
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

  /// The table's name, part of a file name (`ack`); empty for the main table.
  public var name: String
  /// The columns, all of the same length.
  public var columns: [Column]

  /// Makes a table.
  public init(name: String, columns: [Column]) {
    assert(Set(columns.map(\.values.count)).count <= 1, "columns of a table are of one length")
    self.name = name
    self.columns = columns
  }

  /// Rows of the table.
  public var rowCount: Int { columns.map(\.values.count).min() ?? 0 }

  /// The table as CSV (RFC 4180 with LF): a header line, then a line a row; an unknown value is an empty field.
  public func csv() -> [UInt8] {
    var text = TextBuffer(capacity: rowCount * columns.count * 10 + 64)
    for (index, column) in columns.enumerated() {
      if index > 0 { text.append(",") }
      text.append(Escaping.csv(column.name))
    }
    text.append("\n")
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { text.append(",") }
        column.values.append(row: row, to: &text)
      }
      text.append("\n")
    }
    return text.bytes
  }
}

extension DataTable.Values {
  fileprivate func append(row: Int, to text: inout TextBuffer) {
    switch self {
    case .integers(let values):
      if let value = values[row] { text.append(value) }
    case .seconds(let values, let decimals): text.appendSeconds(values[row], decimals: decimals)
    case .numbers(let values, let decimals):
      if values[row].isFinite { text.append(values[row], decimals: decimals, trimmingZeros: true) }
    case .text(let values): text.append(Escaping.csv(values[row]))
    }
  }
}
