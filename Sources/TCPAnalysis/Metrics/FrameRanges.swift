/// Frames by their numbers, as written on the command line: `10-20,35,40-`.
public struct FrameRanges: Sendable, Equatable {
  /// The ranges in the order given.
  public let ranges: [ClosedRange<UInt64>]

  /// Reads a list of numbers and ranges; `nil` for anything else.
  ///
  /// An open range ends with the file.
  public init?(_ text: String) {
    var ranges: [ClosedRange<UInt64>] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = word.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(sides.count), let first = Self.number(sides[0]) else { return nil }
      let last = sides.count == 1 ? first : sides[1].isEmpty ? .max : Self.number(sides[1])
      guard let last, first <= last else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  /// Whether the frame is in one of the ranges.
  public func contains(_ frame: UInt64) -> Bool {
    for range in ranges where range.contains(frame) { return true }
    return false
  }

  /// The last frame of all.
  public var last: UInt64 { ranges.reduce(0) { max($0, $1.upperBound) } }

  private static func number(_ text: Substring) -> UInt64? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(text), value > 0 else {
      return nil
    }
    return value
  }
}
