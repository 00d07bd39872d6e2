/// A small reader of well-formed XML for tests of SVG: tags must nest, attributes be quoted, entities be known.
struct MarkupReader {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
    var parents: [String]
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var elements: [Element] = []

  init(_ bytes: [UInt8]) throws {
    let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var open: [Int] = []
    var index = 0
    while index < text.count {
      guard text[index] == "<" else {
        let start = index
        while index < text.count, text[index] != "<" { index += 1 }
        let content = try Self.decoded(String(String.UnicodeScalarView(text[start..<index])))
        if let last = open.last { elements[last].text += content }
        continue
      }
      guard let end = text[index...].firstIndex(of: ">") else {
        throw Malformed(description: "tag without end")
      }
      var tag = String(String.UnicodeScalarView(text[(index + 1)..<end]))
      index = end + 1
      if tag.hasPrefix("/") {
        guard let last = open.popLast(), elements[last].name == String(tag.dropFirst()) else {
          throw Malformed(description: "unexpected </\(tag.dropFirst())>")
        }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      if isEmpty { tag.removeLast() }
      let element = try Self.element(tag, parents: open.map { elements[$0].attributes["class"] ?? "" })
      elements.append(element)
      if !isEmpty { open.append(elements.count - 1) }
    }
    guard open.isEmpty else { throw Malformed(description: "unclosed elements") }
  }

  private static func element(_ tag: String, parents: [String]) throws -> Element {
    let name = String(tag.prefix { $0 != " " })
    var attributes: [String: String] = [:]
    var rest = tag.dropFirst(name.count).drop { $0 == " " }
    while !rest.isEmpty {
      let key = String(rest.prefix { $0 != "=" })
      rest = rest.dropFirst(key.count)
      guard rest.hasPrefix("=\"") else { throw Malformed(description: "attribute \(key) of \(name)") }
      rest = rest.dropFirst(2)
      let value = String(rest.prefix { $0 != "\"" })
      rest = rest.dropFirst(value.count)
      guard rest.first == "\"", attributes[key] == nil else {
        throw Malformed(description: "attribute \(key)")
      }
      attributes[key] = try decoded(value)
      rest = rest.dropFirst().drop { $0 == " " }
    }
    return Element(name: name, attributes: attributes, parents: parents)
  }

  private static func decoded(_ text: String) throws -> String {
    var result = ""
    var rest = Substring(text)
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      let known = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
      guard let entity = known.first(where: { rest.hasPrefix($0.0) }) else {
        throw Malformed(description: "entity in \(rest.prefix(10))")
      }
      result += entity.1
      rest = rest.dropFirst(entity.0.count)
    }
    return result + rest
  }

  /// Elements with a class among those of their attribute.
  func elements(ofClass name: String) -> [Element] {
    elements.filter { ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name)) }
  }
}
