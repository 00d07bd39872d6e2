import CZlib
import Foundation

/// The content of a file that gzip compressed.
enum GzipFile {
  enum Failure: Error {
    case cannotOpen(String)
    case damaged(String)
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = gzopen(path, "rb") else { throw Failure.cannotOpen(path) }
    defer { gzclose(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = gzread(file, &buffer, UInt32(buffer.count))
      guard count >= 0 else { throw Failure.damaged(path) }
      if count == 0 { return result }
      result.append(contentsOf: buffer[..<Int(count)])
    }
  }
}

/// The fields of a text whose lines hold values between commas, without any copying.
struct CommaSeparated {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// The next field of the line; behind its last one the next line begins.
  mutating func field() -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "\n")
    {
      position += 1
    }
    defer { position += 1 }
    return bytes[start..<position]
  }

  /// The next field as a decimal number.
  mutating func number() -> Int64 {
    var value: Int64 = 0
    var isNegative = false
    for digit in field() {
      if digit == UInt8(ascii: "-") { isNegative = true }
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { continue }
      value = value &* 10 &+ Int64(digit - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }

  /// The next field as text.
  mutating func text() -> String { String(decoding: field(), as: UTF8.self) }

  /// Leaves the rest of the line out.
  mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
  }
}
