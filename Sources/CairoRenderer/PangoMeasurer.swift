public import Charts

/// Measures texts in the fonts of the system, as the renderers of this module draw them.
///
/// One measurer belongs to one thread. It remembers what it measured.
public final class PangoMeasurer: TextMeasurer {
  private struct Key: Hashable {
    var text: String
    var families: [String]
    var size: Double
    var isBold: Bool
  }

  /// The fonts, which renderers may share.
  let fonts: PangoText?
  private var known: [Key: TextExtent] = [:]

  /// Opens the fonts of the system.
  public init() {
    fonts = PangoText()
  }

  /// Whether any font is installed; without one, measures are estimates and the renderers throw.
  public var hasAnyFont: Bool { fonts?.hasAnyFont ?? false }

  /// The family that texts are really set in, which is a substitute where those asked for are missing.
  ///
  /// - Parameters:
  ///   - families: Font families in order of preference.
  ///   - isBold: Whether the bold face is meant.
  /// - Returns: `nil` where no font is installed.
  public func resolvedFamily(for families: [String], isBold: Bool = false) -> String? {
    fonts?.resolvedFamily(for: families, isBold: isBold)
  }

  /// Measures one line of text with tabular figures.
  public func measure(_ text: String, families: [String], size: Double, isBold: Bool) -> TextExtent {
    let key = Key(text: text, families: families, size: size, isBold: isBold)
    if let extent = known[key] { return extent }
    let extent =
      fonts?.line(text, families: families, size: size, isBold: isBold)?.extent
      ?? FixedMeasurer().measure(
        text, families: families, size: size.isFinite ? max(0, size) : 0, isBold: isBold)
    // Labels of axes come again and again; long texts do not, and would fill the memory.
    if text.utf8.count <= 200 {
      if known.count >= 8192 { known.removeAll(keepingCapacity: true) }
      known[key] = extent
    }
    return extent
  }
}
