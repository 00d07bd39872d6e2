import Measurements
import Testing

@Suite struct WeightedDistributionTests {
  @Test func timesWeigh() {
    let distribution = WeightedDistribution([(10, 1), (20, 8), (0, 1)])
    #expect(distribution.total == 10)
    #expect(distribution.mean == 17)
    #expect(distribution.quantile(0.1) == 0)
    #expect(distribution.quantile(0.2) == 10)
    #expect(distribution.quantile(0.5) == 20)
    #expect(distribution.quantile(1) == 20)
  }

  @Test func whatHasNoTimeDoesNotCount() {
    let distribution = WeightedDistribution([(10, 0), (.nan, 5), (3, 2), (4, -1)])
    #expect(distribution.mean == 3 && distribution.quantile(0) == 3)
    #expect(WeightedDistribution([]).mean == nil && WeightedDistribution([]).quantile(0.5) == nil)
  }
}
