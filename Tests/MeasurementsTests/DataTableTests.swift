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
}
