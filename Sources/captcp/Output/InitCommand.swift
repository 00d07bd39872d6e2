/// The words of a command line that a Makefile repeats.
enum InitCommand {
  private static let dropped = ["-o", "--output", "--depfile"]

  /// Words without those that say where the result goes, and that it is to be a folder that regenerates itself.
  ///
  /// - Parameters:
  ///   - arguments: The words behind the module's name.
  ///   - path: Gives a word that names a file as it is seen from the folder.
  /// - Returns: The other words in their order.
  static func words(_ arguments: some Sequence<String>, path: (String) -> String) -> [String] {
    var result: [String] = []
    var isValue = false
    var isBehindBorder = false
    for word in arguments {
      if isValue {
        isValue = false
        continue
      }
      if isBehindBorder || !word.hasPrefix("-") || word == "-" {
        result.append(path(word))
        continue
      }
      if word == "--" { isBehindBorder = true }
      if dropped.contains(word) {
        isValue = true
      } else if ["-i", "--init", "--force"].contains(word)
        || dropped.contains(where: { word.hasPrefix($0 + "=") })
      {
        continue
      } else if !word.hasPrefix("--"), word.count > 2, word.dropFirst().allSatisfy(\.isLetter),
        word.contains("i")
      {
        // Several flags in one word.
        let flags = word.filter { $0 != "i" }
        isValue = flags.last == "o"
        let kept = isValue ? String(flags.dropLast()) : flags
        if kept.count > 1 { result.append(kept) }
      } else if let equals = word.firstIndex(of: "=") {
        result.append(word[...equals] + path(String(word[word.index(after: equals)...])))
      } else {
        result.append(word)
      }
    }
    return result
  }
}
