import PacketCapture

/// Reads records that `RecordEncoder` wrote; behind the end of the bytes it reads zeros.
struct RecordDecoder {
  private let bytes: UnsafeRawBufferPointer
  private var position: Int

  init(bytes: UnsafeRawBufferPointer, position: Int) {
    self.bytes = bytes
    self.position = position
  }

  private mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    position += 1
    return bytes[position - 1]
  }

  private mutating func unsigned() -> UInt64 {
    // Most words are small.
    if position < bytes.count, bytes[position] < 0x80 {
      position += 1
      return UInt64(bytes[position - 1])
    }
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let next = byte()
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    return value
  }

  private mutating func signed() -> Int64 {
    let value = unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
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

  /// Reads what belongs to both flows.
  mutating func read(_ connection: inout LiveConnection) {
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
  }

  /// Reads a flow into a fresh state.
  mutating func read(_ flow: inout FlowState) {
    var low = fixed(8)
    var high = unsigned()
    while low != 0 {
      flow.words[low.trailingZeroBitCount] = signed()
      low &= low - 1
    }
    while high != 0 {
      let index = 64 + high.trailingZeroBitCount
      let value = signed()
      if index < FlowWord.count { flow.words[index] = value }
      high &= high - 1
    }
    let count = unsigned()
    if count == 1 {
      let size = UInt32(truncatingIfNeeded: unsigned())
      flow.sizes = PayloadSizes(only: .init(size: size, count: UInt32(truncatingIfNeeded: unsigned())))
    }
    guard count > 1 else { return }
    var counts: [PayloadSizes.Count] = []
    var last: UInt32 = 0
    for _ in 0..<min(count, 1 << 20) {
      last &+= UInt32(truncatingIfNeeded: unsigned())
      counts.append(PayloadSizes.Count(size: last, count: UInt32(truncatingIfNeeded: unsigned())))
    }
    flow.sizes = PayloadSizes(counts)
  }
}
