import Fixtures
import Foundation
import Measurements
import Testing

@Suite struct JSONWriterTests {
  private func write(pretty: Bool, _ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(pretty: pretty)
    body(&writer)
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  private func sample(_ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", "a \"b\"")
    writer.member("count", Int64(3))
    writer.member("unknown", nil as Int64?)
    writer.key("list")
    writer.beginArray()
    writer.beginObject(inline: true)
    writer.member("x", 0.5)
    writer.member("ok", true)
    writer.endObject()
    writer.value(Int64(-1))
    writer.endArray()
    writer.key("empty")
    writer.beginArray()
    writer.endArray()
    writer.key("none")
    writer.beginObject(inline: true)
    writer.endObject()
    writer.endObject()
    writer.endLine()
  }

  @Test func compactTextIsOneLine() {
    #expect(
      write(pretty: false, sample)
        == #"{"name":"a \"b\"","count":3,"unknown":null,"list":[{"x":0.5,"ok":true},-1],"empty":[],"none":{}}"#
        + "\n")
  }

  @Test func prettyTextHasALineAMember() {
    #expect(
      write(pretty: true, sample) == """
        {
          "name": "a \\"b\\"",
          "count": 3,
          "unknown": null,
          "list": [
            { "x": 0.5, "ok": true },
            -1
          ],
          "empty": [],
          "none": {}
        }

        """)
  }

  @Test func inlineHoldsForWhatIsInside() {
    let text = write(pretty: true) { writer in
      writer.beginArray(inline: true)
      writer.beginArray()
      writer.value(Int64(1))
      writer.value(Int64(2))
      writer.endArray()
      writer.endArray()
    }
    #expect(text == "[ [ 1, 2 ] ]")
  }

  @Test func severalTopLevelValuesAreLines() {
    let text = write(pretty: false) { writer in
      for number in 1...2 {
        writer.beginObject()
        writer.member("n", Int64(number))
        writer.endObject()
        writer.endLine()
      }
    }
    #expect(text == "{\"n\":1}\n{\"n\":2}\n")
  }

  @Test func piecesTakenAwayJoinToTheWhole() {
    var writer = JSONWriter(pretty: true)
    var bytes: [UInt8] = []
    writer.beginArray()
    for number in 1...3 {
      writer.value(Int64(number))
      bytes += writer.takeBytes()
    }
    writer.endArray()
    bytes += writer.takeBytes()
    #expect(String(decoding: bytes, as: UTF8.self) == "[\n  1,\n  2,\n  3\n]")
  }

  @Test func numbersThatAreNotFiniteAreNull() {
    let text = write(pretty: false) { writer in
      writer.beginArray()
      for number in [Double.nan, .infinity, -.infinity, -0.0, 1e-12] { writer.value(number) }
      writer.endArray()
    }
    #expect(text == "[null,null,null,0,0]")
  }

  @Test func integersBeyondTheSignedRangeAreHeldAtItsEnd() {
    let text = write(pretty: false) { writer in
      writer.beginObject()
      writer.member("n", UInt64.max)
      writer.endObject()
    }
    #expect(text == "{\"n\":9223372036854775807}")
  }

  @Test func anyTextComesBackFromAParser() throws {
    for seed in SeededNumbers.seeds(300) {
      var numbers = SeededNumbers(seed: seed)
      var string = ""
      for _ in 0..<Int.random(in: 0...20, using: &numbers) {
        let scalars: [UInt32] = [
          .random(in: 0...0x7F, using: &numbers), .random(in: 0x80...0xD7FF, using: &numbers),
        ]
        if let scalar = scalars.randomElement(using: &numbers).flatMap(Unicode.Scalar.init) {
          string.unicodeScalars.append(scalar)
        }
      }
      let text = write(pretty: seed.isMultiple(of: 2)) { writer in
        writer.beginObject()
        writer.member("key", string)
        writer.endObject()
      }
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
      let back = try #require(object?["key"])
      #expect(Array(back.unicodeScalars) == Array(string.unicodeScalars), "seed \(seed)")
      #expect(!text.contains("<"), "seed \(seed)")
    }
  }
}
