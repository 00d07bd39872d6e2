extension DataTable {
  /// A table of some of the rows.
  ///
  /// - Parameter rows: Numbers of rows, each below `rowCount`.
  /// - Returns: The table with these rows in this order.
  public func rows(_ rows: [Int]) -> DataTable {
    var table = self
    for index in columns.indices { table.columns[index].values = columns[index].values.rows(rows) }
    return table
  }
}

extension DataTable.Values {
  /// Some of the values.
  func rows(_ rows: [Int]) -> Self {
    switch self {
    case .integers(let values): .integers(rows.map { values[$0] })
    case .seconds(let values, let decimals): .seconds(rows.map { values[$0] }, decimals: decimals)
    case .numbers(let values, let decimals): .numbers(rows.map { values[$0] }, decimals: decimals)
    case .unsigned(let values): .unsigned(rows.map { values[$0] })
    case .compact(let values): .compact(rows.map { values[$0] })
    case .text(let values): .text(rows.map { values[$0] })
    }
  }

  /// The value of a row as a number, times in seconds; not a number if it is unknown or text.
  public func number(row: Int) -> Double {
    switch self {
    case .integers(let values): values[row].map(Double.init) ?? .nan
    case .seconds(let values, _): Double(values[row]) / 1e9
    case .numbers(let values, _): values[row]
    case .unsigned(let values): Double(values[row])
    case .compact(let values): values[row] >= 0 ? Double(values[row]) : .nan
    case .text: .nan
    }
  }
}
