import Charts
import Testing

@testable import captcp

struct AnnotationFileTests {
  @Test func momentsAndPeriodsAreRead() throws {
    let text = """
      # time,text
      0.52,rate change, twice

      \t1..2.5 , "a ""quoted"" one"
      3..,to the end
      ..0.1,"from the start"
      2024-05-01T10:00:00Z,handover
      """
    let found = try AnnotationFile.parse(text)
    #expect(
      found.map(\.extent) == [
        .moment(.relative(520_000_000)), .period(.relative(1_000_000_000), .relative(2_500_000_000)),
        .period(.relative(3_000_000_000), nil), .period(nil, .relative(100_000_000)),
        .moment(.absolute(1_714_557_600_000_000_000)),
      ])
    #expect(
      found.map(\.text) == [
        "rate change, twice", "a \"quoted\" one", "to the end", "from the start", "handover",
      ])
    #expect(
      found.map(\.timeText) == [
        "0.52 s", "1\u{2013}2.5 s", "3\u{2013} s", "\u{2013}0.1 s", "2024-05-01T10:00:00Z",
      ])
  }

  @Test func linesMayEndAsOnWindowsAndBeginWithAMark() throws {
    #expect(try AnnotationFile.parse("\u{FEFF}1,a\r\n2,b\r\n").map(\.text) == ["a", "b"])
    #expect(try AnnotationFile.parse("").isEmpty)
  }

  @Test(arguments: [
    ("1,a\nhello", 2, 6), (",a", 1, 1), ("1,", 1, 3), ("x,a", 1, 1), ("1,a\n  1..b,c", 2, 6),
    ("2..1,a", 1, 4), ("..,a", 1, 1), ("1,\"a", 1, 3), ("1,\"a\"b", 1, 6), ("nan,a", 1, 1),
    ("2024-05-02T00:00Z..2024-05-01T00:00Z,a", 1, 20),
  ])
  func aWrongLineIsNamedWithItsColumn(text: String, line: Int, column: Int) {
    let problem = #expect(throws: AnnotationFile.Problem.self) { try AnnotationFile.parse(text) }
    #expect(problem?.line == line && problem?.column == column, "\(text): \(String(describing: problem))")
  }

  @Test func aFileThatIsNotThereIsWrongUse() {
    let failure = #expect(throws: CommandFailure.self) { try AnnotationFile.read("/nowhere/notes.csv") }
    #expect(failure?.status == .usage)
  }
}
