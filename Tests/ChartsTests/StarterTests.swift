import Measurements
import Testing

@testable import Charts

@Suite struct StarterTests {
  private static let kinds = ["timesequence", "throughput", "recovery", "timeline", "compare", "compare-cdf"]

  private func chart(_ kind: String, _ name: String) -> any Chart {
    switch kind {
    case "timesequence": TimeSequenceChart(data: ChartDataSets.timeSequence(name))
    case "throughput": ThroughputChart(data: ChartDataSets.throughput(name))
    default: RowDataSets.chart(kind, name)
    }
  }

  private func file(_ chart: any Chart, style: ChartStyle = ChartStyle()) throws -> StarterFile {
    let starter = try #require(chart as? any StarterChart).starter
    return StarterFile(
      starter, tables: chart.dataTables, name: "fig", title: chart.title, tool: "captcp 1", style: style)
  }

  @Test(arguments: kinds) func everyColumnExists(kind: String) throws {
    let chart = chart(kind, "states")
    let starter = try #require(chart as? any StarterChart).starter
    #expect(!starter.layers.isEmpty)
    for layer in starter.layers {
      let table = try #require(chart.dataTables.first { $0.name == layer.table }, "\(layer.table)")
      for column in layer.columns { #expect(table.columns.contains { $0.name == column }, "\(column)") }
    }
  }

  @Test(arguments: kinds, ["none", "one", "10^4"])
  func scriptsNameOnlyWhatHasRows(kind: String, name: String) throws {
    let chart = chart(kind, name)
    let script = try file(chart).gnuplot()
    for (index, table) in chart.dataTables.enumerated() where table.rowCount == 0 {
      #expect(!script.contains("index \(index) "), "\(kind) \(name): \(table.name)")
    }
    #expect(script.contains("plot \\\n") == !script.contains("# There are no data to draw."))
  }

  @Test func gnuplotCountsColumnsAndBlocks() throws {
    let starter = ChartStarter(
      yLabel: "it's",
      layers: [
        .init(
          .steps, table: "b", y: .column("v"), title: "x", role: .data, condition: .init("kind", "two words"))
      ])
    let tables = [
      DataTable(name: "", columns: [.init("time_s", .seconds([0], decimals: 3))]),
      DataTable(
        name: "b",
        columns: [
          .init("kind", .text(["two words"])), .init("time_s", .seconds([0], decimals: 3)),
          .init("v", .integers([3])),
        ]),
    ]
    let script = StarterFile(
      starter, tables: tables, name: "fig", title: "t", tool: "captcp 1", style: ChartStyle()
    ).gnuplot()
    #expect(script.contains("'fig.dat' index 1 using ($2):(strcol(1) eq 'two_words' ? $3 : NaN) with steps"))
    #expect(script.contains("set ylabel 'it''s'"))
    #expect(script.contains("size 9in,4.6in"))
  }

  @Test func texIsSparedManyRowsAndCommands() throws {
    let many = try file(chart("timesequence", "10^4")).pgfplots()
    #expect(many.contains("each nth point=3"))
    var data = RowDataSets.compare("ten", flows: 2, form: .both)
    data.series[0].name = #"\input{x}"#
    let hostile = try file(CompareChart(data: data)).pgfplots()
    #expect(!hostile.split(separator: "\n").contains { !$0.hasPrefix("%") && $0.contains(#"\input{x}"#) })
    // TeX would expand the names of all rows, also in front of those that it draws.
    #expect(hostile.contains("left out, names in its table have signs"))
    #expect(!hostile.contains("captcp only={series}{2.1 :40001}"))
  }

  @Test func distributionTellsTheShareOfEachValue() throws {
    let table = try #require(chart("compare-cdf", "ten").dataTables.first { $0.name == "distribution" })
    guard case .numbers(let shares, _) = table.columns[3].values,
      case .numbers(let values, _) = table.columns[2].values
    else { return #expect(Bool(false)) }
    let count = shares.count / 4
    #expect(shares[count - 1] == 100 && shares[0] == 100 / Double(count))
    #expect(zip(values[..<count], values[1..<count]).allSatisfy { $0 <= $1 })
  }
}
