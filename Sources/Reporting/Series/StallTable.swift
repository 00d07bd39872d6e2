import Measurements
import TCPAnalysis

extension DataTable {
  /// Stalls, the longest first: when, how long, between which frames, who ended each and with what.
  static func stalls(_ stalls: [Stall], zero: Int64) -> DataTable {
    let stalls = stalls.sorted { ($0.length, $1.before.time) > ($1.length, $0.before.time) }
    return DataTable(
      name: "stalls",
      columns: [
        .init("start_s", .seconds(stalls.map { $0.before.time &- zero }, decimals: 9)),
        .init("length_s", .seconds(stalls.map(\.length), decimals: 9)),
        .init("limit_s", .seconds(stalls.map(\.limit), decimals: 9)),
        .init("frame_before", .unsigned(stalls.map(\.before.frame))),
        .init("frame_after", .unsigned(stalls.map(\.after.frame))),
        .init("ended_by", .text(stalls.map { $0.isEndedBySender ? "sender" : "receiver" })),
        .init("ended_with", .text(stalls.map(\.endWords))),
        .init("in_flight_B", .integers(stalls.map { $0.bytesInFlight >= 0 ? $0.bytesInFlight : nil })),
        .init("zero_window", .integers(stalls.map { $0.isZeroWindow ? 1 : 0 })),
      ])
  }
}

extension Stall {
  /// What ended the silence: class and kind, or what an acknowledgment says.
  var endWords: String {
    if kind != .none { return "\(segmentClass.outputName) \(kind.outputName)" }
    if segmentClass == .ack, ackClass != .none { return "ack \(ackClass.outputName)" }
    return segmentClass.outputName
  }
}
