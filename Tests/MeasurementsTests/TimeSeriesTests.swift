import Measurements
import Testing

@Suite struct TimeSeriesTests {
  @Test func pointsStayInColumnsOfOneLength() {
    var series = TimeSeries(unit: .bitsPerSecond)
    #expect(series.count == 0)
    series.append(time: -5, value: 1.5)
    series.append(time: -5, value: 2.5)
    series.append(time: 9, value: 0)
    #expect(series.times == [-5, -5, 9])
    #expect(series.values == [1.5, 2.5, 0])
    #expect(series.count == 3)
    #expect(series.unit.rawValue == "bit/s")
  }
}
