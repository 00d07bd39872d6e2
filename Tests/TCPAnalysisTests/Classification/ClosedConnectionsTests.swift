import Testing

@testable import TCPAnalysis

@Suite struct ClosedConnectionsTests {
  private let second: Int64 = 1_000_000_000

  @Test func aFewConnectionsWaitForEver() {
    var closed = ClosedConnections()
    for index in 0..<Int32(ClosedConnections.kept) { closed.append(index, now: 0) }
    #expect(closed.due(now: .max) == nil)
    closed.append(9999, now: 0)
    #expect(closed.due(now: 3 * second)?.index == 0)
  }

  @Test func noneIsDueBeforeTwoSeconds() {
    var closed = ClosedConnections()
    for index in 0..<Int32(ClosedConnections.kept + 1) { closed.append(index, now: 5 * second) }
    #expect(closed.due(now: 7 * second) == nil)
    #expect(closed.due(now: 7 * second + 1)?.index == 0)
    // A clock that jumps makes nothing wait for ever, and nothing trap.
    #expect(closed.due(now: .min)?.index == 0)
    #expect(closed.due(now: 0)?.index == 0)
  }

  @Test func theOrderOfEndsStandsWhileTheRingGrows() {
    var closed = ClosedConnections()
    var appended: Int32 = 0
    var taken: Int32 = 0
    for round in 0..<200 {
      for _ in 0..<(round % 7 * 10) {
        closed.append(appended, now: 0)
        appended += 1
      }
      for _ in 0..<(round % 5 * 6) {
        guard let entry = closed.due(now: 3 * second) else { break }
        #expect(entry.index == taken)
        closed.dropFirst()
        taken += 1
      }
    }
    #expect(taken > 1000)
    #expect(appended - taken > 1000, "the ring must have grown")
  }
}
