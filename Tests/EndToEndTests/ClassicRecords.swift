/// The records of a little-endian classic capture, each with its header.
enum ClassicRecords {
  /// The records in the order of the file.
  static func of(_ bytes: [UInt8]) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var start = 24
    while start + 16 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
      guard start + 16 + length <= bytes.count else { break }
      records.append(Array(bytes[start..<start + 16 + length]))
      start += 16 + length
    }
    return records
  }
}
