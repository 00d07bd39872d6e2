import ArgumentParser
import Testing

@testable import captcp

/// Values that users write on the command line.
struct WordsTests {
  @Test(
    arguments: [
      ("1..2", 1_000_000_000, 2_000_000_000), ("0.5:1.25", 500_000_000, 1_250_000_000),
      ("..3", nil, 3_000_000_000),
      ("-1..", -1_000_000_000, nil), ("1e-3..1", 1_000_000, 1_000_000_000),
    ] as [(String, Int64?, Int64?)])
  func rangesOfSeconds(text: String, start: Int64?, stop: Int64?) throws {
    let range = try #require(TimeRange(text))
    #expect(range.start == start.map { .relative($0) })
    #expect(range.stop == stop.map { .relative($0) })
  }

  @Test(arguments: ["", "..", ":", "1", "2..1", "1..1", "a..b", "1:2:3", "nan..1", "..inf", "1..1e99"])
  func malformedRangesAreRefused(text: String) {
    #expect(TimeRange(text) == nil)
  }

  @Test(
    arguments: [
      ("2023-11-14T22:13:20Z..", 1_700_000_000_000_000_000),
      ("2023-11-14T22:13:20.5Z..", 1_700_000_000_500_000_000),
      ("2023-11-15T00:13:20+02:00..", 1_700_000_000_000_000_000),
      ("2023-11-14 22:13..", 1_699_999_980_000_000_000),
    ] as [(String, Int64)])
  func datesAreTimesInUTC(text: String, expected: Int64) {
    #expect(TimeRange(text)?.start == .absolute(expected))
  }

  @Test(arguments: [
    "2023-13-01T00:00:00Z..", "9999-01-01T00:00:00Z..", "2023-11-14T25:00:00Z..", "2023-11-14T22:13:20X..",
  ])
  func impossibleDatesAreRefused(text: String) {
    #expect(TimeRange(text) == nil)
  }

  @Test(arguments: [("90mm", 255.118), ("3.5in", 252), ("240pt", 240), ("9cm", 255.118)])
  func lengthsArePoints(text: String, points: Double) throws {
    #expect(abs(try #require(PageLength(argument: text)).points - points) < 0.001)
  }

  @Test(arguments: ["90", "mm", "-1in", "0pt", "1e9in", "nanpt", "1 m"]) func lengthsNeedAUnit(text: String) {
    #expect(PageLength(argument: text) == nil)
  }

  @Test func oneUnitMayStandForBothSides() throws {
    let size = try #require(PageSize(argument: "9x4.6in"))
    #expect(size.width.points == 648)
    #expect(abs(size.height.points - 331.2) < 1e-9)
  }

  @Test func scalesOfAConnectionHoldForBothFlows() throws {
    let list = try #require(WindowScaleList(argument: "3=7,4.1=0"))
    #expect(list.shifts.count == 3)
    #expect(WindowScaleList(argument: "3.1=15") == nil)
    #expect(WindowScaleList(argument: "3.1") == nil)
  }

  @Test func commandLinesCanBeTypedAgainAndHoldNoFolders() {
    #expect(
      CommandLineText.text([
        "/usr/bin/captcp", "report", "-o", "/reports/me/a b.html", "x'y", "--output=/reports/z.md",
      ])
        == "captcp report -o 'a b.html' 'x'\\''y' --output=z.md")
  }

  @Test(arguments: [("bit", 1), ("kilobit", 1000), ("byte", 8), ("kibibyte", 8192), ("megabyte", 8e6)])
  func unitsAreSoManyBits(name: String, bits: Double) {
    #expect(DataUnit(rawValue: name)?.bits == bits)
  }

  @Test func theBorderIsKeptThroughTheParser() throws {
    let moved = CaptureArguments.movingFilter(["statistic", "a.pcap", "--", "tcp", "port", "80"])
    let command = try #require(try Captcp.parseAsRoot(moved) as? StatisticCommand)
    #expect(command.arguments.captures == ["a.pcap"])
    #expect(command.arguments.filter == "tcp port 80")
    let empty = try #require(
      try Captcp.parseAsRoot(CaptureArguments.movingFilter(["statistic", "a", "b", "--"]))
        as? StatisticCommand)
    #expect(empty.arguments.captures == ["a", "b"])
    #expect(empty.arguments.filter == nil)
  }

  @Test func wordsAfterTheExistingFilesAreTheFilter() throws {
    let command = try #require(
      try Captcp.parseAsRoot(["statistic", "/dev/null", "-", "tcp", "port", "80"]) as? StatisticCommand)
    #expect(command.arguments.captures == ["/dev/null", "-"])
    #expect(command.arguments.filter == "tcp port 80")
  }
}
