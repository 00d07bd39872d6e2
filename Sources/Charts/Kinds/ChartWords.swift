import Measurements

/// Words and sentences that charts of all kinds share.
enum ChartWords {
  /// `1 segment`, `2 segments`; `plural` for nouns that take no s at their end.
  static func counted(_ count: Int64, _ noun: String, _ plural: String? = nil) -> String {
    "\(Quantity.count(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A text of at most 350 characters, cut at its end.
  static func limited(_ text: String) -> String {
    text.count <= 350 ? text : text.prefix(347) + "..."
  }

  /// The first sentence of a caption: what is drawn of whom, where it was captured, which part is shown.
  ///
  /// A remark is a clause after that, without a comma; empty for none.
  static func head(
    _ what: String, _ identity: FlowIdentity, period: TimePeriod, axis: TimeAxis, remark: String = ""
  ) -> String {
    let place = [identity.capture, identity.capturePoint].filter { !$0.isEmpty }.joined(separator: ", ")
    var text = "\(what) of \(identity.endpoints)"
    if !place.isEmpty { text += " (\(place))" }
    if period.isZoomed { text += ", zoom \(period.text(axis: axis))" }
    if !remark.isEmpty { text += ", \(remark)" }
    return text + "."
  }

  /// What a title ends with: the direction and the zoom.
  static func titleEnd(_ direction: String, period: TimePeriod, axis: TimeAxis) -> String {
    (direction.isEmpty ? "" : ", \(direction)")
      + (period.isZoomed ? ", zoom \(period.text(axis: axis))" : "")
  }

  /// Sentences in a row; empty ones are left out.
  static func joined(_ sentences: [String]) -> String {
    sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A list of clauses as one sentence; empty for none.
  static func sentence(_ clauses: [String]) -> String {
    clauses.isEmpty ? "" : clauses.joined(separator: "; ").capitalizedFirst + "."
  }
}

extension ChartFact {
  /// A number of things.
  static func count(_ name: String, _ value: Int64, _ noun: String, _ plural: String? = nil) -> ChartFact {
    ChartFact(name: name, value: Double(value), text: ChartWords.counted(value, noun, plural))
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
