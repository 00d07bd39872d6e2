/// The rules that a figure for print must keep.
public struct FigureLint: Sendable {
  /// What a rule is about.
  public enum Rule: String, Sendable, CaseIterable {
    /// Text is smaller than can be read.
    case smallText
    /// The outlines of a font are not in the file.
    case fontNotEmbedded
    /// A font whose letters are drawings: publishers refuse it, and it is blurred on screens.
    case type3Font
    /// Colours are alike in grey, and nothing else tells their marks apart.
    case colorsAlikeInGrey
  }

  /// One rule that is not kept.
  public struct Finding: Sendable, Hashable {
    /// The rule.
    public let rule: Rule
    /// The page, from 1.
    public let page: Int
    /// What is wrong, in words; characters from the file are as they are.
    public let text: String
  }

  /// Difference of lightness (CIE L*) below which two greys are hard to tell apart on paper.
  static let leastLightness = 8.0
  /// Distance of colours (CIE L*a*b*) below which they are meant to be one colour.
  static let leastDistance = 12.0
  private static let mostPairs = 20

  /// Smallest size of text, in points.
  public let minimumTextSize: Double

  /// Makes the rules of a smallest size of text in points.
  public init(minimumTextSize: Double) { self.minimumTextSize = minimumTextSize }

  /// All rules that a figure breaks, by page.
  public func findings(in figure: FigureInspection) -> [Finding] {
    let all = fontFindings(figure) + textFindings(figure) + colorFindings(figure)
    return all.enumerated().sorted { ($0.element.page, $0.offset) < ($1.element.page, $1.offset) }.map(
      \.element)
  }

  private func fontFindings(_ figure: FigureInspection) -> [Finding] {
    figure.fonts.compactMap { font in
      if font.kind == "Type3" {
        return Finding(rule: .type3Font, page: font.page, text: "font \(font.name) is of Type 3")
      }
      guard !font.isEmbedded else { return nil }
      return Finding(
        rule: .fontNotEmbedded, page: font.page, text: "font \(font.name) (\(font.kind)) is not embedded")
    }
  }

  private func textFindings(_ figure: FigureInspection) -> [Finding] {
    // Sizes go through numbers of few digits in the file.
    figure.texts.filter { $0.points < minimumTextSize - 0.05 }.map { text in
      let what = text.pieces == 1 ? "a text is" : "\(text.pieces) texts are"
      let sample = text.sample.isEmpty ? "" : ": \u{201C}\(text.sample)\u{201D}"
      return Finding(
        rule: .smallText, page: text.page,
        text:
          "\(what) set in \(Self.points(text.points)) pt, less than \(Self.points(minimumTextSize)) pt\(sample)"
      )
    }
  }

  private func colorFindings(_ figure: FigureInspection) -> [Finding] {
    var findings: [Finding] = []
    var rest = figure.marks[...]
    while let page = rest.first?.page {
      let marks = rest.prefix { $0.page == page }
      rest = rest.dropFirst(marks.count)
      // What is shown on a dark page is not printed in grey.
      let pairs = alikePairs(marks.filter { !$0.isOnDarkPage })
      findings += pairs.prefix(Self.mostPairs)
      guard pairs.count > Self.mostPairs else { continue }
      findings.append(
        Finding(
          rule: .colorsAlikeInGrey, page: page,
          text: "\(pairs.count - Self.mostPairs) more pairs of colours fall together in grey"))
    }
    return findings
  }

  private func alikePairs(_ marks: [FigureInspection.Mark]) -> [Finding] {
    var findings: [Finding] = []
    let lightness = marks.map(\.color.lab.lightness)
    let order = marks.indices.sorted { (lightness[$0], $0) < (lightness[$1], $1) }
    for (place, first) in order.enumerated() {
      for second in order[(place + 1)...] {
        guard lightness[second] - lightness[first] < Self.leastLightness else { break }
        let (mark, other) = (marks[first], marks[second])
        // In panels and lanes of their own, and without a common key, places tell marks apart.
        guard !mark.area.isApart(from: other.area),
          mark.color.distance(to: other.color) >= Self.leastDistance,
          let sign = Self.common(mark.signs, other.signs)
        else { continue }
        let greys = [lightness[first], lightness[second]].map { "\(Int($0.rounded()))" }
        findings.append(
          Finding(
            rule: .colorsAlikeInGrey, page: mark.page,
            text: "\(mark.color.hex) and \(other.color.hex) fall together in grey (lightness \(greys[0]) and "
              + "\(greys[1]) of 100), both draw \(sign.words)"))
      }
    }
    return findings
  }

  /// A sign of the first marks that marks of the others have too; the same one each time.
  private static func common(_ signs: Set<MarkSign>, _ others: Set<MarkSign>) -> MarkSign? {
    signs.filter { sign in others.contains { sign.looksLike($0) } }.min { $0.words < $1.words }
  }

  /// A size with one decimal, or two where one does not tell it from the bound.
  private static func points(_ value: Double) -> String {
    let hundredths = Int((100 * value).rounded())
    let rest = hundredths % 100
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
    return "\(hundredths / 100).\(decimals)"
  }
}
