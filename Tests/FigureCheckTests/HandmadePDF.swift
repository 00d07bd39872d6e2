/// A PDF file put together from parts, right or wrong.
struct HandmadePDF {
  /// The form of the table of objects.
  enum Table {
    case classic
    /// A stream; all objects without a stream lie in a stream of objects.
    case packed
  }

  /// Content of the page.
  var content = ""
  /// Entries of the page's resources.
  var resources = ""
  /// Objects from number 10 on, each its text; streams as in `stream(_:_:)`.
  var objects: [String] = []
  /// Entries of the trailer beside its usual ones.
  var trailer = ""
  var table = Table.classic

  /// A stream with entries of its dictionary.
  static func stream(_ entries: String, _ content: String) -> String {
    "<< \(entries) /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream"
  }

  /// A font of the standard 14, whose outlines are never in a file.
  static let helvetica = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"

  /// The file.
  var bytes: [UInt8] { Array(table == .classic ? classic.utf8 : packed.utf8) }

  private var numbered: [(number: Int, text: String)] {
    [
      (1, "<< /Type /Catalog /Pages 2 0 R >>"),
      (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] >>"),
      (
        3,
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources \(resources.isEmpty ? "<< >>" : resources) >>"
      ),
      (4, Self.stream("", content)),
    ] + objects.enumerated().map { (10 + $0.offset, $0.element) }
  }

  private var classic: String {
    var text = "%PDF-1.5\n"
    var offsets: [Int: Int] = [:]
    for (number, object) in numbered {
      offsets[number] = text.utf8.count
      text += "\(number) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    let size = (offsets.keys.max() ?? 0) + 1
    text += "xref\n0 \(size)\n"
    for number in 0..<size {
      text += offsets[number].map { "\(Self.digits($0, 10)) 00000 n \n" } ?? "0000000000 65535 f \n"
    }
    return text + "trailer\n<< /Size \(size) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
  }

  /// With rows of hexadecimal digits, which is a filter that is read, so that the file is text.
  private var packed: String {
    var text = "%PDF-1.5\n"
    var rows: [Int: String] = [:]
    let plain = numbered.filter { !$0.text.contains("stream\n") }
    var body = ""
    var table = ""
    for (index, object) in plain.enumerated() {
      table += "\(object.number) \(body.utf8.count) "
      body += object.text + "\n"
      rows[object.number] = "02 \(Self.hexadecimal(5)) \(Self.hexadecimal(index))"
    }
    let container = Self.stream("/Type /ObjStm /N \(plain.count) /First \(table.utf8.count)", table + body)
    for (number, object) in [(5, container)] + numbered.filter({ $0.text.contains("stream\n") }) {
      rows[number] = "01 \(Self.hexadecimal(text.utf8.count)) 0000"
      text += "\(number) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    let size = max(rows.keys.max() ?? 0, 6) + 1
    let all = (0..<size).map { rows[$0] ?? "00 0000 0000" }.joined(separator: "\n")
    text += "6 0 obj\n"
    text += Self.stream(
      "/Type /XRef /W [1 2 2] /Size \(size) /Root 1 0 R \(trailer) /Filter [/ASCIIHexDecode]", all)
    return text + "\nendobj\nstartxref\n\(start)\n%%EOF\n"
  }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: count - text.count) + text
  }

  private static func hexadecimal(_ value: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}
