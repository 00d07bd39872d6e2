public import TCPAnalysis

/// A warning about a series, or why a number is unknown.
public struct SeriesNote: Sendable, Equatable {
  /// Stable key in camel case.
  public var code: String
  /// How often, or how much; `nil` where it has no number.
  public var count: Int64?
  /// The note in a sentence.
  public var text: String

  /// Makes a note.
  public init(_ code: String, count: Int64? = nil, _ text: String) {
    self.code = code
    self.count = count
    self.text = text
  }

  /// The capture missed too much of the flow for its numbers to be trusted; what that may mean for them.
  static func incomplete(_ effect: String) -> SeriesNote {
    SeriesNote(
      AnalysisNote.Code.captureIncomplete.rawValue,
      "The capture missed more than 0.1 % of the flow's bytes: \(effect), and `statistic` gives none of these numbers."
    )
  }

  /// Takes a note of the analysis.
  public init(_ note: AnalysisNote) {
    self.init(note.code.rawValue, count: note.count > 0 ? note.count : nil, note.sentence)
  }
}
