/// Small diagrams of characters, one below the other on a common time axis.
public struct SparklineBlock: Sendable, Equatable {
  /// One diagram.
  public struct Row: Sendable, Equatable {
    /// What it shows.
    public var name: String
    /// Values of 0 or more, one a column.
    public var values: [Double]
    /// Maximum and unit, or a total.
    public var note: String

    /// Makes a row.
    public init(name: String, values: [Double], note: String) {
      self.name = name
      self.values = values
      self.note = note
    }
  }

  /// Time of the left end.
  public var start: String
  /// Time of the right end.
  public var stop: String
  /// The diagrams.
  public var rows: [Row]

  /// Makes a block.
  public init(start: String, stop: String, rows: [Row]) {
    self.start = start
    self.stop = stop
    self.rows = rows
  }

  /// The block as lines of text: names at the left, maxima at the right.
  ///
  /// - Parameter isASCII: Keeps to `_.-=*#` instead of block characters.
  /// - Returns: The time axis and a line a row.
  public func lines(isASCII: Bool) -> [String] {
    let columns = rows.map(\.values.count).max() ?? 0
    let nameWidth = (rows.map(\.name.count).max() ?? 0) + 1
    let gap = max(1, columns - start.count - stop.count)
    let head =
      String(repeating: " ", count: nameWidth) + start + String(repeating: " ", count: gap) + stop + "  max"
    return [head]
      + rows.map { row in
        let name = row.name + String(repeating: " ", count: nameWidth - row.name.count)
        return name + Self.line(row.values, isASCII: isASCII) + "  " + row.note
      }
  }

  /// Values as one character each; 0 is a dot (a blank in ASCII), never a block.
  public static func line(_ values: [Double], isASCII: Bool) -> String {
    let levels =
      isASCII ? Array("_.-=*#") : (0x2581...0x2588).compactMap { Unicode.Scalar($0).map(Character.init) }
    let zero: Character = isASCII ? " " : "\u{B7}"
    let maximum = values.max() ?? 0
    return String(
      values.map { value in
        guard value > 0, maximum > 0 else { return zero }
        let level = (value / maximum * Double(levels.count)).rounded(.up)
        return levels[max(1, min(levels.count, Int(level))) - 1]
      })
  }
}
