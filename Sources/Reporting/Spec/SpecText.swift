import Yams

/// Reads the text of a spec file, YAML or JSON, into nodes that know their places.
struct SpecText {
  /// Parts that a spec may have, those that an alias stands for included: far more than a person writes.
  private static let mostNodes = 100_000
  private static let mostDepth = 16

  private let file: String
  private var count = 0

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: The file's content.
  ///   - file: Its name, for messages.
  /// - Returns: The whole document.
  /// - Throws: ``SpecError`` with the place of what is no YAML.
  static func read(_ text: String, file: String) throws(SpecError) -> SpecNode {
    var reader = SpecText(file: file)
    let start = SpecPlace(line: 1, column: 1)
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw SpecError(file: file, place: start, message: "the file is empty")
      }
      return try reader.node(root, at: start, depth: 0)
    } catch let error as SpecError {
      throw error
    } catch let error as YamlError {
      throw Self.error(error, file: file)
    } catch {
      throw SpecError(file: file, place: start, message: "\(error)")
    }
  }

  private init(file: String) {
    self.file = file
  }

  private mutating func node(_ node: Yams.Node, at parent: SpecPlace, depth: Int) throws(SpecError)
    -> SpecNode
  {
    let place = node.mark.map { SpecPlace(line: $0.line, column: $0.column) } ?? parent
    count += 1
    guard depth <= Self.mostDepth, count <= Self.mostNodes else {
      throw SpecError(file: file, place: place, message: "the file is nested too deeply, or too long")
    }
    switch node {
    case .scalar(let scalar):
      return SpecNode(value: .scalar(scalar.string, isPlain: scalar.style == .plain), place: place)
    case .sequence(let sequence):
      var items: [SpecNode] = []
      for item in sequence { items.append(try self.node(item, at: place, depth: depth + 1)) }
      return SpecNode(value: .sequence(items), place: place)
    case .mapping(let mapping):
      var entries: [SpecNode.Entry] = []
      for (key, value) in mapping {
        let keyNode = try self.node(key, at: place, depth: depth + 1)
        guard case .scalar(let name, _) = keyNode.value else {
          throw SpecError(file: file, place: keyNode.place, message: "a name is expected here")
        }
        entries.append(
          SpecNode.Entry(
            key: name, place: keyNode.place,
            value: try self.node(value, at: keyNode.place, depth: depth + 1)))
      }
      return SpecNode(value: .mapping(entries), place: place)
    case .alias:
      throw SpecError(file: file, place: place, message: "an alias without an anchor")
    }
  }

  private static func error(_ error: YamlError, file: String) -> SpecError {
    func at(_ mark: Mark, _ message: String) -> SpecError {
      SpecError(file: file, place: SpecPlace(line: mark.line, column: mark.column), message: message)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return at(mark, problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return at(context.mark, "\(duplicates.joined(separator: ", ")) stands here twice")
    default:
      return SpecError(file: file, place: SpecPlace(line: 1, column: 1), message: "no YAML: \(error)")
    }
  }
}
