/// Breaks lines of plain text.
enum PlainText {
  /// Text in lines of at most `width` characters, broken at blanks; a longer word keeps a line of its own.
  static func wrapped(_ text: String, width: Int) -> [String] {
    guard text.count > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Text filled with blanks to `width`.
  static func padded(_ text: String, to width: Int, atRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return atRight ? blanks + text : text + blanks
  }
}
