/// A measurer with shipped width tables, so that layout is the same on machines with different fonts.
///
/// It knows DejaVu Sans, Liberation Sans (the widths of Arial and Helvetica) and Liberation Serif (those of
/// Times); the first family of a list that is one of these, or a generic name for it, is taken.
public struct BuiltinMeasurer: TextMeasurer, Sendable {
  /// Makes the measurer.
  public init() {}

  /// Adds up the advance widths of the text's characters.
  public func measure(_ text: String, families: [String], size: Double, isBold: Bool) -> TextExtent {
    let face = Self.face(families: families, isBold: isBold)
    var width = 0
    for scalar in text.unicodeScalars { width += face.width(of: scalar) }
    let em = size / 2048
    return TextExtent(
      width: Double(width) * em, ascent: Double(face.ascent) * em, descent: Double(face.descent) * em)
  }

  private static func face(families: [String], isBold: Bool) -> FontWidths {
    for family in families {
      switch family {
      case "DejaVu Sans", "sans-serif": return isBold ? .dejaVuSansBold : .dejaVuSans
      case "Liberation Sans", "Arial", "Helvetica": return isBold ? .liberationSansBold : .liberationSans
      case "Liberation Serif", "Times New Roman", "Times", "serif":
        return isBold ? .liberationSerifBold : .liberationSerif
      default: continue
      }
    }
    return isBold ? .dejaVuSansBold : .dejaVuSans
  }
}
