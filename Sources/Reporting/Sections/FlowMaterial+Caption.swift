import TCPAnalysis

extension FlowMaterial {
  /// Sentences that a result says of its numbers, for the caption of its chart.
  func captionNotes(of result: SeriesResult?) -> [String] {
    (result?.notes ?? []).map(\.text).filter { !$0.isEmpty }
  }

  /// Why a chart is empty: the flow has no data, or what its result says.
  func emptyReason(_ result: SeriesResult?, _ otherwise: String) -> String {
    if summary.dataPackets == 0 {
      return FlowNotes.emptyReason(flow: summary, opposite: connection.flow(3 - direction))
    }
    return result?.notes.first?.text ?? otherwise
  }
}

extension Array where Element: Hashable {
  /// The elements without those that came before.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
