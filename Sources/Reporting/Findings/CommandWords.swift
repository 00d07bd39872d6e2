/// Commands as they are printed for people to type.
public enum CommandWords {
  /// The command line of captcp with its captures, each word quoted for a shell where needed.
  public static func line(_ words: [String], captures: [String]) -> String {
    let files = captures.map { $0.hasPrefix("-") && $0 != "-" ? "./" + $0 : $0 }
    return (["captcp"] + (words + files).map(quoted)).joined(separator: " ")
  }

  /// A word for a POSIX shell.
  public static func quoted(_ word: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%^"
    guard word.isEmpty || word.contains(where: { !plain.contains($0) }) else { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
