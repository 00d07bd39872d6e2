import Reporting

/// The command line as a report prints it, to be typed again.
enum CommandLineText {
  /// The words with shell quotes where needed; of absolute paths only the last part, so that nothing tells of the
  /// machine.
  static func text(_ arguments: [String]) -> String {
    (["captcp"] + arguments.dropFirst().map { CommandWords.quoted(withoutFolders($0)) }).joined(
      separator: " ")
  }

  /// What stands for the command line where names are replaced: any of its words may hold one, or the key.
  static func anonymous(module: String) -> String {
    "captcp \(module) --anonymize (further words are not shown)"
  }

  private static func withoutFolders(_ word: String) -> String {
    let equals = word.hasPrefix("--") ? word.firstIndex(of: "=") : nil
    let head = equals.map { String(word[...$0]) } ?? ""
    let value = equals.map { String(word[word.index(after: $0)...]) } ?? word
    guard value.hasPrefix("/"), let name = value.split(separator: "/").last else { return word }
    return head + name
  }
}
