import PacketCapture

/// Finished connections as variable-length records: a bitmap and the words that are not zero.
///
/// Records lie in chunks of a mebibyte, so that appending copies nothing that is there. A connection that goes on
/// after it was finished is unpacked again and gets a new record; the old one stays as waste.
struct RecordStore: Sendable {
  private static let chunkBits = 20
  private var chunks: [[UInt8]] = []
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
  mutating func store(_ connection: LiveConnection, _ forward: FlowState, _ backward: FlowState) {
    var encoder = RecordEncoder()
    encoder.append(connection)
    encoder.append(forward)
    encoder.append(backward)
    let size = encoder.bytes.count
    if chunks.isEmpty || chunks[chunks.count - 1].count + size > 1 << Self.chunkBits {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(max(1 << Self.chunkBits, size))
      chunks.append(chunk)
    }
    let last = chunks.count - 1
    places[Int(connection.index)] = Int64(last) << 32 | Int64(chunks[last].count)
    chunks[last].append(contentsOf: encoder.bytes)
  }

  /// Unpacks the connection of an index that has a record.
  func load(_ index: Int32) -> (connection: LiveConnection, forward: FlowState, backward: FlowState) {
    let place = places[Int(index)]
    var decoder = RecordDecoder(bytes: chunks[Int(place >> 32)], position: Int(place & 0xFFFF_FFFF))
    var connection = decoder.connection()
    connection.index = index
    return (connection, decoder.flow(), decoder.flow())
  }
}

/// Writes records.
struct RecordEncoder {
  private(set) var bytes: [UInt8] = []

  /// Appends a number in groups of seven bits, lowest first; signs are folded in, so small numbers are short.
  mutating func append(_ value: Int64) {
    append(unsigned: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func append(unsigned value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ endpoint: Endpoint) {
    if endpoint.address.isIPv6 { append(fixed: endpoint.address.high, count: 8) }
    append(fixed: endpoint.address.low, count: endpoint.address.isIPv6 ? 8 : 4)
    append(fixed: UInt64(endpoint.port), count: 2)
  }

  private mutating func append(fixed value: UInt64, count: Int) {
    for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
  }

  mutating func append(_ connection: LiveConnection) {
    bytes.append(connection.source.address.isIPv6 ? 1 : 0)
    append(connection.source)
    append(connection.destination)
    append(connection.firstTime)
    append(connection.lastTime &- connection.firstTime)
    append(connection.handshakeFar)
    append(connection.handshakeNear)
    append(connection.synAckTime)
    append(unsigned: UInt64(connection.traits.rawValue))
    append(unsigned: UInt64(connection.historySeen))
    bytes.append(connection.historyCount)
    for index in 0..<Int(connection.historyCount) { bytes.append(connection.history[index]) }
  }

  mutating func append(_ flow: FlowState) {
    let count = FlowWord.allCases.count
    var bitmap: (low: UInt64, high: UInt64) = (0, 0)
    for index in 0..<count where flow.words[index] != 0 {
      if index < 64 { bitmap.low |= 1 << UInt64(index) } else { bitmap.high |= 1 << UInt64(index - 64) }
    }
    append(fixed: bitmap.low, count: 8)
    append(unsigned: bitmap.high)
    for index in 0..<count where flow.words[index] != 0 { append(flow.words[index]) }
    let sizes = flow.sizes.sorted()
    append(unsigned: UInt64(sizes.count))
    var last: UInt32 = 0
    for size in sizes {
      append(unsigned: UInt64(size.size &- last))
      append(unsigned: UInt64(size.count))
      last = size.size
    }
  }
}

/// Reads records that `RecordEncoder` wrote.
struct RecordDecoder {
  private let bytes: [UInt8]
  private var position: Int

  init(bytes: [UInt8], position: Int) {
    self.bytes = bytes
    self.position = position
  }

  mutating func unsigned() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return value
  }

  mutating func signed() -> Int64 {
    let value = unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  private mutating func fixed(_ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for shift in 0..<count { value |= UInt64(byte()) << UInt64(8 * shift) }
    return value
  }

  private mutating func endpoint(isIPv6: Bool) -> Endpoint {
    let address =
      isIPv6
      ? IPAddress(ipv6High: fixed(8), low: fixed(8))
      : IPAddress(ipv4: UInt32(truncatingIfNeeded: fixed(4)))
    return Endpoint(address: address, port: UInt16(truncatingIfNeeded: fixed(2)))
  }

  mutating func connection() -> LiveConnection {
    var connection = LiveConnection()
    let isIPv6 = byte() == 1
    connection.source = endpoint(isIPv6: isIPv6)
    connection.destination = endpoint(isIPv6: isIPv6)
    connection.firstTime = signed()
    connection.lastTime = connection.firstTime &+ signed()
    connection.handshakeFar = signed()
    connection.handshakeNear = signed()
    connection.synAckTime = signed()
    connection.traits = ConnectionTraits(rawValue: UInt32(truncatingIfNeeded: unsigned()))
    connection.historySeen = UInt32(truncatingIfNeeded: unsigned())
    connection.historyCount = min(byte(), 24)
    for index in 0..<Int(connection.historyCount) { connection.history[index] = byte() }
    return connection
  }

  mutating func flow() -> FlowState {
    var flow = FlowState()
    let low = fixed(8)
    let high = unsigned()
    for index in 0..<FlowWord.allCases.count {
      let isSet = index < 64 ? low >> UInt64(index) & 1 : high >> UInt64(index - 64) & 1
      if isSet == 1 { flow.words[index] = signed() }
    }
    var counts: [PayloadSizes.Count] = []
    var last: UInt32 = 0
    for _ in 0..<unsigned() {
      last &+= UInt32(truncatingIfNeeded: unsigned())
      counts.append(PayloadSizes.Count(size: last, count: UInt32(truncatingIfNeeded: unsigned())))
    }
    flow.sizes = PayloadSizes(counts)
    return flow
  }
}
