import Foundation

/// What `statistic --format json` says, as far as these tests compare it.
struct StatisticResult: Decodable {
  struct Endpoint: Decodable {
    let address: String
    let port: Int
  }

  struct Flow: Decodable {
    let id: String
    let source: Endpoint
    let packets: Int
    let captureDuplicates: Int
    let payloadBytes: Int
    let dataPackets: Int
    let pureAckPackets: Int
    let synPackets: Int
    let finPackets: Int
    let rstPackets: Int
    let retransmittedPackets: Int?

    /// Packets with capture duplicates, payload bytes, SYN, FIN, RST, pure ACKs, data packets.
    var counts: [Int] {
      [
        packets + captureDuplicates, payloadBytes, synPackets, finPackets, rstPackets, pureAckPackets,
        dataPackets,
      ]
    }
  }

  struct Connection: Decodable {
    let id: Int
    let flows: [Flow]
  }

  let schema: Int
  let connections: [Connection]

  init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(StatisticResult.self, from: Data(bytes))
  }
}
