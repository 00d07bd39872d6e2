/// Characters behind the bytes of texts.
enum PDFText {
  /// A text of the file's information: UTF-16 with a mark in front, or Latin-1 (ISO 32000-1, section 7.9.2.2).
  static func string(_ bytes: [UInt8]) -> String {
    let bytes = bytes.prefix(4096)
    guard bytes.starts(with: [0xFE, 0xFF]) else {
      return String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
    }
    return utf16(bytes.dropFirst(2))
  }

  /// The characters of codes, of at most 40 codes.
  static func characters(_ bytes: [UInt8], font: FontUse) -> String {
    var text = ""
    var index = 0
    var codes = 0
    while index < bytes.count, codes < 40 {
      let length = min(font.codeLength, bytes.count - index)
      let code = bytes[index..<(index + length)].reduce(0) { ($0 << 8) | Int($1) }
      if let characters = font.characters[code] {
        text += characters
      } else if font.codeLength == 1, font.characters.isEmpty, (0x20...0x7E).contains(code) {
        text.unicodeScalars.append(UnicodeScalar(UInt8(code)))
      }
      index += length
      codes += 1
    }
    return text
  }

  /// The codes and characters of a ToUnicode map (section 9.10.3).
  static func characters(ofMap content: [UInt8]) -> [Int: String] {
    var lexer = PDFLexer(content)
    var result: [Int: String] = [:]
    var operands: [PDFObject] = []
    while result.count < 1 << 17 {
      switch lexer.next() {
      case .end: return result
      case .object(let object): if operands.count < 3 * 65_536 { operands.append(object) }
      case .keyword("endbfchar"):
        for pair in stride(from: 0, to: operands.count - 1, by: 2) {
          if let code = code(operands[pair]), let text = operands[pair + 1].string {
            result[code] = utf16(text[...])
          }
        }
        operands = []
      case .keyword("endbfrange"):
        for triple in stride(from: 0, to: operands.count - 2, by: 3) {
          addRange(operands[triple], operands[triple + 1], operands[triple + 2], to: &result)
        }
        operands = []
      case .keyword: operands = []
      }
    }
    return result
  }

  private static func addRange(
    _ first: PDFObject, _ last: PDFObject, _ target: PDFObject, to result: inout [Int: String]
  ) {
    guard let first = code(first), let last = code(last), first <= last, last - first < 65_536,
      result.count < 1 << 17
    else { return }
    if let items = target.array {
      for (offset, item) in items.prefix(last - first + 1).enumerated() {
        if let text = item.string { result[first + offset] = utf16(text[...]) }
      }
    } else if let text = target.string, text.count >= 2 {
      let start = Int(text[text.count - 2]) << 8 | Int(text[text.count - 1])
      let head = utf16(text.dropLast(2))
      for offset in 0...(last - first) {
        guard let unit = UInt16(exactly: start + offset), let scalar = UnicodeScalar(unit) else { break }
        result[first + offset] = head + String(Character(scalar))
      }
    }
  }

  private static func code(_ object: PDFObject) -> Int? {
    guard let bytes = object.string, (1...4).contains(bytes.count) else { return nil }
    return bytes.reduce(0) { ($0 << 8) | Int($1) }
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex, units.count < 4096 {
      units.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
      index += 2
    }
    return String(decoding: units, as: UTF16.self)
  }
}
