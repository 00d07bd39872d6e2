import Measurements
import Testing

@Suite struct DataTableTests {
  private func csv(_ columns: [DataTable.Column]) -> String {
    String(decoding: DataTable(name: "", columns: columns).csv(), as: UTF8.self)
  }

  @Test func everyKindOfColumnHasItsForm() {
    let text = csv([
      .init("time_s", .seconds([0, 1_500_000_000, -1], decimals: 6)),
      .init("sent_B", .integers([10, nil, -3])),
      .init("rate", .numbers([1.25, .nan, 3], decimals: 1)),
      .init("note", .text(["plain", "a,b", "say \"hi\""])),
    ])
    #expect(
      text == """
        time_s,sent_B,rate,note
        0.000000,10,1.3,plain
        1.500000,,,"a,b"
        0.000000,-3,3,"say ""hi""\"

        """)
  }

  @Test func tableWithoutRowsIsItsHeader() {
    #expect(csv([.init("a", .integers([])), .init("b", .text([]))]) == "a,b\n")
    #expect(csv([]) == "\n")
  }

  @Test func rowsAreThoseOfTheColumns() {
    #expect(DataTable(name: "ack", columns: [.init("a", .numbers([1, 2], decimals: 0))]).rowCount == 2)
    #expect(DataTable(name: "ack", columns: []).rowCount == 0)
  }

  @Test func columnsAsTheyAreKeptHaveTheirForms() {
    let table = DataTable(
      name: "t",
      columns: [.init("frame", .unsigned([1, 4_294_967_295])), .init("window_B", .compact([-1, 7]))])
    #expect(String(decoding: table.csv(), as: UTF8.self) == "frame,window_B\n1,\n4294967295,7\n")
    var json = JSONWriter(pretty: false)
    table.write(to: &json)
    #expect(
      String(decoding: json.takeBytes(), as: UTF8.self)
        == #"{"name":"t","columns":{"frame":[1,4294967295],"window_B":[null,7]}}"#)
  }

  @Test func spacedRowsKeepTheirColumns() {
    let table = DataTable(
      name: "", columns: [.init("a", .integers([1, nil])), .init("b", .text(["x y", "z"]))])
    var text = TextBuffer()
    table.appendSpaced(to: &text)
    #expect(text.string == "1 x_y\nnan z\n")
    text.removeAll()
    table.appendSpaced(columns: [1], to: &text)
    #expect(text.string == "x_y\nz\n")
  }

  @Test func aBlockWithoutRowsCountsForGnuplot() {
    let empty = DataTable(name: "gap", columns: [.init("a", .integers([])), .init("b", .text([]))])
    let full = DataTable(name: "", columns: [.init("a", .integers([1]))])
    var text = TextBuffer()
    DataTable.appendBlocks([empty, full], to: &text)
    #expect(text.string == "# index 0 gap\n# a b\nnan nan\n\n\n# index 1\n# a\n1\n")
  }

  @Test func rowsInPiecesAreTheWholeTable() {
    let table = DataTable(name: "", columns: [.init("a", .integers([1, 2, 3]))])
    var text = TextBuffer()
    table.appendCSVHeader(leading: "flow", to: &text)
    table.appendCSV(rows: 0..<2, leading: "1.1", to: &text)
    table.appendCSV(rows: 2..<3, leading: "1.1", to: &text)
    #expect(text.string == "flow,a\n1.1,1\n1.1,2\n1.1,3\n")
  }
}
