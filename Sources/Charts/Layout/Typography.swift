import Measurements

/// The type of one chart: sizes, families, colours, and how much room text takes.
struct Typography {
  /// The style that was asked for.
  let style: ChartStyle
  /// Size of labels, the unit of most distances.
  let size: Double
  /// Size of the subtitle and of names of event lanes.
  let smallSize: Double
  /// Whether shapes are explained in a strip above the plot.
  var showsKey: Bool
  /// Whether events are shown in lanes below the plot.
  var showsLanes = true
  /// Families in order of preference.
  let families: [String]
  private let measurer: any TextMeasurer

  init(style: ChartStyle, measurer: any TextMeasurer) {
    self.style = style
    self.measurer = measurer
    size = style.preset.textSize
    smallSize = max(style.preset.minimumTextSize, 0.94 * style.preset.textSize)
    showsKey = style.preset.hasKey
    families = style.fontFamilies ?? style.preset.fontFamilies
  }

  /// The theme.
  var theme: Theme { style.theme }
  /// Width of data lines.
  var line: Double { style.preset.lineWidth }
  /// Width of axes and grid lines.
  var hair: Double { max(0.5, 0.5 * style.preset.lineWidth) }
  /// Width of the page.
  var pageWidth: Double { Self.length(style.width, style.preset.width) }
  /// Height of the page with event lanes and what the labels need besides, unless it was asked for.
  ///
  /// Kinds whose rows set the height give it as `content`, in place of the preset's.
  func pageHeight(lanes: Int, extra: Double = 0, content: Double? = nil) -> Double {
    let height = content ?? style.preset.height
    return Self.length(style.height, height + extra + Double(lanes) * max(style.preset.laneHeight, lanePitch))
  }

  /// Distance of event lanes.
  var lanePitch: Double { 1.4 * size }
  /// Distance of lines of text.
  var linePitch: Double {
    let extent = measure("Ag")
    return max(1.22 * size, extent.ascent + extent.descent + 0.21 * size)
  }

  /// Room of a text; 4 % air in width, since viewers of SVG choose their own fonts.
  func measure(_ text: String, size: Double? = nil, isBold: Bool = false) -> TextExtent {
    // As it is drawn: a control character takes the room of the sign that stands for it.
    let text = Escaping.printable(text)
    var extent = measurer.measure(text, families: families, size: size ?? self.size, isBold: isBold)
    extent.width = extent.width.isFinite ? max(0, extent.width * 1.04) : 0
    return extent
  }

  /// Width of a text with air.
  func width(_ text: String, size: Double? = nil, isBold: Bool = false) -> Double {
    measure(text, size: size, isBold: isBold).width
  }

  /// The longest of some texts that fits a width; the last one cut off if none does.
  func fitting(_ texts: [String], width: Double, size: Double? = nil) -> String {
    texts.first { self.width($0, size: size) <= width }
      ?? shortened(texts.last ?? "", width: width, size: size)
  }

  /// A text cut in its middle to fit a width.
  func shortened(_ text: String, width: Double, size: Double? = nil, isBold: Bool = false) -> String {
    guard self.width(text, size: size, isBold: isBold) > width else { return text }
    let characters = Array(text)
    var low = 0
    var high = characters.count
    func cut(_ kept: Int) -> String {
      String(characters.prefix((kept + 1) / 2)) + "\u{2026}" + String(characters.suffix(kept / 2))
    }
    while low < high {
      let middle = (low + high + 1) / 2
      if self.width(cut(middle), size: size, isBold: isBold) <= width {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return cut(low)
  }

  /// A text broken into lines at the given separator, and at spaces where a part alone is too wide.
  func wrapped(
    _ text: String, separator: String, width: Double, size: Double? = nil, isBold: Bool = false,
    maximum: Int = 4
  ) -> [String] {
    var lines: [String] = []
    for part in text.split(separator: separator, omittingEmptySubsequences: true).map(String.init) {
      let joined = lines.last.map { $0 + separator + part }
      if let joined, self.width(joined, size: size, isBold: isBold) <= width {
        lines[lines.count - 1] = joined
      } else if self.width(part, size: size, isBold: isBold) <= width || separator == " " {
        lines.append(shortened(part, width: width, size: size, isBold: isBold))
      } else {
        lines += wrapped(part, separator: " ", width: width, size: size, isBold: isBold, maximum: maximum)
      }
    }
    guard lines.count > maximum else { return lines }
    let rest = lines[(maximum - 1)...].joined(separator: separator)
    return lines.prefix(maximum - 1) + [shortened(rest, width: width, size: size, isBold: isBold)]
  }

  private static func length(_ asked: Double?, _ preset: Double) -> Double {
    guard let asked, asked.isFinite else { return preset }
    return max(20, min(asked, 20_000))
  }
}
