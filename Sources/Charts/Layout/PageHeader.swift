/// Title and subtitle of a page.
struct PageHeader {
  /// Lines of the title.
  let titleLines: [String]
  /// Lines below it.
  let subtitleLines: [String]
  /// Size of the title.
  let titleSize: Double
  /// Height of all, in points.
  let height: Double
  private let type: Typography
  private let top: Double
  private let titleStep: Double
  private let subtitleStep: Double

  /// - Parameters:
  ///   - title: The headline; `nil` leaves the whole header out.
  ///   - subtitle: The line below it.
  ///   - maximumSubtitleLines: Lines that it may take; with one it is cut to fit.
  ///   - type: Sizes and fonts.
  init(title: String?, subtitle: String, maximumSubtitleLines: Int = 4, type: Typography) {
    self.type = type
    let style = type.style
    let width = type.pageWidth - 1.4 * type.size
    titleSize = style.preset.titleSize ?? 0
    top = 0.35 * type.size
    if let title, let size = style.preset.titleSize, !style.hidesTitle {
      titleLines = type.wrapped(
        style.title ?? title, separator: " ", width: width, size: size, isBold: true, maximum: 3)
      subtitleLines =
        maximumSubtitleLines == 0
        ? []
        : type.wrapped(
          subtitle, separator: Self.separator, width: width, size: type.smallSize,
          maximum: maximumSubtitleLines)
    } else {
      titleLines = []
      subtitleLines = []
    }
    let bold = type.measure("0", size: titleSize, isBold: true)
    titleStep = max(1.5 * titleSize, bold.ascent + bold.descent + 0.25 * type.size)
    let small = type.measure("0", size: type.smallSize)
    subtitleStep = max(1.55 * type.smallSize, small.ascent + small.descent + 0.25 * type.size)
    height =
      top + Double(titleLines.count) * titleStep + Double(subtitleLines.count) * subtitleStep
      + (titleLines.isEmpty ? 0 : 0.35 * type.size)
  }

  /// What stands between the parts of a subtitle.
  static let separator = " \u{B7} "

  /// Draws the lines.
  func draw(into scene: inout SceneBuilder) {
    let x = 0.7 * type.size
    var y = top
    for line in titleLines {
      scene.text(
        line, x: x, y: y + titleStep / 2 + 0.34 * titleSize, size: titleSize, isBold: true,
        paint: type.theme.paint(.text), purpose: "title")
      y += titleStep
    }
    for line in subtitleLines {
      scene.text(
        line, x: x, y: y + subtitleStep / 2 + 0.34 * type.smallSize, size: type.smallSize,
        paint: type.theme.paint(.muted), purpose: "subtitle")
      y += subtitleStep
    }
  }
}
