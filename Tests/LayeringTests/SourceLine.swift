/// What one line of Swift says, as far as these tests need it.
struct SourceLine {
  let text: Substring

  /// The module that the line imports, in whatever form; `nil` if it is no import.
  var importedModule: String? {
    guard text.contains("import ") else { return nil }
    let pattern =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    return text.firstMatch(of: pattern).map { String($0.output.1) }
  }

  /// The line without comment and without the content of string literals that end on it.
  var code: String {
    var code = ""
    var isInString = false
    var previous: Character = " "
    for character in text {
      if character == "\"", previous != "\\" {
        isInString.toggle()
        code.append(character)
      } else if !isInString {
        if character == "/", previous == "/" { return String(code.dropLast()) }
        code.append(character)
      }
      previous = previous == "\\" && character == "\\" ? " " : character
    }
    return code
  }

  /// The first call of one of these functions, as a function of its own and not as a member.
  func call(of names: [String]) -> String? {
    let names = names.filter { text.contains("\($0)(") }
    guard !names.isEmpty else { return nil }
    let code = code
    return names.first { name in
      code.ranges(of: "\(name)(").contains { range in
        guard range.lowerBound > code.startIndex else { return true }
        let before = code[code.index(before: range.lowerBound)]
        return !before.isLetter && !before.isNumber && !"_.`".contains(before)
      }
    }
  }
}
