import Measurements

/// Why a capture could not be read at all; a damaged packet is no such error.
public enum CaptureFileError: Error, Sendable, Equatable {
  /// The file cannot be opened or read; `reason` is the system's message.
  case unreadable(file: String, reason: String)
  /// The bytes are no capture file.
  case notACapture(file: String, reason: String, offset: UInt64)
  /// The filter does not compile; `message` is libpcap's own.
  case badFilter(message: String)
  /// No interface of the capture has this name; `known` are those that exist.
  case noSuchInterface(name: String, known: [String])
}

extension CaptureFileError: CustomStringConvertible {
  /// One line: what is wrong and where; control characters in names are escaped.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): return "\(Escaping.terminal(file)): \(reason)"
    case .notACapture(let file, let reason, let offset):
      return "\(Escaping.terminal(file)): \(reason) (offset \(offset))"
    case .badFilter(let message): return "filter: \(Escaping.terminal(message))"
    case .noSuchInterface(let name, let known):
      let wanted = "no interface is named \(Escaping.terminal(name))"
      if known.isEmpty { return "\(wanted): the capture names none" }
      return "\(wanted); the capture has \(known.map(Escaping.terminal).joined(separator: ", "))"
    }
  }
}
