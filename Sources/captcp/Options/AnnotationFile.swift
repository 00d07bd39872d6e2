import Charts
import Foundation

/// Reads what the user wants to have marked: a line each, `time,text` or `start..stop,text`.
///
/// Times are as for `-t`: seconds from the zero of the axis, or ISO 8601 times. Lines that are empty or begin with #
/// are left out. A text in double quotes may hold quotes, each written twice (RFC 4180).
enum AnnotationFile {
  /// Bytes and lines that are read at most: more cannot be shown.
  private static let maximumBytes = 1 << 20
  private static let maximumAnnotations = 1000

  /// What is wrong with a line.
  struct Problem: Error, Equatable {
    /// Line, from 1.
    var line: Int
    /// Column in characters, from 1.
    var column: Int
    /// What is wrong.
    var text: String
  }

  /// Reads a file.
  ///
  /// - Throws: ``CommandFailure`` with `FILE:line:column: error: …`, so that editors find the place.
  static func read(_ path: String) throws(CommandFailure) -> [Annotation] {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      data = try handle.read(upToCount: maximumBytes + 1) ?? Data()
    } catch {
      throw CommandFailure(
        .usage, "--annotate \(path): there is no such file that can be read, and it is neither none nor auto")
    }
    guard data.count <= maximumBytes else {
      throw CommandFailure(.usage, "--annotate \(path): longer than 1 MiB")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure(.usage, "--annotate \(path): not UTF-8 text")
    }
    do {
      return try parse(text)
    } catch {
      var failure = CommandFailure(.usage, "error: \(error.text)")
      failure.place = "\(path):\(error.line):\(error.column)"
      throw failure
    }
  }

  /// Reads lines.
  ///
  /// - Throws: ``Problem`` of the first line that is wrong.
  static func parse(_ text: String) throws(Problem) -> [Annotation] {
    var annotations: [Annotation] = []
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let content = line.drop { $0 == " " || $0 == "\t" }
      if content.isEmpty || content.hasPrefix("#") { continue }
      annotations.append(try AnnotationLine(line, number: index + 1).annotation())
      if annotations.count > maximumAnnotations {
        throw Problem(
          line: index + 1, column: 1, text: "more than \(maximumAnnotations) lines cannot be shown in a chart"
        )
      }
    }
    return annotations
  }
}

/// One line of such a file.
private struct AnnotationLine {
  private let line: Substring
  private let number: Int

  init(_ line: Substring, number: Int) {
    self.line = line
    self.number = number
  }

  func annotation() throws(AnnotationFile.Problem) -> Annotation {
    guard let comma = line.firstIndex(of: ",") else {
      throw problem(at: line.endIndex, "expected \"time,text\" or \"start..stop,text\": there is no comma")
    }
    let time = trimmed(line[..<comma])
    guard !time.isEmpty else { throw problem(at: comma, "there is no time in front of the comma") }
    let extent = try extent(time)
    let word = trimmed(line[line.index(after: comma)...])
    let text = try unquoted(word)
    guard !text.isEmpty else { throw problem(at: line.endIndex, "there is no text behind the comma") }
    guard text.count <= 200 else {
      throw problem(at: word.startIndex, "the text has more than 200 characters")
    }
    return Annotation(extent: extent, text: text, timeText: Self.words(time))
  }

  private func extent(_ time: Substring) throws(AnnotationFile.Problem) -> Annotation.Extent {
    guard let dots = time.range(of: "..") else {
      return .moment(try moment(time))
    }
    let start = trimmed(time[..<dots.lowerBound])
    let stop = trimmed(time[dots.upperBound...])
    guard !start.isEmpty || !stop.isEmpty else {
      throw problem(at: time.startIndex, "a period needs a start or an end")
    }
    let first: Annotation.Moment? = start.isEmpty ? nil : try moment(start)
    let last: Annotation.Moment? = stop.isEmpty ? nil : try moment(stop)
    switch (first, last) {
    case (.relative(let from)?, .relative(let to)?) where from >= to,
      (.absolute(let from)?, .absolute(let to)?) where from >= to:
      throw problem(at: stop.startIndex, "the period ends before it starts")
    default: return .period(first, last)
    }
  }

  private func moment(_ text: Substring) throws(AnnotationFile.Problem) -> Annotation.Moment {
    switch TimePoint(text) {
    case .relative(let offset): return .relative(offset)
    case .absolute(let time): return .absolute(time)
    case nil:
      throw problem(
        at: text.startIndex, "\"\(text.prefix(40))\" is no time: expected seconds, or 2024-05-01T10:00:00Z")
    }
  }

  /// The text without its quotes.
  private func unquoted(_ word: Substring) throws(AnnotationFile.Problem) -> String {
    guard word.first == "\"" else { return String(word) }
    var result = ""
    var index = word.index(after: word.startIndex)
    while index < word.endIndex {
      let next = word.index(after: index)
      if word[index] != "\"" {
        result.append(word[index])
      } else if next < word.endIndex, word[next] == "\"" {
        result.append("\"")
        index = next
      } else {
        guard next == word.endIndex else { throw problem(at: next, "text behind the closing quote") }
        return result
      }
      index = word.index(after: index)
    }
    throw problem(at: word.startIndex, "the quote is not closed")
  }

  private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return text
  }

  /// The time as a caption has it: seconds with their unit.
  private static func words(_ time: Substring) -> String {
    let isSeconds = time.allSatisfy { "0123456789.+-eE ".contains($0) } && !time.contains("T")
    let text = String(time).replacing("..", with: "\u{2013}")
    return isSeconds ? text + " s" : text
  }

  private func problem(at index: Substring.Index, _ text: String) -> AnnotationFile.Problem {
    AnnotationFile.Problem(
      line: number, column: line.distance(from: line.startIndex, to: index) + 1, text: text)
  }
}
