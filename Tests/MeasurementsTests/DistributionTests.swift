import Fixtures
import Measurements
import Testing

@Suite struct DistributionTests {
  /// Values of R: `quantile(c(1, 3, 4, 8, 20), p)`, whose default is type 7.
  @Test(
    arguments: [(0.0, 1.0), (0.05, 1.4), (0.25, 3.0), (0.5, 4.0), (0.9, 15.2), (0.95, 17.6), (1.0, 20.0)]
      as [(Double, Double)])
  func quantilesInterpolateBetweenOrderStatistics(fraction: Double, value: Double) throws {
    let quantile = try #require(Distribution([20, 1, 8, 3, 4]).quantile(fraction))
    #expect(abs(quantile - value) < 1e-12)
  }

  @Test func evenCountHasItsMedianInTheMiddle() {
    #expect(Distribution([4, 1, 3, 2]).median == 2.5)
  }

  @Test func noSampleGivesNoNumber() {
    let empty = Distribution([])
    #expect(empty.count == 0)
    #expect(empty.minimum == nil && empty.maximum == nil && empty.median == nil && empty.mean == nil)
    #expect(empty.standardDeviation == nil && empty.quantile(0.5) == nil)
  }

  @Test func oneSampleIsAllQuantilesAndHasNoDeviation() {
    let single = Distribution([7])
    #expect(single.quantile(0.05) == 7 && single.quantile(0.99) == 7 && single.mean == 7)
    #expect(single.standardDeviation == nil)
  }

  @Test func deviationIsThatOfASample() throws {
    let deviation = try #require(Distribution([2, 4, 4, 4, 5, 5, 7, 9]).standardDeviation)
    #expect(abs(deviation - (32.0 / 7).squareRoot()) < 1e-12)
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    let distribution = Distribution([.nan, 2, .infinity, 1, -.infinity])
    #expect(distribution.sorted == [1, 2])
  }

  @Test func fractionOutsideIsHeldAtTheEnds() {
    let distribution = Distribution([1, 2, 3])
    #expect(distribution.quantile(-1) == 1)
    #expect(distribution.quantile(2) == 3)
    #expect(distribution.quantile(.nan) == nil)
  }

  @Test func quantilesNeverDecrease() {
    for seed in SeededNumbers.seeds(200) {
      var numbers = SeededNumbers(seed: seed)
      let samples = (0..<Int.random(in: 1...40, using: &numbers)).map { _ in numbers.double(below: 20) }
      let distribution = Distribution(samples)
      let quantiles = (0...20).compactMap { distribution.quantile(Double($0) / 20) }
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 }, "seed \(seed)")
      #expect(quantiles.first == samples.min() && quantiles.last == samples.max(), "seed \(seed)")
    }
  }
}
