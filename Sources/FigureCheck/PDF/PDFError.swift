/// Why a file could not be checked.
public enum PDFError: Error, Sendable, Equatable {
  /// It does not begin as a PDF file does.
  case notAPDF
  /// Its objects are locked with a key.
  case encrypted
  /// It is larger than is read, in bytes.
  case tooLarge(bytes: Int, limit: Int)
  /// It would take more work than a figure needs.
  case tooComplex
  /// Something in it is not as it must be.
  case damaged(reason: String)
  /// It uses something that is not read here.
  case unsupported(reason: String)
}

extension PDFError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .notAPDF: "not a PDF file"
    case .encrypted: "the file is encrypted: it cannot be checked"
    case .tooLarge(let bytes, let limit): "the file has \(bytes) B, more than the \(limit) B that are checked"
    case .tooComplex: "the file would take more work than a figure can need, it is not checked"
    case .damaged(let reason): "the file is damaged or cut off: \(reason)"
    case .unsupported(let reason): "the file cannot be checked: \(reason)"
    }
  }
}
