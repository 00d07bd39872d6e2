import Testing

@testable import Charts

@Suite struct LinearTicksTests {
  private func labels(_ lower: Double, _ upper: Double, target: Double) -> [String] {
    LinearTicks.search(lower: lower, upper: upper, target: target) { _ in true }?.labels ?? []
  }

  @Test(arguments: [
    (0.0, 10.0, 5.0, ["0.0", "2.5", "5.0", "7.5", "10.0"]),
    (0.0, 10.0, 6.0, ["0", "2", "4", "6", "8", "10"]),
    (0.0, 14.3, 5.5, ["0", "2", "4", "6", "8", "10", "12", "14"]),
    (0.0, 1.0, 6.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.3, 0.8, 5.0, ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8"]),
    (0.0, 12.5, 6.0, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]),
    (-600.0, 230.0, 5.0, ["\u{2212}600", "\u{2212}400", "\u{2212}200", "0", "200"]),
    (
      0.0, 100_000.0, 6.0,
      ["0", "20\u{202F}000", "40\u{202F}000", "60\u{202F}000", "80\u{202F}000", "100\u{202F}000"]
    ),
    (0.0, 0.004, 5.0, ["0.000", "0.001", "0.002", "0.003", "0.004"]),
    (0.0, 5000.0, 6.0, ["0", "1000", "2000", "3000", "4000", "5000"]),
  ])
  func rangeGivesTheseLabels(_ lower: Double, _ upper: Double, _ target: Double, _ expected: [String]) {
    #expect(labels(lower, upper, target: target) == expected)
  }

  @Test(arguments: 0..<400)
  func ticksAreOrderedInsideUniqueAndParseBack(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let magnitude = powerOfTen(Int.random(in: -6...12, using: &generator))
    let lower = Double.random(in: -1...1, using: &generator) * magnitude
    let range = magnitude * Double.random(in: 0.01...3, using: &generator)
    let target = Double.random(in: 2...9, using: &generator)
    let ticks = try #require(
      LinearTicks.search(lower: lower, upper: lower + range, target: target) { _ in true })
    let values = ticks.values
    #expect((2...12).contains(values.count))
    #expect(Set(ticks.labels).count == values.count)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    #expect(values[0] - lower < ticks.step.value * (1 + 1e-9))
    #expect(values[0] >= lower - 1e-6 * range && (values.last ?? 0) <= lower + range * (1 + 1e-6))
    for (value, label) in zip(values, ticks.labels) { #expect(parse(label) == value) }
  }

  private func parse(_ label: String) -> Double? {
    Double(label.replacing("\u{2212}", with: "-").replacing("\u{202F}", with: ""))
  }

  @Test func labelsThatDoNotFitAreNotTaken() throws {
    let ticks = try #require(
      LinearTicks.search(lower: 0, upper: 10, target: 9) { $0.multiples.count <= 3 })
    #expect(ticks.labels == ["0", "5", "10"])
    #expect(LinearTicks.search(lower: 0, upper: 10, target: 9) { _ in false } == nil)
  }

  @Test(arguments: [(0.0, 0.0), (1.0, 0.0), (0.0, .infinity), (-.infinity, 1.0), (.nan, 1.0)])
  func rangeWithoutUsableTicksGivesNone(_ lower: Double, _ upper: Double) {
    #expect(LinearTicks.search(lower: lower, upper: upper, target: 5) { _ in true } == nil)
  }

  @Test(arguments: [
    (0.0, 64.0, ["0", "16", "32", "48", "64"]), (0.0, 80.0, ["0", "16", "32", "48", "64", "80"]),
    (0.0, 1.1, ["0.00", "0.25", "0.50", "0.75", "1.00"]), (0.0, 300.0, ["0", "64", "128", "192", "256"]),
  ])
  func binaryStepsArePowersOfTwo(_ lower: Double, _ upper: Double, _ expected: [String]) {
    let found = LinearTicks.binary(lower: lower, upper: upper, target: 5) { _, _ in true }
    #expect(found.map(\.label) == expected)
    #expect(found.map(\.value) == expected.compactMap(Double.init))
  }
}

@Suite struct LogarithmicTicksTests {
  private func labels(_ lower: Double, _ upper: Double) -> [String] {
    LogarithmicTicks(lower: lower, upper: upper) { _ in true }.labelled.map { $0.label(multiple: 1) }
  }

  @Test(arguments: [
    (1.0, 50.0, ["1", "2", "5", "10", "20", "50"]), (0.03, 1.0, ["0.05", "0.1", "0.2", "0.5", "1"]),
    (1.0, 1000.0, ["1", "10", "100", "1000"]), (0.001, 10.0, ["0.001", "0.01", "0.1", "1", "10"]),
  ])
  func rangeGivesTheseLabels(_ lower: Double, _ upper: Double, _ expected: [String]) {
    #expect(labels(lower, upper) == expected)
  }

  @Test func decadesAreThinnedUntilTheyFit() {
    let ticks = LogarithmicTicks(lower: 1, upper: 1e12) { $0.count <= 5 }
    #expect(ticks.labelled.map(\.exponent) == [0, 3, 6, 9, 12])
    #expect(ticks.minor.count == 8)
  }

  @Test(arguments: [(0.0, 1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, .infinity)])
  func rangeThatIsNotAboveZeroGivesNone(_ lower: Double, _ upper: Double) {
    #expect(labels(lower, upper).isEmpty)
  }
}

@Suite struct ValueScaleTests {
  @Test func linearScaleMapsEndsAndMiddle() {
    let scale = ValueScale(lower: 10, upper: 20, start: 300, end: 100)
    #expect(scale.position(10) == 300)
    #expect(scale.position(15) == 200)
    #expect(scale.value(at: 100) == 20)
  }

  @Test func logarithmicScaleMapsEqualRatiosToEqualLengths() {
    let scale = ValueScale(lower: 1, upper: 10_000, isLogarithmic: true, start: 0, end: 400)
    #expect((scale.position(100) - 200).magnitude < 1e-9)
    #expect(scale.position(0) == 0)
    #expect(scale.position(-5) == 0)
    #expect((scale.value(at: 300) - 1000).magnitude < 1e-6)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func valueThatIsNotFiniteLiesAtTheStart(_ value: Double) {
    #expect(ValueScale(lower: 0, upper: 1, start: 5, end: 9).position(value) == 5)
  }

  @Test func timesFarApartKeepTheirOrder() {
    let scale = TimeScale(first: Int64.min, last: Int64.max, left: 0, right: 100)
    #expect(scale.position(Int64.min) == 0)
    #expect((scale.position(0) - 50).magnitude < 1e-9)
    #expect(scale.position(Int64.max) == 100)
  }
}
