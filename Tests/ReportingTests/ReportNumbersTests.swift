import Foundation
import Reporting
import TCPAnalysis
import Testing

@Suite struct ReportNumbersTests {
  /// Cells with a key must say what `statistic --format json` says of the same flow.
  @Test func numbersOfThePageAreThoseOfStatistic() throws {
    var material = SampleMaterial.material()
    var bytes: [UInt8] = []
    StatisticJSON(StatisticMaterial(analysis: material.analysis, tool: "captcp 1.0.0")).write { bytes += $0 }
    material.dataJSON = String(decoding: bytes, as: UTF8.self)
    let builder = ReportBuilder(
      material: material, provenance: SampleMaterial.provenance, sections: [FakeSection()])
    let page = String(decoding: try builder.html(renderer: RecordingRenderer()).bytes, as: UTF8.self)

    let opening = "<script type=\"application/json\" id=\"data\">"
    let start = try #require(page.firstRange(of: opening)).upperBound
    let stop = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(page[start..<stop].utf8)) as? [String: Any])
    let numbers = Self.numbers(of: root)

    var compared = 0
    for tag in MarkupScan(page).tags {
      guard let key = tag.attributes["data-key"], let id = tag.attributes["data-id"] else { continue }
      let said = tag.attributes["data-v"].flatMap(Double.init)
      let known = numbers["\(id) \(key)"] as? Double
      #expect(numbers["\(id) \(key)"] != nil, "statistic has no \(key) of \(id)")
      switch (said, known) {
      case (let said?, let known?): #expect(abs(said - known) <= 1e-6 * max(1, abs(known)), "\(key) of \(id)")
      default: #expect(said == nil && known == nil, "\(key) of \(id)")
      }
      compared += 1
    }
    #expect(compared > 40)
  }

  /// Numbers by flow or connection and key; unknown ones are `NSNull`.
  private static func numbers(of root: [String: Any]) -> [String: Any] {
    var result: [String: Any] = [:]
    for connection in root["connections"] as? [[String: Any]] ?? [] {
      let id = connection["id"] as? Int ?? 0
      for (key, value) in connection where !(value is [Any]) && !(value is [String: Any]) {
        result["\(id) \(key)"] = value
      }
      for flow in connection["flows"] as? [[String: Any]] ?? [] {
        for (key, value) in flow { result["\(flow["id"] as? String ?? "") \(key)"] = value }
      }
    }
    return result
  }
}
