/// Makes a script of a page shorter without changing what it does: no comments, no blanks that mean nothing.
///
/// It knows strings, templates, regular expressions and block comments, and relies on statements that end with `;`. It
/// is meant for the program's own script: line comments are not known to it.
struct ScriptSqueezer {
  private static let punctuation = Set("{}()[]=<>+-*/?:;,|&!.%~^")
  /// What stands in front of a regular expression and not of a division.
  private static let beforeExpression = Set("(,=:[!&|?{};")

  private let script: [Character]
  private var place = 0
  private var result: [Character] = []

  private init(_ script: String) {
    self.script = Array(script)
    result.reserveCapacity(self.script.count)
  }

  /// The script without what only its readers need.
  static func squeeze(_ script: String) -> String {
    var squeezer = ScriptSqueezer(script)
    return squeezer.run()
  }

  private mutating func run() -> String {
    var isApart = false
    while place < script.count {
      if script[place].isWhitespace {
        place += 1
        isApart = true
      } else if script[place] == "/", place + 1 < script.count, script[place + 1] == "*" {
        skipComment()
        isApart = true
      } else {
        append(token(), isApart: isApart)
        isApart = false
      }
    }
    return String(result)
  }

  private mutating func skipComment() {
    place += 2
    while place < script.count, !(script[place] == "/" && script[place - 1] == "*") { place += 1 }
    place = min(script.count, place + 1)
  }

  /// One character, or all of a string, template or regular expression.
  private mutating func token() -> ArraySlice<Character> {
    let start = place
    let first = script[place]
    place += 1
    let isText = first == "\"" || first == "'" || first == "`"
    guard isText || first == "/" && Self.beforeExpression.contains(result.last ?? ";") else {
      return script[start..<place]
    }
    while place < script.count, script[place] != first { place += script[place] == "\\" ? 2 : 1 }
    place = min(script.count, place + 1)
    return script[start..<place]
  }

  private mutating func append(_ token: ArraySlice<Character>, isApart: Bool) {
    guard let first = token.first else { return }
    if let last = result.last {
      let isWordEnd = !Self.punctuation.contains(last) && !Self.punctuation.contains(first)
      // Two signs would become one operator.
      let isSignPair = last == first && (first == "+" || first == "-")
      if isApart, isWordEnd || isSignPair { result.append(" ") }
      if last == ";", first == "}" { result.removeLast() }
    }
    result += token
  }
}
