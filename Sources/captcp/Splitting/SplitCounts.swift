import TCPAnalysis

/// What was written of each connection: two numbers for each of very many.
struct SplitCounts {
  /// Packets and bytes of one part of a capture.
  struct Part {
    var packets: Int64 = 0
    /// Bytes of their records.
    var bytes: Int64 = 0
  }

  /// Packets without a TCP header.
  private(set) var others = Part()
  private var connections: [Part] = []

  /// Counts a packet.
  mutating func count(_ place: PacketPlace?, bytes: Int) {
    guard let place else {
      others.add(bytes)
      return
    }
    let index = Int(place.connection)
    if index >= connections.count {
      connections.append(contentsOf: repeatElement(Part(), count: index + 1 - connections.count))
    }
    connections[index].add(bytes)
  }

  /// What was written of a connection of an index from 0.
  subscript(connection: Int) -> Part {
    connection < connections.count ? connections[connection] : Part()
  }

  /// Connections of which something was written.
  var connectionCount: Int { connections.count { $0.packets > 0 } }

  /// All packets written.
  var packets: Int64 { connections.reduce(others.packets) { $0 + $1.packets } }
}

extension SplitCounts.Part {
  fileprivate mutating func add(_ count: Int) {
    packets += 1
    bytes += Int64(count)
  }
}
