/// Finds what a user may have meant by a name that does not exist.
public enum NearestName {
  /// The known name that is nearest to a wrong one; `nil` if none is near.
  ///
  /// - Parameters:
  ///   - wrong: What was written; names of more than 40 bytes are like no other.
  ///   - known: The names that exist, in lower case as they are compared.
  /// - Returns: One of the known names.
  /// - Complexity: O(n · m) in the lengths, for each known name.
  public static func of(_ wrong: String, among known: some Sequence<String>) -> String? {
    guard wrong.utf8.count <= 40 else { return nil }
    let bytes = Array(wrong.lowercased().utf8)
    let near = known.map { ($0, distance(bytes, Array($0.utf8))) }.filter { $0.1 <= max(1, bytes.count / 3) }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
