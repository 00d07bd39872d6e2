extension DataTable {
  /// Appends the table in aligned columns for people, each row behind two blanks.
  public func appendAligned(to text: inout TextBuffer) {
    var widths = columns.map(\.name.utf8.count)
    var cell = TextBuffer()
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        cell.removeAll()
        column.values.appendWord(row: row, to: &cell)
        widths[index] = max(widths[index], cell.count)
      }
    }
    for (column, width) in zip(columns, widths) {
      text.append(byte: UInt8(ascii: " "), count: width - column.name.utf8.count + 2)
      text.append(column.name)
    }
    text.append("\n")
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        cell.removeAll()
        column.values.appendWord(row: row, to: &cell)
        text.append(byte: UInt8(ascii: " "), count: widths[index] - cell.count + 2)
        text.append(contentsOf: cell.bytes)
      }
      text.append("\n")
    }
  }

  /// Appends rows with a space between values, as gnuplot reads them; an unknown value is `nan`.
  ///
  /// - Parameters:
  ///   - wanted: Which columns; `nil` for all.
  ///   - text: Takes the lines.
  public func appendSpaced(columns wanted: [Int]? = nil, to text: inout TextBuffer) {
    let wanted = wanted ?? Array(columns.indices)
    for row in 0..<rowCount {
      for (position, index) in wanted.enumerated() {
        if position > 0 { text.append(" ") }
        let start = text.count
        columns[index].values.appendSpaced(row: row, to: &text)
        // An empty field would shift the columns behind it.
        if text.count == start { text.append("nan") }
      }
      text.append("\n")
    }
  }

  /// A text as one word of a file for gnuplot: there a blank ends a value, `#` begins a comment and `"` a value with
  /// blanks.
  public static func spacedWord(_ text: String) -> String {
    Escaping.terminal(
      text.replacing(" ", with: "_").replacing("#", with: "_").replacing("\"", with: "'"))
  }

  /// Appends tables as blocks that gnuplot tells apart by `index`: comment lines, then columns apart by a space.
  ///
  /// - Parameters:
  ///   - tables: The tables.
  ///   - first: Number of the first block.
  ///   - name: What is said of a block besides its number.
  ///   - text: Takes the lines.
  public static func appendBlocks(
    _ tables: [DataTable], from first: Int = 0, named name: (DataTable) -> String = { $0.name },
    to text: inout TextBuffer
  ) {
    for (number, table) in tables.enumerated() {
      if first + number > 0 { text.append("\n\n") }
      let words = name(table)
      text.append("# index \(first + number)" + (words.isEmpty ? "" : " \(words)") + "\n")
      text.append("# " + table.columns.map(\.name).joined(separator: " ") + "\n")
      table.appendSpaced(to: &text)
      // gnuplot does not count a block without lines, and every index behind it would be one too high.
      if table.rowCount == 0 {
        text.append(
          [String](repeating: "nan", count: max(1, table.columns.count)).joined(separator: " ") + "\n")
      }
    }
  }

  /// Writes the table as an object: its name, and its columns as arrays with `null` for unknown values.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("name", name)
    json.key("columns")
    json.beginObject()
    for column in columns {
      json.key(column.name)
      json.beginArray(inline: true)
      for row in 0..<rowCount { column.values.append(row: row, to: &json) }
      json.endArray()
    }
    json.endObject()
    json.endObject()
  }
}

extension DataTable.Values {
  /// Appends the value of a row as one word that is safe on a terminal.
  fileprivate func appendWord(row: Int, to text: inout TextBuffer) {
    if case .text(let values) = self {
      text.append(Escaping.terminal(values[row].replacing(" ", with: "_")))
    } else {
      append(row: row, trimsZeros: false, to: &text)
    }
  }

  /// Appends the value of a row as one word of a file for gnuplot.
  fileprivate func appendSpaced(row: Int, to text: inout TextBuffer) {
    if case .text(let values) = self {
      text.append(DataTable.spacedWord(values[row]))
    } else {
      append(row: row, trimsZeros: false, to: &text)
    }
  }

  fileprivate func append(row: Int, to json: inout JSONWriter) {
    switch self {
    case .integers(let values): if let value = values[row] { json.value(value) } else { json.null() }
    case .seconds(let values, let decimals): json.value(Double(values[row]) / 1e9, decimals: decimals)
    case .numbers(let values, let decimals): json.value(values[row], decimals: decimals)
    case .unsigned(let values): json.value(Int64(values[row]))
    case .compact(let values): if values[row] >= 0 { json.value(Int64(values[row])) } else { json.null() }
    case .text(let values): json.value(values[row])
    }
  }
}
