import Measurements
import Testing

@testable import Charts

@Suite struct TimeTicksTests {
  private let second: Int64 = 1_000_000_000

  private func ticks(
    _ first: Int64, _ last: Int64, origin: TimeAxis.Origin = .connection, length: Double = 500
  ) -> AxisTicks {
    let room = LabelRoom(
      length: length, textSize: 10, extent: { Double($0.count) * 6 }, air: 6.5, spacing: 90)
    return TimeTicks(
      first: first, last: last, axis: TimeAxis(origin: origin, zero: 1_700_000_000_000_000_000)
    ).ticks(in: room)
  }

  private func labels(_ ticks: AxisTicks) -> [String] { ticks.ticks.map(\.label) }

  @Test(arguments: [
    (Int64(0), Int64(14_300_000_000), "Time since first packet (s)", "0"),
    (0, 7_200_000_000_000, "Time since first packet (hh:mm)", "00:00"),
    (0, 400_000_000_000, "Time since first packet (min:s)", "0:00"),
    (300_000_000, 800_000_000, "Time since first packet (ms)", "300"),
    (0, 999, "Time since first packet (\u{B5}s)", "0.0"),
  ])
  func rangeChoosesTheUnit(_ first: Int64, _ last: Int64, _ title: String, _ label: String) {
    let ticks = ticks(first, last)
    #expect(ticks.titles.first == title)
    #expect(labels(ticks).first == label)
  }

  @Test func minutesAndHoursAreMultiplesOfRoundSteps() {
    #expect(labels(ticks(0, 420 * second)) == ["0:00", "2:00", "4:00", "6:00"])
    #expect(labels(ticks(0, 5 * 3600 * second)) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"])
  }

  @Test func lateShortRangeCountsFromAnOffset() {
    let ticks = ticks(12_345_678_000, 12_345_708_000)
    #expect(labels(ticks).first == "+0")
    #expect(labels(ticks).contains("+10"))
    #expect(
      ticks.titles.first == "Time since 12.345\u{202F}68 s (\u{B5}s)"
        || ticks.titles.first == "Time since 12.345\u{202F}680 s (\u{B5}s)")
  }

  @Test func absoluteTimeIsUTCWithTheDateOnce() {
    let ticks = ticks(0, 60 * second, origin: .absolute)
    #expect(ticks.corner == "2023-11-14")
    #expect(ticks.titles.first == "Time (UTC)")
    #expect(labels(ticks).first == "22:13:20")
    #expect(labels(ticks).allSatisfy { $0.count == 8 })
  }

  @Test func absoluteRangeOfDaysShowsDays() {
    let labels = labels(ticks(0, 6 * 86_400 * second, origin: .absolute))
    #expect(labels.contains("11-16"))
    #expect(Set(labels).count == labels.count)
  }

  @Test func captureOriginIsNamed() {
    #expect(ticks(0, second, origin: .capture).titles.first == "Time since start of capture (s)")
  }

  @Test(arguments: 0..<300)
  func labelsAreUniqueInsideAndApart(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let range = Int64(
      powerOfTen(Int.random(in: 2...17, using: &generator)) * Double.random(in: 1...9, using: &generator))
    let first = Int64.random(in: 0...100_000_000_000_000, using: &generator)
    let origin: TimeAxis.Origin =
      [.connection, .capture, .absolute].randomElement(using: &generator) ?? .capture
    let length = Double.random(in: 100...700, using: &generator)
    let ticks = ticks(first, first + range, origin: origin, length: length)
    #expect(Set(labels(ticks)).count == ticks.ticks.count)
    #expect(ticks.ticks.allSatisfy { $0.fraction > -1e-6 && $0.fraction < 1 + 1e-6 })
    let ends = ticks.ticks.map { $0.fraction * length }
    #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [Int64.min, -1, 0, Int64.max - 1])
  func extremeTimesDoNotTrap(_ first: Int64) {
    for origin in TimeAxis.Origin.allCases {
      _ = ticks(first, first < 0 ? 0 : Int64.max, origin: origin)
      _ = ticks(first, first &+ 1, origin: origin)
    }
  }
}

@Suite struct ValueAxisTests {
  private func axis(_ lower: Double, _ upper: Double, _ family: AxisUnit.Family, unit: AxisUnit? = nil)
    -> AxisTicks
  {
    let room = LabelRoom(length: 240, textSize: 10, extent: { _ in 10 }, air: 2, spacing: 42)
    return ValueAxis(lower: lower, upper: upper, family: family, unit: unit, names: ["Size"]).ticks(in: room)
  }

  @Test(arguments: [
    (0.0, 15e6, AxisUnit.Family.bytes, "Size (MB)", "15"), (0, 999, .bytes, "Size (B)", "800"),
    (0, 16.5e6, .bitRate, "Size (Mbit/s)", "15"), (0, 65_536, .binaryBytes, "Size (KiB)", "64"),
    (0, 30, .count, "Size", "30"), (0, 1.2e12, .bytes, "Size (TB)", "1.2"),
  ])
  func unitIsChosenOnce(
    _ lower: Double, _ upper: Double, _ family: AxisUnit.Family, _ title: String, _ last: String
  ) {
    let ticks = axis(lower, upper, family)
    #expect(ticks.titles == [title])
    #expect(ticks.ticks.last?.label == last)
  }

  @Test func prefixFallsIfTheLargestTickIsBelowOne() {
    let ticks = axis(0, 1.001e6, .bytes)
    #expect((Double(ticks.ticks.last?.label ?? "") ?? 0) >= 1)
  }

  @Test func rangeFarFromZeroCountsFromAnOffset() {
    let ticks = axis(3_735_950_000, 3_735_960_000, .bytes)
    #expect(ticks.titles == ["Size \u{2212} 3\u{202F}735\u{202F}950\u{202F}000\u{202F}B (kB)"])
    #expect(ticks.ticks.first?.label == "+0")
    #expect(ticks.ticks.last?.label == "+10")
  }

  @Test(arguments: [
    ("bit", "bit/s", 1.0), ("kilobit", "kbit/s", 1e3), ("megabyte", "MB/s", 8e6), ("kibibyte", "KiB/s", 8192),
    ("gibibit", "Gibit/s", 1_073_741_824),
  ])
  func unitNameGivesSymbolAndFactor(_ name: String, _ symbol: String, _ factor: Double) throws {
    let unit = try #require(AxisUnit(rateNamed: name))
    #expect(unit.symbol == symbol)
    #expect(unit.factor == factor)
  }

  @Test(arguments: ["", "kilo", "furlong", "kilobits"])
  func unknownUnitNameGivesNone(_ name: String) {
    #expect(AxisUnit(rateNamed: name) == nil)
  }
}

@Suite struct TimePeriodTests {
  @Test(arguments: [
    (Int64(300_000_000), Int64(800_000_000), "300\u{2013}800 ms"),
    (1_850_000_000, 3_150_000_000, "1.85\u{2013}3.15 s"), (1_200_000_000, 4_900_000_000, "1.2\u{2013}4.9 s"),
    (0, 60_000_000_000, "0\u{2013}60 s"), (1_000_000, 1_250_000, "1000\u{2013}1250 \u{B5}s"),
    (300_040_000, 300_740_000, "300\u{202F}040\u{2013}300\u{202F}740 \u{B5}s"),
    (9_000_000_000, 9_000_700_000, "9.00000\u{2013}9.00070 s"),
    (-20_000_000, 50_000_000, "\u{2212}20\u{2013}50 ms"),
  ])
  func textHasTheDecimalsItNeeds(_ first: Int64, _ last: Int64, _ expected: String) {
    var period = TimePeriod(first: 0, last: 1)
    period.zoom(from: first, to: last)
    #expect(period.isZoomed)
    #expect(period.text(axis: TimeAxis(zero: 0)) == expected)
  }

  @Test func emptyPeriodIsWidened() {
    #expect(TimePeriod(first: 5, last: 5).length == 200_000_000)
    #expect(TimePeriod(first: Int64.max, last: Int64.min).length == 200_000_000)
  }

  @Test func openSideStays() {
    var period = TimePeriod(first: 10, last: 1000)
    period.zoom(from: nil, to: 500)
    #expect(period.first == 10 && period.last == 500)
  }
}
