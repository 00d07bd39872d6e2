/// Tells how much room a text takes; the only thing that layout knows of fonts.
public protocol TextMeasurer {
  /// The advance width and the heights above and below the base line of one line of text, in points.
  ///
  /// - Parameters:
  ///   - text: One line.
  ///   - families: Font families in order of preference.
  ///   - size: Font size in points.
  ///   - isBold: Whether the bold face is meant.
  /// - Returns: The room in points.
  func measure(_ text: String, families: [String], size: Double, isBold: Bool) -> TextExtent
}

/// Room of one line of text in points.
public struct TextExtent: Sendable, Hashable {
  /// Advance width.
  public var width: Double
  /// Height above the base line.
  public var ascent: Double
  /// Depth below the base line.
  public var descent: Double
  /// Makes an extent.
  public init(width: Double, ascent: Double, descent: Double) {
    self.width = width
    self.ascent = ascent
    self.descent = descent
  }
}

/// A measurer for tests: each character 0.6 em wide, ascent 0.8 em, descent 0.2 em.
public struct FixedMeasurer: TextMeasurer, Sendable {
  /// Makes the measurer.
  public init() {}

  /// Measures by character count.
  public func measure(_ text: String, families: [String], size: Double, isBold: Bool) -> TextExtent {
    TextExtent(width: 0.6 * size * Double(text.count), ascent: 0.8 * size, descent: 0.2 * size)
  }
}
