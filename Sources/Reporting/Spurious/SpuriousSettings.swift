import TCPAnalysis

/// What `spurious-retransmissions` prints, and how.
public struct SpuriousSettings: Sendable {
  /// What is printed.
  public enum Mode: String, Sendable, CaseIterable {
    /// Every segment.
    case list
    /// Numbers a flow.
    case summary
    /// Segments that were sent again.
    case retransmissions
    /// Those of them that were needless.
    case spurious
  }

  /// What is printed.
  public var mode = Mode.list
  /// Whether sequence numbers are those of the packets, and not relative ones.
  public var hasAbsoluteNumbers = false
  /// Whether TSvals count from the first one of their flow.
  public var hasRelativeTimestamps = false

  /// Makes the usual settings.
  public init() {}

  /// The condition of `show` that chooses the segments; empty for all.
  public var condition: String {
    switch mode {
    case .list: ""
    case .summary, .retransmissions: "retransmission or syn_retransmission"
    case .spurious: "spurious"
    }
  }

  /// The form that writes segments, or counts them for the summary.
  func form(
    _ form: SpuriousForm, analysis: Analysis, settings: ShowSettings, tool: String
  ) -> any ShowForm {
    let judge = SpuriousJudge(analysis.connections)
    if mode == .summary {
      return SpuriousSummary(form, connections: analysis.connections, judge: judge, tool: tool)
    }
    let numbers = SpuriousNumbers(settings: self)
    switch form {
    case .text:
      return SpuriousText(
        settings, columns: ShowColumns(analysis, settings: settings), judge: judge, numbers: numbers)
    case .csv: return SpuriousTable(.csv, judge: judge, numbers: numbers, tool: tool)
    case .json: return SpuriousTable(.json, judge: judge, numbers: numbers, tool: tool)
    case .jsonLines: return SpuriousTable(.jsonLines, judge: judge, numbers: numbers, tool: tool)
    }
  }
}

/// The forms of `spurious-retransmissions`.
public enum SpuriousForm: Sendable {
  /// Lines for people.
  case text
  /// A table.
  case csv
  /// One JSON document.
  case json
  /// One JSON object a line.
  case jsonLines
}
