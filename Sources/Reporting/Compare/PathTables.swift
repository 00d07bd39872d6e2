import Measurements
import TCPAnalysis

/// The table of packets with their fates.
struct PathRows {
  private var times: [Int64] = []
  private var sentFrames: [Int64?] = []
  private var arrivedFrames: [Int64?] = []
  private var sequences: [Int64?] = []
  private var payloads: [UInt32] = []
  private var fates: [String] = []
  private var delays: [Double] = []
  private var above: [Double] = []
  private var lost: [Int64?] = []
  private var reordered: [UInt32] = []

  mutating func append(_ passage: PathTransit.Passage, time: Int64, delay: Int64?, above: Int64?) {
    times.append(time)
    sentFrames.append(Int64(clamping: passage.sent.frame))
    arrivedFrames.append(passage.arrivedFrame.map { Int64(clamping: $0) })
    sequences.append(passage.sent.start)
    payloads.append(passage.sent.payloadLength)
    fates.append(passage.fate.rawValue)
    delays.append(delay.map { Double($0) / 1e9 } ?? .nan)
    self.above.append(above.map { Double($0) / 1e9 } ?? .nan)
    lost.append(passage.fate == .unknown ? nil : passage.lostBytes)
    reordered.append(passage.isReordered ? 1 : 0)
  }

  var table: DataTable {
    DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds(times, decimals: 9)), .init("sent_frame", .integers(sentFrames)),
        .init("arrived_frame", .integers(arrivedFrames)), .init("seq_B", .integers(sequences)),
        .init("payload_B", .unsigned(payloads)), .init("fate", .text(fates)),
        .init("delay_s", .numbers(delays, decimals: 9)), .init("above_least_s", .numbers(above, decimals: 9)),
        .init("lost_B", .integers(lost)), .init("reordered", .unsigned(reordered)),
      ])
  }
}

/// The table of packets that only the capture shows where they arrive.
struct AppearedRows {
  private var times: [Int64] = []
  private var ways: [String] = []
  private var kinds: [String] = []
  private var frames: [Int64?] = []
  private var sequences: [Int64?] = []
  private var payloads: [UInt32] = []

  mutating func append(_ packet: TapPacket, time: Int64, way: String, kind: String) {
    times.append(time)
    ways.append(way)
    kinds.append(kind)
    frames.append(Int64(clamping: packet.frame))
    sequences.append(packet.start)
    payloads.append(packet.payloadLength)
  }

  var table: DataTable {
    DataTable(
      name: "appeared",
      columns: [
        .init("time_s", .seconds(times, decimals: 9)), .init("way", .text(ways)), .init("kind", .text(kinds)),
        .init("arrived_frame", .integers(frames)), .init("seq_B", .integers(sequences)),
        .init("payload_B", .unsigned(payloads)),
      ])
  }
}
