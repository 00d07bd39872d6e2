import Fixtures
import Testing

@testable import TCPAnalysis

@Suite struct RowThinnerTests {
  private struct Row: Equatable {
    var time: Int64
    var value: Int64
    var isSpecial = false
  }

  /// Rows of a series in the order of time, with pauses, bursts and equal times.
  private func rows(_ seed: Int, count: Int) -> [Row] {
    var numbers = SeededNumbers(seed: seed)
    var time = Int64.random(in: -1_000_000...1_000_000, using: &numbers)
    return (0..<count).map { _ in
      time +=
        numbers.happens(0.01)
        ? Int64.random(in: 0...5_000_000, using: &numbers) : numbers.happens(0.2) ? 0 : 700
      return Row(
        time: time, value: Int64.random(in: -50_000...50_000, using: &numbers),
        isSpecial: numbers.happens(0.01))
    }
  }

  /// The rows that are left if they come one after the other.
  private func thinned(_ rows: [Row], bins: Int64, limit: Int) -> (rows: [Row], most: Int) {
    var thinner = RowThinner(isWanted: true, limit: limit, bins: bins)
    var kept: [Row] = []
    var most = 0
    for row in rows {
      kept.append(row)
      most = max(most, kept.count)
      guard kept.count >= thinner.limit else { continue }
      let stays = thinner.rows(kept.map(\.time)) {
        kept[$0].isSpecial
      } values: {
        SIMD4(kept[$0].value, 0, 0, 0)
      }
      kept.keep(stays)
    }
    return (kept, most)
  }

  @Test(arguments: 0..<20) func extremesAndEndsOfEachBinSurviveHoweverOftenItIsThinned(seed: Int) throws {
    let all = rows(seed, count: 20_000)
    let (kept, most) = thinned(all, bins: 64, limit: 1024)
    #expect(kept.count < all.count / 8)
    // Four rows of each of 64 bins, the special ones, and as many again before they are looked at once more.
    #expect(most <= max(1024, 2 * (4 * 64 + all.count { $0.isSpecial })))
    #expect(kept.filter(\.isSpecial) == all.filter(\.isSpecial))
    let first = try #require(all.first)
    let last = try #require(all.last)
    #expect(kept.first == first && kept.last == last)
    var length: Int64 = 1
    while last.time - first.time >= 64 * length { length *= 2 }
    func bins(_ rows: [Row]) -> [Int64: [Row]] {
      Dictionary(grouping: rows) { ($0.time - first.time) / length }
    }
    let rest = bins(kept)
    for (bin, rows) in bins(all) {
      #expect(rest[bin]?.first == rows.first && rest[bin]?.last == rows.last)
      #expect(rest[bin]?.map(\.value).min() == rows.map(\.value).min())
      #expect(rest[bin]?.map(\.value).max() == rows.map(\.value).max())
    }
  }

  @Test func aSeriesThatIsNoPictureKeepsAll() {
    let thinner = RowThinner(isWanted: false)
    #expect(thinner.limit == .max)
  }

  @Test func rowsOfOneMomentShareABin() {
    var thinner = RowThinner(isWanted: true, limit: 4)
    let stays = thinner.rows([7, 7, 7, 7, 7]) { _ in
      false
    } values: {
      SIMD4([3, 9, 1, 4, 4][$0], 0, 0, 0)
    }
    #expect(stays == [true, true, true, false, true])
  }

  @Test func timesAtTheEndsOfTheClockDoNotTrap() {
    var thinner = RowThinner(isWanted: true, limit: 4)
    let stays = thinner.rows([.min, 0, .max]) { _ in
      false
    } values: { _ in
      SIMD4(0, 0, 0, 0)
    }
    #expect(stays.first == true && stays.last == true)
  }
}
