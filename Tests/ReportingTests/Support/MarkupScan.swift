/// The tags of a page with their attributes, for tests: finds what they name, judges nothing.
struct MarkupScan {
  struct Tag {
    var name: String
    var attributes: [String: String]
  }

  private(set) var tags: [Tag] = []

  /// Scans a page; the content of `script` and `style` is left out.
  init(_ text: String) {
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      guard let first = rest.first, first.isLetter, let tag = Self.tag(&rest) else { continue }
      tags.append(tag)
      if ["script", "style"].contains(tag.name), let end = rest.firstRange(of: "</\(tag.name)") {
        rest = rest[end.lowerBound...]
      }
    }
  }

  /// Values of an attribute in all tags, in order.
  func values(of attribute: String, in name: String? = nil) -> [String] {
    tags.filter { name == nil || $0.name == name }.compactMap { $0.attributes[attribute] }
  }

  private static func tag(_ rest: inout Substring) -> Tag? {
    let name = rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
    rest = rest.dropFirst(name.count)
    var tag = Tag(name: name.lowercased(), attributes: [:])
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "/" }
      guard let next = rest.first else { return nil }
      if next == ">" {
        rest = rest.dropFirst()
        return tag
      }
      let key = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "/" }
      rest = rest.dropFirst(max(1, key.count))
      guard rest.first == "=" else {
        tag.attributes[String(key)] = ""
        continue
      }
      rest = rest.dropFirst()
      let quote = rest.first == "'" ? "'" : "\""
      rest = rest.dropFirst()
      let value = rest.prefix { String($0) != quote }
      rest = rest.dropFirst(value.count + 1)
      tag.attributes[String(key)] = String(value)
    }
  }
}
