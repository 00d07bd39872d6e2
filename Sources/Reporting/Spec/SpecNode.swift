/// A part of a spec file, with its place: what YAML and JSON have in common.
struct SpecNode: Sendable {
  /// What it holds.
  indirect enum Value: Sendable {
    /// A text, a number or a word; `isPlain` if it stood without quotes, so that `true` is a truth value.
    case scalar(String, isPlain: Bool)
    /// Names and values in the order of the file.
    case mapping([Entry])
    /// A list.
    case sequence([SpecNode])
  }

  /// A name with its value.
  struct Entry: Sendable {
    let key: String
    let place: SpecPlace
    let value: SpecNode
  }

  let value: Value
  let place: SpecPlace

  /// What it is called in messages.
  var kind: String {
    switch value {
    case .scalar: "a single value"
    case .mapping: "a mapping"
    case .sequence: "a list"
    }
  }

  /// Whether nothing stands here.
  var isEmpty: Bool {
    if case .scalar(let text, let isPlain) = value { return isPlain && ["", "~", "null"].contains(text) }
    return false
  }
}
