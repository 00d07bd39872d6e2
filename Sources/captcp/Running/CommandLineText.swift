/// The command line as a report prints it, to be typed again.
enum CommandLineText {
  /// The words with shell quotes where needed; of absolute paths only the last part, so that nothing tells of the
  /// machine.
  static func text(_ arguments: [String]) -> String {
    (["captcp"] + arguments.dropFirst().map { quoted(withoutFolders($0)) }).joined(separator: " ")
  }

  private static func withoutFolders(_ word: String) -> String {
    let equals = word.hasPrefix("--") ? word.firstIndex(of: "=") : nil
    let head = equals.map { String(word[...$0]) } ?? ""
    let value = equals.map { String(word[word.index(after: $0)...]) } ?? word
    guard value.hasPrefix("/"), let name = value.split(separator: "/").last else { return word }
    return head + name
  }

  private static func quoted(_ word: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%^"
    guard word.isEmpty || word.contains(where: { !plain.contains($0) }) else { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
