/// What is known of a checksum in a packet as it was captured.
enum ChecksumState {
  /// It is right, or not all of what it covers was captured.
  case right
  /// It is wrong.
  case wrong
  /// It was left out, or the network device was to fill it in: the field is zero.
  case zero

  /// Judges a field.
  ///
  /// - Parameters:
  ///   - field: The checksum as it stands there.
  ///   - sum: The sum of everything that it covers, itself included, modulo 65535; `nil` if not all was captured.
  init(field: UInt16, sum: UInt64?) {
    // All ones and all zeros are the same number, and a right sum is all ones.
    if sum.map({ $0 % 65_535 == 0 }) ?? (field != 0) {
      self = .right
    } else {
      self = field == 0 ? .zero : .wrong
    }
  }

  /// The checksum for new content of the same kind.
  ///
  /// - Parameter sum: The sum of the new content without the checksum, modulo 65535.
  /// - Returns: What is to stand in the field.
  func field(sum: UInt64) -> UInt16 {
    let right = UInt16((65_535 - sum % 65_535) % 65_535)
    switch self {
    case .right: return right
    case .zero: return 0
    // One more, but not zero, which would be another kind.
    case .wrong: return right == 65_534 ? 1 : right + 1
    }
  }
}
