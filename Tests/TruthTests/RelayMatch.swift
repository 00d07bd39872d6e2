/// Which transmission at the relay each frame of a capture is.
struct RelayMatch {
  /// What a frame and its row at the relay have in common.
  private struct Key: Hashable {
    let isForward: Bool
    let ports: UInt32
    let sequence: UInt32
    let length: Int
    let identification: UInt16
  }

  /// Position in ``RelayBook/rows`` by number of the frame; frames that offload cut otherwise are left out.
  let rows: [Int: Int]

  /// Matches the frames that one host sent, as they were captured beside a host.
  ///
  /// Beside the sender every transmission is there, in the order of sending; beside the receiver those that the relay
  /// let through, in the order of their departure.
  init(_ reading: Reading, of sender: Host, beside host: Host, _ relay: RelayBook) {
    var waiting: [Key: [Int]] = [:]
    for (index, row) in relay.rows.enumerated() where row.isForward == (sender == .sender) {
      if sender == host ? row.isDuplicate : row.isDropped { continue }
      waiting[Self.key(row), default: []].append(index)
    }
    if sender != host {
      for key in waiting.keys {
        waiting[key]?.sort { (relay.rows[$0].departure, $0) < (relay.rows[$1].departure, $1) }
      }
    }
    var next: [Key: Int] = [:]
    var rows: [Int: Int] = [:]
    for frame in reading.frames where frame.host == sender {
      let key = Self.key(frame)
      guard let indices = waiting[key] else { continue }
      let position = next[key, default: 0]
      guard position < indices.count else { continue }
      next[key] = position + 1
      rows[frame.number] = indices[position]
    }
    self.rows = rows
  }

  private static func key(_ row: RelayBook.Row) -> Key {
    Key(
      isForward: row.isForward, ports: UInt32(row.sourcePort) << 16 | UInt32(row.destinationPort),
      sequence: row.sequence, length: row.length, identification: row.identification)
  }

  private static func key(_ frame: ObservedFrame) -> Key {
    Key(
      isForward: frame.host == .sender,
      ports: UInt32(frame.sourcePort) << 16 | UInt32(frame.destinationPort), sequence: frame.sequence,
      length: frame.payloadLength, identification: frame.identification)
  }
}
