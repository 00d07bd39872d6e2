import Measurements
import TCPAnalysis

/// Completes the notes of a flow, so that for every unknown value a reason is given.
enum StatisticNotes {
  /// The notes of a flow and what its own numbers imply.
  static func notes(of flow: FlowSummary) -> [AnalysisNote] {
    var notes = flow.notes
    func add(_ code: AnalysisNote.Code) {
      if !notes.contains(where: { $0.code == code }) { notes.append(AnalysisNote(code)) }
    }
    if flow.packets == 0 { add(.oneSided) }
    if flow.packets > 0, flow.duration == 0 { add(.zeroDuration) }
    if flow.dataPackets > 0, flow.dataDuration == 0 { add(.noDataDuration) }
    if flow.dataPackets == 0 { add(.noData) }
    if flow.packets > 0, flow.synPackets == 0 { add(.noSyn) }
    if flow.spuriousRetransmissions == nil { add(.spuriousUnknown) }
    if !flow.isCaptureIncomplete {
      if flow.roundTripTime == nil, flow.dataPackets > 0 { add(.noRoundTripTime) }
      if flow.roundTripTimeByTimestamps == nil { add(.noTimestampRoundTrip) }
      if flow.roundTripTimeBySack == nil { add(.noSackRoundTrip) }
    }
    if flow.timestampClockHertz == nil { add(.noTimestampClock) }
    return notes
  }

  /// Writes a note as an object: code, number where it has one, sentence.
  static func write(_ note: AnalysisNote, to json: inout JSONWriter) {
    json.beginObject(inline: true)
    json.member("code", note.code.rawValue)
    json.member("count", note.count > 0 ? note.count : nil)
    if let side = note.side { json.member("side", side.rawValue) }
    json.member("text", note.sentence)
    json.endObject()
  }
}
