import Measurements

extension Chart {
  /// The caption as LaTeX text: its special characters escaped, signs outside ASCII as commands.
  ///
  /// - Parameter style: The style that ``caption(style:)`` gets.
  /// - Returns: Text for the argument of `\\caption`.
  public func latexCaption(style: ChartStyle) -> String {
    LatexSigns.latex(annotatedCaption(style: style))
  }
}

/// Signs outside ASCII in LaTeX.
enum LatexSigns {
  /// A text with its special characters escaped and signs outside ASCII as commands.
  static func latex(_ text: String) -> String {
    var result = ""
    for scalar in Escaping.latex(text).unicodeScalars {
      if let command = commands[scalar] {
        result += command
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Signs that captions use, for engines and fonts that do not know them.
  static let commands: [Unicode.Scalar: String] = [
    "\u{202F}": "\\,", "\u{A0}": "~", "\u{2192}": "$\\rightarrow$", "\u{2190}": "$\\leftarrow$",
    "\u{2191}": "$\\uparrow$", "\u{2193}": "$\\downarrow$", "\u{B5}": "$\\mu$", "\u{2212}": "$-$",
    "\u{2013}": "--", "\u{2014}": "---", "\u{B7}": "$\\cdot$", "\u{D7}": "$\\times$", "\u{2026}": "\\ldots{}",
    "\u{2264}": "$\\leq$", "\u{2265}": "$\\geq$", "\u{2248}": "$\\approx$",
  ]
}
