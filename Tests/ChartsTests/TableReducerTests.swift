import Measurements
import Testing

@testable import Charts

@Suite struct TableReducerTests {
  private let axis = TimeAxis(origin: .connection, zero: 0)
  private var style: ChartStyle { ChartStyle(preset: .paperColumn) }
  private static let columns = 999

  /// Times 0.1 ms apart with values that jump, of two kinds.
  private func table(_ count: Int, form: DataTable.Form = .line, seed: UInt64 = 1) -> DataTable {
    var generator = SeededGenerator(seed: seed)
    return DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds((0..<count).map { Int64($0) * 100_000 }, decimals: 9)),
        .init(
          "value_B", .integers((0..<count).map { _ in Int64.random(in: 1...1_000_000, using: &generator) })),
        .init("kind", .text((0..<count).map { $0 % 10 == 0 ? "rare" : "usual" })),
      ], form: form)
  }

  private func rows(_ table: DataTable) -> [(time: Int64, value: Int64, kind: String)] {
    guard case .seconds(let times, _) = table.columns[0].values,
      case .integers(let values) = table.columns[1].values, case .text(let kinds) = table.columns[2].values
    else { return [] }
    return times.indices.map { (times[$0], values[$0] ?? -1, kinds[$0]) }
  }

  @Test func whatIsDrawnRowByRowStays() {
    let table = table(4 * Self.columns)
    #expect(table.reduced(style: style, axis: axis) == table)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func linesKeepTheExtremesOfEachColumnAndKind(_ seed: UInt64) {
    let table = table(100_000, seed: seed)
    let reduced = table.reduced(style: style, axis: axis)
    #expect(reduced.columns.map(\.name) == table.columns.map(\.name))
    #expect(reduced.rowCount <= 2 * 4 * Self.columns)
    let all = rows(table)
    let kept = rows(reduced)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.time < $1.time })
    let length = Double(all[all.count - 1].time)
    func groups(_ rows: [(time: Int64, value: Int64, kind: String)]) -> [String: [(
      time: Int64, value: Int64
    )]] {
      var groups: [String: [(time: Int64, value: Int64)]] = [:]
      for row in rows {
        let column = min(Self.columns - 1, Int(Double(row.time) / length * Double(Self.columns)))
        groups["\(row.kind) \(column)", default: []].append((row.time, row.value))
      }
      return groups
    }
    let after = groups(kept)
    for (name, before) in groups(all) {
      let left = after[name] ?? []
      #expect(left.first?.time == before.first?.time && left.last?.time == before.last?.time)
      #expect(left.map(\.value).min() == before.map(\.value).min())
      #expect(left.map(\.value).max() == before.map(\.value).max())
      #expect(left.count <= 4)
    }
    let times = Dictionary(uniqueKeysWithValues: all.map { ($0.time, $0.value) })
    #expect(kept.allSatisfy { times[$0.time] == $0.value })
  }

  @Test func aZoomKeepsTheRowsThatLeadInAndOut() {
    var zoomed = style
    zoomed.xRange = 1...1.01
    let kept = rows(table(100_000).reduced(style: zoomed, axis: axis))
    // 101 rows inside, and of each kind one on each side.
    #expect(kept.count == 105)
    #expect(kept.count { $0.time < 1_000_000_000 } == 2)
    #expect(kept.count { $0.time > 1_010_000_000 } == 2)
  }

  @Test(arguments: [false, true])
  func dotsOfACellAreCounted(_ isLogarithmic: Bool) {
    let table = table(200_000, form: .dots(column: "value_B", isLogarithmic: isLogarithmic))
    let reduced = table.reduced(style: style, axis: axis)
    guard case .integers(let counts)? = reduced.columns.first(where: { $0.name == "cell_samples" })?.values
    else {
      Issue.record("no counts")
      return
    }
    #expect(counts.compactMap(\.self).reduce(0, +) == 200_000)
    #expect(reduced.rowCount <= ScatterMarks.maximum)
    #expect(reduced.rowCount > 1000)
  }

  /// Wild values and a single moment bring no more rows than a page has, and nothing to stop at.
  @Test(arguments: [false, true])
  func hostileValuesAreReduced(_ isLogarithmic: Bool) {
    let wild: [Int64?] = [.min, .max, 0, -1, nil, 1]
    let count = 20_000
    let times = (0..<count).map { $0 < count / 2 ? Int64.min : .max }
    for moments in [times, [Int64](repeating: 7, count: count)] {
      let table = DataTable(
        name: "",
        columns: [
          .init("time_s", .seconds(moments, decimals: 9)),
          .init("value_B", .integers((0..<count).map { wild[$0 % wild.count] })),
        ], form: .dots(column: "value_B", isLogarithmic: isLogarithmic))
      #expect(table.reduced(style: style, axis: axis).rowCount <= 8)
      var line = table
      line.form = .line
      #expect(line.reduced(style: style, axis: axis).rowCount <= 8)
    }
  }

  @Test func fewDotsAreAllKept() {
    let table = table(500, form: .dots(column: "value_B", isLogarithmic: false))
    let reduced = table.reduced(style: style, axis: axis)
    #expect(Array(reduced.columns.dropLast()) == table.columns)
    #expect(reduced.columns.last?.values == .integers([Int64?](repeating: 1, count: 500)))
  }

  @Test func distributionsKeepTheirEndsAndSteps() {
    let reduced = table(100_000, form: .ranks).reduced(style: style, axis: axis)
    let kept = rows(reduced)
    let steps = 2 * style.preset.height
    #expect(Double(kept.count) <= 2 * (steps + 2))
    #expect(Double(kept.count) >= 2 * (steps - 2))
    #expect(kept.first?.time == 0 && kept.last?.time == 99_999 * 100_000)
  }

  @Test func listsAndUnknownValuesStay() {
    let list = table(50_000, form: .list)
    #expect(list.reduced(style: style, axis: axis) == list)
    let unknown = DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds((0..<50_000).map { Int64($0) }, decimals: 9)),
        .init("value", .compact([Int32](repeating: -1, count: 50_000))),
      ])
    #expect(unknown.reduced(style: style, axis: axis).rowCount <= 2 * Self.columns)
    let noDots = table(0, form: .dots(column: "value_B", isLogarithmic: true))
    #expect(noDots.reduced(style: style, axis: axis).columns.map(\.name).last == "cell_samples")
    let one = table(1)
    #expect(one.reduced(style: style, axis: axis) == one)
    let empty = DataTable(name: "", columns: [.init("time_s", .seconds([], decimals: 9))])
    #expect(empty.reduced(style: style, axis: axis) == empty)
  }
}
