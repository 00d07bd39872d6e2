/// What the relay between the two hosts of the testbed did to each packet.
struct RelayBook {
  /// One packet at the relay, or the further copy that it made of one.
  struct Row {
    /// When it came and when it was to leave, nanoseconds since the epoch; the second is 0 if it was dropped.
    var arrival: Int64 = 0
    var departure: Int64 = 0
    /// From the sending host to the receiving one.
    var isForward = true
    var action = ""
    var sourcePort: UInt16 = 0
    var destinationPort: UInt16 = 0
    var sequence: UInt32 = 0
    /// Payload in bytes.
    var length = 0
    var flags = ""
    var identification: UInt16 = 0

    var isDropped: Bool { action.hasPrefix("drop") }
    /// A copy that the relay made: no transmission of a host.
    var isDuplicate: Bool { action == "dup" }
    /// One past its last byte, SYN and FIN counted.
    var end: UInt32 {
      sequence &+ UInt32(truncatingIfNeeded: length) &+ (flags.contains("S") ? 1 : 0)
        &+ (flags.contains("F") ? 1 : 0)
    }
  }

  /// Rows in the order of arrival.
  let rows: [Row]

  init(path: String) throws {
    var fields = CommaSeparated(try GzipFile.bytes(path))
    fields.skipLine()
    var rows: [Row] = []
    while !fields.isAtEnd {
      var row = Row()
      row.arrival = fields.number()
      row.departure = fields.number()
      row.isForward = fields.text() == "fwd"
      row.action = fields.text()
      row.sourcePort = UInt16(truncatingIfNeeded: fields.number())
      row.destinationPort = UInt16(truncatingIfNeeded: fields.number())
      row.sequence = UInt32(truncatingIfNeeded: fields.number())
      _ = fields.number()
      row.length = Int(fields.number())
      row.flags = fields.text()
      row.identification = UInt16(truncatingIfNeeded: fields.number())
      fields.skipLine()
      rows.append(row)
    }
    self.rows = rows
  }
}
