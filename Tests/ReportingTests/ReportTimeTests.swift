import Charts
import Reporting
import Testing

@Suite struct ReportTimeTests {
  private let axis = TimeAxis(origin: .connection, zero: 1000)

  @Test(arguments: [
    (3_070_001_000, Int64?(5_259_001_000), "3.07\u{2013}5.26"), (3_070_001_000, nil, "3.07"),
    (3_070_001_000, 3_070_001_000, "3.07"), (3_071_001_000, 3_072_001_000, "3.071000\u{2013}3.072000"),
    (-999_999_000, nil, "\u{2212}1.00"),
  ])
  func rangesAreAsShortAsTheyCanBe(start: Int64, stop: Int64?, text: String) {
    #expect(ReportTime.range(start, stop, axis: axis) == text)
  }

  @Test func absoluteTimesAreTimesOfDay() {
    let absolute = TimeAxis(origin: .absolute, zero: SampleMaterial.start)
    #expect(ReportTime.range(SampleMaterial.start, nil, axis: absolute) == "20:10:10.87")
  }

  @Test func dateIsUTCAndInWords() {
    #expect(ReportTime.date(SampleMaterial.start) == "22 November 2026, 20:10:10 UTC")
    #expect(ReportTime.date(-1) == "31 December 1969, 23:59:59 UTC")
  }
}
