/// Why a scene could not become a picture.
public enum RendererError: Error, Sendable, Equatable {
  /// No font at all is installed: texts would be missing without a word.
  case noFonts
  /// The page is not a size that can be drawn, in points.
  case invalidPage(width: Double, height: Double)
  /// The resolution is not a number above zero, in dots per inch.
  case invalidResolution(dotsPerInch: Double)
  /// The picture would have more pixels than a program should ask for.
  case tooManyPixels(width: Double, height: Double)
  /// The drawing library gave up.
  case drawing(reason: String)
  /// The compression library gave up, with its status.
  case compression(status: Int32)
}

extension RendererError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .noFonts:
      "no font is installed, so no picture can have labels: install one, for example the package fonts-dejavu-core"
    case .invalidPage(let width, let height):
      "a page of \(width) x \(height) pt cannot be drawn: both sides must be above 0 and at most 14400 pt"
    case .invalidResolution(let dotsPerInch):
      "\(dotsPerInch) dots per inch is no resolution: it must be above 0"
    case .tooManyPixels(let width, let height):
      "a picture of \(width.rounded()) x \(height.rounded()) pixels is too large: at most 20000 on a side and 200"
        + " million in all; choose a smaller page or resolution"
    case .drawing(let reason):
      "the drawing library failed: \(reason)"
    case .compression(let status):
      "the compression library failed with status \(status)"
    }
  }
}
