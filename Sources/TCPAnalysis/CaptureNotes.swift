import PacketCapture

/// Sums over all connections that the warnings about a capture need.
struct CaptureTotals {
  /// Segments above the receiver's MSS.
  var oversizePackets: Int64 = 0
  /// Segments whose options were cut by the snap length.
  var truncatedOptions: Int64 = 0
  /// Bytes acknowledged and never seen.
  var acknowledgedUnseenBytes: Int64 = 0
  /// Connections of which one direction was not captured though it was acknowledged.
  var oneSidedConnections: Int64 = 0
  /// First fragments.
  var fragments: Int64 = 0
}

/// Warnings that every module gives about a capture as a whole.
enum CaptureNotes {
  static func collect(
    _ summary: CaptureSummary, _ totals: CaptureTotals, _ first: [(AnalysisNote.Code, Int64)]
  ) -> [AnalysisNote] {
    let counts: [(AnalysisNote.Code, Int64)] =
      first + [
        (.timeReversals, Int64(clamping: summary.timeReversals)),
        (.truncatedPackets, Int64(clamping: summary.truncatedPackets)),
        (.optionsCut, totals.truncatedOptions),
        (.offload, totals.oversizePackets),
        (.captureDrop, totals.acknowledgedUnseenBytes),
        (.dropsRecorded, Int64(clamping: summary.files.reduce(0) { $0 &+ ($1.drops ?? 0) })),
        (.fragments, totals.fragments),
      ]
    var notes = counts.filter { $0.1 > 0 }.map { AnalysisNote($0.0, count: $0.1) }
    if totals.oneSidedConnections > 0 {
      notes.append(AnalysisNote(.oneSided, count: totals.oneSidedConnections))
    }
    return notes
  }
}
