import Fixtures
import Foundation

/// One line of `cases.txt`: a run of the tool with what it must print.
struct Case: Sendable, CustomStringConvertible {
  /// Also the name of its snapshot.
  let name: String
  /// A file below `Fixtures/captures`, `NAME.seg` for a segment script, `text:...` for a file that holds this text.
  let capture: String
  /// Whether the capture comes on standard input.
  let isPiped: Bool
  /// Arguments; `{}` stands for the capture's file name.
  let arguments: [String]
  let status: Int32

  var description: String { name }

  /// All cases, in order.
  static let all: [Case] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "cases.txt")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { Case(line: $0) }
  }()

  init(line: Substring) {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    name = fields[0]
    isPiped = fields.count > 1 && fields[1].hasPrefix("<")
    capture = fields.count > 1 ? fields[1].trimmingCharacters(in: ["<", " "]) : ""
    arguments = Self.words(fields.count > 2 ? fields[2] : "")
    status = Int32(fields.count > 3 ? fields[3] : "") ?? 0
  }

  /// Words between blanks; single quotes hold blanks together.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    for (index, part) in text.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index.isMultiple(of: 2) {
        words += part.split(separator: " ").map(String.init)
      } else {
        words.append(String(part))
      }
    }
    return words
  }

  /// Runs the case in an empty folder, so that no path of this machine gets into the output.
  func run() throws -> Tool.Outcome {
    try Fixtures.withTemporaryFolder { folder in
      let file = try place(in: folder)
      let arguments = arguments.map { $0.replacingOccurrences(of: "{}", with: file) }
      return try Tool(in: folder).run(arguments, input: isPiped ? "\(folder)/\(file)" : "/dev/null")
    }
  }

  /// Puts the capture into the folder and gives its name there.
  private func place(in folder: String) throws -> String {
    if capture.isEmpty { return "" }
    if capture.hasPrefix("text:") {
      try Data(capture.dropFirst(5).utf8).write(to: URL(fileURLWithPath: "\(folder)/text.pcap"))
      return "text.pcap"
    }
    if capture.hasSuffix(".seg") {
      let name = String(capture.dropLast(4))
      try Data(try Fixtures.script(name).pcap()).write(to: URL(fileURLWithPath: "\(folder)/\(name).pcap"))
      return "\(name).pcap"
    }
    let source = "\(Fixtures.directory)/captures/\(capture)"
    let name = URL(fileURLWithPath: source).lastPathComponent
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: source)
    return name
  }
}
