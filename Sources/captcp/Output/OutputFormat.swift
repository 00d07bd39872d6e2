/// A form in which a module's result can be written, with the ending of its files.
enum OutputFormat: String, CaseIterable {
  case text
  case csv
  case json
  case jsonl
  case dat
  case png
  case pdf
  case svg
  case html
  case markdown
  case mermaid

  /// The form of a file's ending; `nil` for an ending that is not known.
  init?(ending: String) {
    switch ending.lowercased() {
    case "txt": self = .text
    case "md": self = .markdown
    case "mmd": self = .mermaid
    case "csv", "json", "jsonl", "dat", "png", "pdf", "svg", "html": self.init(rawValue: ending.lowercased())
    default: return nil
    }
  }

  /// The ending of a file, without the point.
  var ending: String {
    switch self {
    case .text: "txt"
    case .markdown: "md"
    case .mermaid: "mmd"
    default: rawValue
    }
  }

  /// Whether it is a picture.
  var isPicture: Bool { self == .png || self == .pdf || self == .svg }

  /// Whether it must not be written to a terminal.
  var isBinary: Bool { self == .png || self == .pdf }
}
