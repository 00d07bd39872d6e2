import Measurements

/// The names and values of one mapping of a spec, taken out one by one; what is left at the end is wrong.
struct SpecMapping {
  private let file: String
  private var entries: [SpecNode.Entry]
  /// Names that were asked for, to suggest the nearest one.
  private(set) var known: [String] = []
  /// Where the mapping begins.
  let place: SpecPlace

  /// Takes a node, which must be a mapping.
  ///
  /// - Parameters:
  ///   - node: The node; nothing at all counts as an empty mapping.
  ///   - meaning: What the mapping describes, for messages: `a flow`.
  ///   - file: The file's name.
  /// - Throws: ``SpecError``.
  init(_ node: SpecNode, _ meaning: String, file: String) throws(SpecError) {
    self.file = file
    place = node.place
    switch node.value {
    case .mapping(let entries): self.entries = entries
    case _ where node.isEmpty: entries = []
    default:
      throw SpecError(
        file: file, place: node.place,
        message: "\(meaning) is written as names with values, this is \(node.kind)")
    }
  }

  /// The value of a name; it counts as used.
  mutating func take(_ key: String) -> SpecNode.Entry? {
    known.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    return entries.remove(at: index)
  }

  /// All entries that are left, in the order of the file; for mappings whose names the user chooses.
  mutating func takeAll() -> [SpecNode.Entry] {
    defer { entries = [] }
    return entries
  }

  /// A text; numbers and words count as such.
  mutating func text(_ key: String) throws(SpecError) -> String? {
    guard let entry = take(key) else { return nil }
    return try Self.text(entry.value, of: key, file: file)
  }

  /// A whole number within bounds.
  mutating func number(_ key: String, in bounds: ClosedRange<Int>) throws(SpecError) -> Int? {
    guard let entry = take(key) else { return nil }
    guard case .scalar(let text, _) = entry.value.value, let number = Int(text), bounds.contains(number)
    else {
      throw SpecError(
        file: file, place: entry.value.place,
        message: "\(key) is a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return number
  }

  /// One text or a list of them.
  mutating func texts(_ key: String) throws(SpecError) -> [String]? {
    guard let entry = take(key) else { return nil }
    guard case .sequence(let items) = entry.value.value else {
      return [try Self.text(entry.value, of: key, file: file)]
    }
    var texts: [String] = []
    for item in items { texts.append(try Self.text(item, of: key, file: file)) }
    return texts
  }

  /// Fails on names that nobody asked for.
  ///
  /// - Parameter others: Further names that would have been right.
  /// - Throws: ``SpecError`` at the first one, with the nearest name that is known.
  func finish(others: [String] = []) throws(SpecError) {
    guard let entry = entries.first else { return }
    throw unknown(entry, among: known + others)
  }

  /// The error of a name that is not known.
  func unknown(_ entry: SpecNode.Entry, among names: [String]) -> SpecError {
    let hint =
      NearestName.of(entry.key, among: names).map { "; did you mean \($0)?" }
      ?? (names.isEmpty ? "" : "; known are \(names.sorted().joined(separator: ", "))")
    return SpecError(
      file: file, place: entry.place, message: "there is no \(Escaping.terminal(entry.key)) here\(hint)")
  }

  /// The text of a single value.
  static func text(_ node: SpecNode, of key: String, file: String) throws(SpecError) -> String {
    guard case .scalar(let text, _) = node.value, !node.isEmpty else {
      let what = node.isEmpty ? "nothing" : node.kind
      throw SpecError(file: file, place: node.place, message: "\(key) is a single value, this is \(what)")
    }
    return text
  }
}
