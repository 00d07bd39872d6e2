import Measurements
import Reporting

/// Words in a Makefile: names of files come from anywhere, and make has signs of its own.
enum MakeText {
  /// What make takes for itself wherever it reads names of files, and knows no sure way to quote.
  private static let signs: Set<Character> = [";", "|", "*", "?", "[", "]", "\\", "%"]

  /// A path among the targets, prerequisites or names of a variable.
  ///
  /// - Throws: ``CommandFailure`` for a name that make cannot hold: it would take a part of it for a recipe or another
  ///   file.
  static func path(_ path: String) throws(CommandFailure) -> String {
    guard !path.contains(where: signs.contains), path.unicodeScalars.allSatisfy(Escaping.isPrintable) else {
      throw CommandFailure(
        .usage,
        "make cannot hold the name \(Escaping.terminal(path)): rename it, or name a link that has none of "
          + "; | * ? [ ] \\ % and no control characters")
    }
    var result = ""
    for character in path {
      switch character {
      case " ", "#", ":": result += "\\\(character)"
      case "$": result += "$$"
      default: result.append(character)
      }
    }
    return result
  }

  /// A word of a command in a recipe, quoted for the shell; there make itself knows only `$`.
  ///
  /// - Throws: ``CommandFailure`` for a word of several lines or with control characters.
  static func recipe(_ word: String) throws(CommandFailure) -> String {
    guard word.unicodeScalars.allSatisfy(Escaping.isPrintable) else {
      throw CommandFailure(
        .usage, "a Makefile cannot hold \(Escaping.terminal(word)): it has control characters")
    }
    return CommandWords.quoted(word).replacing("$", with: "$$")
  }
}
