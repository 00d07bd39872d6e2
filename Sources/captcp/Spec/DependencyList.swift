/// The files that a dependency file of this program names.
enum DependencyList {
  /// What its first rule makes, in order, each once.
  static func targets(of text: String) -> [String] {
    var targets: [String] = []
    var word = ""
    var isEscaped = false
    var isDollar = false
    for character in text {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if isDollar {
        word.append("$")
        isDollar = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "$" {
        isDollar = true
      } else if character == " " || character == ":" || character == "\n" {
        if !word.isEmpty, !targets.contains(word) { targets.append(word) }
        word = ""
        if character != " " { break }
      } else {
        word.append(character)
      }
    }
    return targets
  }
}
