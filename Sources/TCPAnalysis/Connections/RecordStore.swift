import PacketCapture

/// Finished connections as variable-length records: a bitmap and the words that are not zero.
///
/// Records lie in chunks of a mebibyte, so that appending copies nothing that is there. A connection that goes on
/// after it was finished is unpacked again and gets a new record; the old one stays as waste.
struct RecordStore: Sendable {
  private static let chunkBits = 20
  private var chunks: [[UInt8]] = []
  /// Where a record is made, kept to allocate nothing.
  private var encoder = RecordEncoder()
  /// Chunk and offset of each connection's record, by index; -1 while it is open.
  private(set) var places: [Int64] = []

  /// Number of connections, open ones among them.
  var count: Int { places.count }

  /// Adds an open connection and gives its index.
  mutating func addOpen() -> Int32 {
    places.append(-1)
    return Int32(places.count - 1)
  }

  /// Whether the connection has a record.
  func isFinished(_ index: Int32) -> Bool { places[Int(index)] >= 0 }

  /// Stores a finished connection.
  mutating func store(
    _ connection: UnsafePointer<LiveConnection>, _ forward: UnsafePointer<FlowState>,
    _ backward: UnsafePointer<FlowState>
  ) {
    encoder.encode(connection, forward, backward)
    let size = encoder.count
    if chunks.isEmpty || chunks[chunks.count - 1].count + size > 1 << Self.chunkBits {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(max(1 << Self.chunkBits, size))
      chunks.append(chunk)
    }
    let last = chunks.count - 1
    places[Int(connection.pointee.index)] = Int64(last) << 32 | Int64(chunks[last].count)
    encoder.copy(to: &chunks[last])
  }

  /// Unpacks the connection of an index that has a record; the flows must be fresh.
  func load(
    _ index: Int32, _ connection: inout LiveConnection, _ forward: inout FlowState,
    _ backward: inout FlowState
  ) {
    let place = places[Int(index)]
    chunks[Int(place >> 32)].withUnsafeBytes { bytes in
      var decoder = RecordDecoder(bytes: bytes, position: Int(place & 0xFFFF_FFFF))
      decoder.read(&connection)
      decoder.read(&forward)
      decoder.read(&backward)
    }
    connection.index = index
  }
}
