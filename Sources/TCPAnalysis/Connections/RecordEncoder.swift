import PacketCapture

/// Writes records: numbers in groups of seven bits, flows as a bitmap and the words that are not zero.
struct RecordEncoder: Sendable {
  /// Bytes that the parts of fixed kind may take: connection, two bitmaps, ten bytes a word.
  private static let fixedSize = 256 + 2 * (32 + 10 * FlowWord.count)

  private var bytes = [UInt8](repeating: 0, count: fixedSize)
  /// Bytes of the record so far.
  private(set) var count = 0

  /// Makes the record of a connection with both flows.
  mutating func encode(
    _ connection: UnsafePointer<LiveConnection>, _ forward: UnsafePointer<FlowState>,
    _ backward: UnsafePointer<FlowState>
  ) {
    let needed = Self.fixedSize + 20 * (forward.pointee.sizes.count + backward.pointee.sizes.count)
    if bytes.count < needed { bytes.append(contentsOf: repeatElement(0, count: needed - bytes.count)) }
    count = bytes.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return 0 }
      var cursor = RecordCursor(start)
      cursor.append(connection)
      cursor.append(forward)
      cursor.append(backward)
      return cursor.place - start
    }
  }

  /// Appends the record to a chunk.
  func copy(to chunk: inout [UInt8]) {
    chunk.append(contentsOf: bytes[..<count])
  }
}

/// Writes the parts of a record one after the other into room that is known to be enough.
private struct RecordCursor {
  private(set) var place: UnsafeMutablePointer<UInt8>

  init(_ place: UnsafeMutablePointer<UInt8>) {
    self.place = place
  }

  /// Appends a number; its sign is folded in, so that small numbers of both signs are short.
  private mutating func append(_ value: Int64) {
    append(unsigned: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  private mutating func append(unsigned value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(byte: UInt8(truncatingIfNeeded: rest))
  }

  private mutating func append(byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  private mutating func append(fixed value: UInt64, count: Int) {
    for shift in 0..<count { append(byte: UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
  }

  private mutating func append(_ endpoint: Endpoint) {
    if endpoint.address.isIPv6 { append(fixed: endpoint.address.high, count: 8) }
    append(fixed: endpoint.address.low, count: endpoint.address.isIPv6 ? 8 : 4)
    append(fixed: UInt64(endpoint.port), count: 2)
  }

  /// Appends what belongs to both flows.
  mutating func append(_ connection: UnsafePointer<LiveConnection>) {
    append(byte: connection.pointee.source.address.isIPv6 ? 1 : 0)
    append(connection.pointee.source)
    append(connection.pointee.destination)
    append(connection.pointee.firstTime)
    append(connection.pointee.lastTime &- connection.pointee.firstTime)
    append(connection.pointee.handshakeFar)
    append(connection.pointee.handshakeNear)
    append(connection.pointee.synAckTime)
    append(unsigned: UInt64(connection.pointee.traits.rawValue))
    append(unsigned: UInt64(connection.pointee.historySeen))
    append(byte: connection.pointee.historyCount)
    for index in 0..<Int(connection.pointee.historyCount) { append(byte: connection.pointee.history[index]) }
  }

  /// Appends a flow.
  mutating func append(_ flow: UnsafePointer<FlowState>) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in 0..<64 where flow.pointee.words[index] != 0 { low |= 1 << UInt64(index) }
    for index in 64..<FlowWord.count where flow.pointee.words[index] != 0 { high |= 1 << UInt64(index - 64) }
    append(fixed: low, count: 8)
    append(unsigned: high)
    while low != 0 {
      append(flow.pointee.words[low.trailingZeroBitCount])
      low &= low - 1
    }
    while high != 0 {
      append(flow.pointee.words[64 + high.trailingZeroBitCount])
      high &= high - 1
    }
    appendSizes(flow)
  }

  private mutating func appendSizes(_ flow: UnsafePointer<FlowState>) {
    append(unsigned: UInt64(flow.pointee.sizes.count))
    if let only = flow.pointee.sizes.only {
      append(unsigned: UInt64(only.size))
      append(unsigned: UInt64(only.count))
      return
    }
    var last: UInt32 = 0
    for size in flow.pointee.sizes.sorted() {
      append(unsigned: UInt64(size.size &- last))
      append(unsigned: UInt64(size.count))
      last = size.size
    }
  }
}
