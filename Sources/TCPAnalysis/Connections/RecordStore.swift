import PacketCapture

/// Finished connections as variable-length records.
///
/// Records lie in chunks, so that appending copies nothing that is there. A connection that goes on
/// after it was finished is unpacked again and gets a new record; the old one stays as waste.
struct RecordStore: Sendable {
  /// Bytes of the first chunk, and of the others.
  private static let firstChunkSize = 1 << 20
  private static let chunkSize = 8 << 20
  private var chunks: [[UInt8]] = []
  /// Bytes used of the last chunk.
  private var used = 0
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

  /// Bytes of the records, without what is free in the last chunk.
  var byteCount: Int { chunks.dropLast().reduce(used) { $0 + $1.count } }

  /// Stores a finished connection.
  mutating func store(
    _ connection: UnsafePointer<LiveConnection>, _ forward: UnsafePointer<FlowState>,
    _ backward: UnsafePointer<FlowState>
  ) {
    let room = RecordEncoder.room(forward, backward)
    if chunks.isEmpty || chunks[chunks.count - 1].count - used < room {
      let size = max(chunks.isEmpty ? Self.firstChunkSize : Self.chunkSize, room)
      // What was not written yet is never read.
      chunks.append(
        [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
          LargeMemory.adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
          count = size
        })
      used = 0
    }
    let last = chunks.count - 1
    places[Int(connection.pointee.index)] = Int64(last) << 32 | Int64(used)
    used = chunks[last].withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return used }
      var encoder = RecordEncoder(start + used)
      encoder.append(connection, forward, backward)
      return encoder.place - start
    }
  }

  /// The endpoints of the connection of an index that has a record, the sender of its first packet first.
  func endpoints(_ index: Int32) -> (source: Endpoint, destination: Endpoint)? {
    var result: (source: Endpoint, destination: Endpoint)?
    withDecoder(index) { result = $0.readEndpoints() }
    return result
  }

  /// Unpacks the connection of an index that has a record; the flows must be fresh.
  func load(
    _ index: Int32, _ connection: inout LiveConnection, _ forward: UnsafeMutablePointer<FlowState>,
    _ backward: UnsafeMutablePointer<FlowState>
  ) {
    withDecoder(index) { decoder in
      decoder.read(&connection)
      decoder.read(forward)
      decoder.read(backward)
    }
    connection.index = index
  }

  /// Unpacks what an outline shows of the connection of an index that has a record.
  func loadOutline(
    _ index: Int32, _ connection: inout LiveConnection, _ forward: UnsafeMutablePointer<FlowState>,
    _ backward: UnsafeMutablePointer<FlowState>
  ) {
    withDecoder(index) { $0.readOutline(&connection, forward, backward) }
    connection.index = index
  }

  @inline(__always)
  private func withDecoder(_ index: Int32, _ body: (inout RecordDecoder) -> Void) {
    let place = places[Int(index)]
    guard place >= 0 else { return }
    chunks[Int(place >> 32)].withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      var decoder = RecordDecoder(start + Int(place & 0xFFFF_FFFF))
      body(&decoder)
    }
  }
}
