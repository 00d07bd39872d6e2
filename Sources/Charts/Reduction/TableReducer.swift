public import Measurements

extension DataTable {
  /// The rows that a chart shows at the size of a style: what other tools can draw in place of all of them.
  ///
  /// Of lines, bars and events each column of the page keeps the first and the last row and those with the least and
  /// the greatest value of each column, kind by kind (M4; Jugel, Jerzak, Hackenbroich and Markl, PVLDB 7, 2014), and
  /// beside a zoom the rows that lead in and out; of dots one for each cell, with their number as `cell_samples`; of
  /// distributions two for each point of the page's height. Lists and tables without a time stay whole.
  ///
  /// - Parameters:
  ///   - style: Size of the page, and its zoom.
  ///   - axis: Zoom of the time axis.
  /// - Returns: Rows of the table, in their order.
  /// - Complexity: O(rows * columns).
  public func reduced(style: ChartStyle, axis: TimeAxis) -> DataTable {
    TableReducer(self, style: style, axis: axis)?.table ?? self
  }
}

extension Chart {
  /// The data as a style asks for them: all rows, or those that are drawn.
  public func tables(style: ChartStyle) -> [DataTable] {
    guard style.reducesData, let chart = self as? any TimeChart else { return dataTables }
    return dataTables.map { $0.reduced(style: style, axis: chart.timeAxis) }
  }
}

/// Chooses the rows of a table that a page shows.
private struct TableReducer {
  private let source: DataTable
  private let times: [Int64]
  private let period: TimePeriod
  private let width: Double
  private let height: Double
  private let hasLogarithmicY: Bool
  /// Columns of the page.
  private let columns: Int
  /// Number of the kind that each row belongs to; all of a kind have the same texts.
  private let kinds: [Int]

  /// Makes it; `nil` for a table that stays as it is.
  init?(_ table: DataTable, style: ChartStyle, axis: TimeAxis) {
    guard table.form != .list,
      case .seconds(let times, _)? = table.columns.first(where: { $0.name == "time_s" })?.values
    else { return nil }
    source = table
    self.times = times
    period = TimePeriod(first: times.min() ?? 0, last: times.max() ?? 0, axis: axis, style: style)
    width = style.width ?? style.preset.width
    // A range of values shows some of the page's cells larger.
    height = (style.height ?? style.preset.height) * (style.yRange == nil ? 1 : 16)
    hasLogarithmicY = style.hasLogarithmicY
    columns = max(1, Int((width / 72 * style.preset.columnsPerInch).rounded(.up)))
    kinds = Self.kinds(of: table)
  }

  /// What tells kinds apart: the kind by the columns before, and the text of one more.
  private struct Kind: Hashable {
    var former: Int
    var text: String
  }

  private static func kinds(of table: DataTable) -> [Int] {
    var kinds = [Int](repeating: 0, count: table.rowCount)
    for column in table.columns {
      guard case .text(let texts) = column.values else { continue }
      var numbers: [Kind: Int] = [:]
      for row in kinds.indices {
        let kind = Kind(former: kinds[row], text: texts[row])
        let number = numbers[kind] ?? numbers.count
        numbers[kind] = number
        kinds[row] = number
      }
    }
    return kinds
  }

  var table: DataTable {
    switch source.form {
    case .line: source.rows(lineRows)
    case .dots(let column, let isLogarithmic): dots(column, isLogarithmic: isLogarithmic)
    case .ranks: source.rows(rankRows)
    case .list: source
    }
  }

  /// The column of the page that a time lies in.
  private func bin(_ time: Int64) -> Int {
    let share = TimeScale.distance(from: period.first, to: time) / max(1, period.length)
    return min(columns - 1, max(0, Int(share * Double(columns))))
  }

  /// What one kind has in the column at hand.
  private struct Extremes {
    var bin: Int
    var first: Int
    var last: Int
    var least: [(value: Double, row: Int)?]
    var greatest: [(value: Double, row: Int)?]

    var rows: [Int] { [first, last] + least.compactMap { $0?.row } + greatest.compactMap { $0?.row } }

    mutating func take(_ row: Int, _ columns: [DataTable.Values]) {
      last = row
      for (index, values) in columns.enumerated() {
        let value = values.number(row: row)
        guard value.isFinite else { continue }
        if least[index].map({ value < $0.value }) ?? true { least[index] = (value, row) }
        if greatest[index].map({ value > $0.value }) ?? true { greatest[index] = (value, row) }
      }
    }
  }

  private var lineRows: [Int] {
    let visible = times.indices.filter { period.contains(times[$0]) }
    var kept = Set(neighbours)
    if visible.count <= 4 * columns { return kept.union(visible).sorted() }
    let numeric = source.columns.filter { $0.values.isNumeric && $0.name != "time_s" }.map(\.values)
    let none = [(value: Double, row: Int)?](repeating: nil, count: numeric.count)
    var open: [Int: Extremes] = [:]
    for row in visible {
      let bin = bin(times[row])
      if let former = open[kinds[row]], former.bin != bin {
        kept.formUnion(former.rows)
        open[kinds[row]] = nil
      }
      open[kinds[row], default: Extremes(bin: bin, first: row, last: row, least: none, greatest: none)]
        .take(row, numeric)
    }
    for extremes in open.values { kept.formUnion(extremes.rows) }
    return kept.sorted()
  }

  /// Of each kind the last row before the period and the first behind it, which lines come from and go to.
  private var neighbours: [Int] {
    var before: [Int: Int] = [:]
    var behind: [Int: Int] = [:]
    for row in times.indices {
      if times[row] < period.first, before[kinds[row]].map({ times[$0] <= times[row] }) ?? true {
        before[kinds[row]] = row
      }
      if times[row] > period.last, behind[kinds[row]].map({ times[$0] > times[row] }) ?? true {
        behind[kinds[row]] = row
      }
    }
    return Array(before.values) + Array(behind.values)
  }

  private func dots(_ name: String, isLogarithmic: Bool) -> DataTable {
    let visible = times.indices.filter { period.contains(times[$0]) }
    var rows = visible
    var counts = [Int64?](repeating: 1, count: visible.count)
    if let values = source.columns.first(where: { $0.name == name })?.values,
      DensityClass(marks: visible.count, columns: Double(columns)) == .large
    {
      let points = points(values, visible, isLogarithmic: isLogarithmic || hasLogarithmicY)
      let cells = CellReducer.cells(points.map(\.point), side: 1, maximum: ScatterMarks.maximum)
      rows = cells.map { points[$0.index].row }
      counts = cells.map { Int64($0.count) }
    }
    var table = source.rows(rows)
    table.columns.append(.init("cell_samples", .integers(counts)))
    return table
  }

  /// Where rows with a value lie on the page, in points from its start and from the least value.
  private func points(
    _ values: DataTable.Values, _ rows: [Int], isLogarithmic: Bool
  ) -> [(row: Int, point: Scene.Point)] {
    // What a logarithmic axis cannot show is drawn at its lower edge.
    let positions = rows.map { row in
      let value = values.number(row: row)
      return isLogarithmic && value.isFinite
        ? (value > 0 ? naturalLogarithm(value) : -Double.infinity) : value
    }
    let known = positions.filter(\.isFinite)
    let low = known.min() ?? 0
    let scale = height / max((known.max() ?? 0) - low, .leastNormalMagnitude)
    return zip(rows, positions).filter { !$0.1.isNaN }.map { row, position in
      let share = TimeScale.distance(from: period.first, to: times[row]) / max(1, period.length)
      return (row, Scene.Point(x: share * width, y: max(0, position - low) * scale))
    }
  }

  /// Rows of each kind that are in the order of their values: where the share passes half a point of height.
  private var rankRows: [Int] {
    var totals: [Int: Int] = [:]
    for kind in kinds { totals[kind, default: 0] += 1 }
    let steps = max(2, Int(2 * height))
    var ranks: [Int: Int] = [:]
    return kinds.indices.filter { row in
      let rank = ranks[kinds[row], default: 0]
      ranks[kinds[row]] = rank + 1
      let total = totals[kinds[row]] ?? 1
      return rank == 0 || rank == total - 1 || rank * steps / total != (rank - 1) * steps / total
    }
  }
}
