import Charts
import Foundation
import Reporting
import Testing

@Suite struct ReportJSONTests {
  private func json(_ material: ReportMaterial = SampleMaterial.material(), words: String = "") throws
    -> [String: Any]
  {
    let builder = ReportBuilder(
      material: material, provenance: SampleMaterial.provenance, sections: [FakeSection(words: words)])
    let data = Data(builder.json().bytes)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func membersAreThoseOfTheDocumentation() throws {
    let report = try json()
    #expect(
      Set(report.keys) == [
        "schema", "tool", "module", "title", "identity", "findings", "parts", "numbers", "provenance",
      ])
    #expect(report["schema"] as? Int == 1 && report["module"] as? String == "report")
    #expect((report["numbers"] as? [String: Any])?["schema"] as? Int == 1)
  }

  @Test func partsAreThoseOfThePage() throws {
    let parts = try #require(try json()["parts"] as? [[String: Any]])
    #expect(
      parts.compactMap { $0["anchor"] as? String } == [
        "summary", "findings", "conns", "c1", "methods", "prov",
      ])
    let nodes = parts.flatMap { $0["nodes"] as? [[String: Any]] ?? [] }
    let figure = try #require(nodes.first { $0["kind"] as? String == "figure" })
    #expect(figure["chart"] as? String == "fake" && figure["name"] as? String == "flow-1.1-fake")
    let kinds: Set = [
      "heading", "paragraph", "tiles", "table", "figure", "details", "sparklines", "notes", "definitions",
    ]
    #expect(nodes.allSatisfy { kinds.contains($0["kind"] as? String ?? "") })
  }

  @Test func cellsCarryExactNumbers() throws {
    let parts = try #require(try json()["parts"] as? [[String: Any]])
    let table = try #require((parts[2]["nodes"] as? [[String: Any]])?.first)
    let cells = try #require(table["rows"] as? [[[String: Any]]]).joined()
    let payload = cells.filter {
      $0["key"] as? String == "uniquePayloadBytes" && $0["subject"] as? String == "1.1"
    }
    #expect(payload.contains { $0["value"] as? Double == 1_282_928 })
  }

  @Test(arguments: ["\"}],\u{1}", "\u{2028}</script>", "\\u0000"])
  func stringsOfCapturesStayStrings(_ hostile: String) throws {
    let report = try json(SampleMaterial.material(fileName: hostile), words: hostile)
    #expect((report["title"] as? String)?.contains(hostile) == true)
  }

  @Test func reportWithoutNumbersSaysNull() throws {
    var material = SampleMaterial.material()
    material.dataJSON = ""
    let numbers = try json(material)["numbers"]
    #expect(numbers is NSNull)
  }
}
