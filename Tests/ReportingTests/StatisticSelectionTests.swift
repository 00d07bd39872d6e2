import Fixtures
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

/// Which connections are shown, and in which order.
struct StatisticSelectionTests {
  private static let records = ConnectionRecords([
    StatisticSamples.connection(1, payload: 500), StatisticSamples.connection(2, payload: 900),
    StatisticSamples.connection(3, payload: 500), StatisticSamples.connection(4, payload: 700),
  ])

  private func ids(_ selection: StatisticSelection) -> [Int] {
    var ids: [Int] = []
    selection.forEach(in: Self.records) { ids.append($0.id) }
    return ids
  }

  @Test func nothingSaidShowsAllInOrder() {
    #expect(ids(StatisticSelection()) == [1, 2, 3, 4])
    #expect(StatisticSelection().count(in: Self.records) == 4)
  }

  @Test func sortingPutsTheGreatestFirstAndEqualOnesByNumber() {
    var selection = StatisticSelection()
    selection.sortKey = StatisticSortKey("bytes")
    #expect(ids(selection) == [2, 4, 1, 3])
    selection.sortKey = StatisticSortKey("id")
    #expect(ids(selection) == [1, 2, 3, 4])
  }

  @Test func topAloneMeansMostPayload() {
    var selection = StatisticSelection()
    selection.top = 2
    #expect(ids(selection) == [2, 4])
    #expect(selection.count(in: Self.records) == 2)
  }

  @Test func unknownValuesSortLast() {
    var first = StatisticSamples.connection(1)
    first.forward.maximumSegmentSize = nil
    first.backward.maximumSegmentSize = nil
    let records = ConnectionRecords([first, StatisticSamples.connection(2)])
    var selection = StatisticSelection()
    selection.sortKey = StatisticSortKey("mss")
    var ids: [Int] = []
    selection.forEach(in: records) { ids.append($0.id) }
    #expect(ids == [2, 1])
  }

  @Test func everyNamedSortKeyExists() {
    for name in StatisticSortKey.names { #expect(StatisticSortKey(name) != nil, "\(name)") }
    #expect(StatisticSortKey("rttBySack") == nil)
  }

  /// A pattern that matches everything makes it look at whole summaries.
  @Test(arguments: ["id", "start", "duration", "bytes", "packets", "retransmissions"])
  func outlinesSortAsSummariesDo(_ name: String) throws {
    let captures = [try Fixtures.demo()] + Fixtures.captures(in: .lab)
    for capture in captures {
      let input = try CaptureInput(paths: [capture.path], options: CaptureOptions())
      let records = try Analyzer().run(try input.makeReader()).connections
      for top in [1, 3, nil] {
        var byOutline = StatisticSelection()
        (byOutline.sortKey, byOutline.top) = (StatisticSortKey(name), top)
        var bySummary = byOutline
        bySummary.patterns = try ConnectionPattern.list("*:*-*:*")
        var ids: [[Int]] = [[], []]
        byOutline.forEach(in: records) { ids[0].append($0.id) }
        bySummary.forEach(in: records) { ids[1].append($0.id) }
        #expect(ids[0] == ids[1] && !ids[0].isEmpty, "\(capture.name) \(name)")
      }
    }
  }

  @Test func hiddenConnectionsAreNeitherShownNorCounted() {
    var hidden = StatisticSamples.connection(1)
    hidden.isShown = false
    let records = ConnectionRecords([hidden, StatisticSamples.connection(2)])
    var selection = StatisticSelection()
    selection.mayHide = true
    #expect(selection.count(in: records) == 1)
  }

  @Test(
    arguments: [
      ("10.0.0.1:40002-10.0.0.2:80", [2]), ("10.0.0.2:80-10.0.0.1:40002", [2]), ("*:*-*:80", [1, 2, 3, 4]),
      ("*:80-*:*", [1, 2, 3, 4]), ("10.0.0.1:40001-*:*,10.0.0.1:40003-*:*", [1, 3]), ("10.0.0.9:*-*:*", []),
      ("10.0.0.2:40001-*:*", []),
    ] as [(String, [Int])])
  func patternsMatchEitherDirection(pattern: String, expected: [Int]) throws {
    var selection = StatisticSelection()
    selection.patterns = try ConnectionPattern.list(pattern)
    #expect(ids(selection) == expected)
  }

  @Test func addressesOfVersionSixMayStandInBrackets() throws {
    let bare = try ConnectionPattern.list("2001:db8::1:443-*:*")
    #expect(bare == (try ConnectionPattern.list("[2001:db8::1]:443-*:*")))
    #expect(bare[0].first.port == 443)
    #expect(bare[0].first.address?.isIPv6 == true)
  }

  @Test(arguments: [
    ("", 1), ("foo", 4), ("1.2.3:4-*:*", 1), ("*:*", 4), ("*:*-*:x", 7), ("*:70000-*:*", 3),
    ("*:*-*:80,", 10),
  ])
  func aMistakeIsPointedAt(pattern: String, column: Int) {
    let error = #expect(throws: ConnectionPattern.SyntaxError.self) { try ConnectionPattern.list(pattern) }
    #expect(error?.column == column)
  }

  @Test func hostsAddUpBothDirections() {
    let text = StatisticHosts(
      StatisticSamples.material([StatisticSamples.connection(1), StatisticSamples.connection(2)])
    ).csv().text
    let rows = text.split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows[1] == "10.0.0.1,2,2,12,6000,2,0,2")
    #expect(rows[2] == "10.0.0.2,2,0,2,0,12,6000,0")
  }
}
