import Fixtures
import Foundation
import Measurements
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z", "0.000000000"),
      (1_700_000_000_123_456_789, "2023-11-14T22:13:20.123456Z", "1700000000.123456789"),
      (951_782_399_999_999_999, "2000-02-28T23:59:59.999999Z", "951782399.999999999"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000Z", "951782400.000000000"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000Z", "4107542400.000000000"),
      (-1, "1969-12-31T23:59:59.999999Z", "-0.000000001"),
      (-1_000_000_000, "1969-12-31T23:59:59.000000Z", "-1.000000000"),
      (-1_500_000_000, "1969-12-31T23:59:58.500000Z", "-1.500000000"),
      (Int64.max, "2262-04-11T23:47:16.854775Z", "9223372036.854775807"),
      (Int64.min, "1677-09-21T00:12:43.145224Z", "-9223372036.854775808"),
    ] as [(Int64, String, String)])
  func momentHasItsText(nanoseconds: Int64, iso8601: String, decimalSeconds: String) {
    let time = Timestamp(nanoseconds: nanoseconds)
    #expect(time.iso8601() == iso8601)
    #expect(time.decimalSeconds == decimalSeconds)
  }

  @Test(arguments: [(0, "20Z"), (1, "20.9Z"), (3, "20.987Z"), (9, "20.987654321Z"), (12, "20.987654321Z")])
  func decimalsAreCutAndNotRounded(decimals: Int, end: String) {
    let time = Timestamp(nanoseconds: 1_700_000_000_987_654_321)
    #expect(time.iso8601(decimals: decimals) == "2023-11-14T22:13:" + end)
  }

  @Test func earlierIsLess() {
    #expect(Timestamp(nanoseconds: -1) < Timestamp(nanoseconds: 0))
    #expect(!(Timestamp(nanoseconds: 3) < Timestamp(nanoseconds: 3)))
  }

  @Test func secondsAreRoundedDown() {
    #expect(Int64(-1).flooredSeconds == (-1, 999_999_999))
    #expect(Int64(1_999_999_999).flooredSeconds == (1, 999_999_999))
    #expect(Int64.min.flooredSeconds == (-9_223_372_037, 145_224_192))
  }

  @Test(
    arguments: [
      (7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 1_000, -1), (Int64.min, 1, Int64.min),
    ] as [(Int64, Int64, Int64)])
  func quotientIsRoundedDown(value: Int64, divisor: Int64, quotient: Int64) {
    #expect(value.flooredDivision(by: divisor) == quotient)
  }

  @Test func datesAgreeWithTheSystemCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for seed in SeededNumbers.seeds(500) {
      var numbers = SeededNumbers(seed: seed)
      // From 1600 on: the calendar of Foundation turns Julian before 1582.
      let days = Int64.random(in: -135_140...200_000, using: &numbers)
      let expected = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let date = CivilDate(daysSinceEpoch: days)
      #expect(
        Int(date.year) == expected.year && date.month == expected.month && date.day == expected.day,
        "seed \(seed)")
    }
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    var previous = CivilDate(daysSinceEpoch: -1)
    for days in Int64(0)..<146_097 {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(CivilDate.daysSinceEpoch(year: date.year, month: date.month, day: date.day) == days)
      #expect(date.day == 1 || (date.month == previous.month && date.day == previous.day + 1))
      previous = date
    }
  }
}
