import PacketCapture

/// Reads records that `RecordEncoder` wrote, and nothing else: it trusts their form.
struct RecordDecoder {
  private var place: UnsafeRawPointer

  init(_ place: UnsafeRawPointer) {
    self.place = place
  }

  @inline(__always)
  private mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type) -> Value {
    let value = place.loadUnaligned(as: Value.self)
    place += MemoryLayout<Value>.size
    return value
  }

  private mutating func endpoint(isIPv6: Bool) -> Endpoint {
    let address =
      isIPv6
      ? IPAddress(ipv6High: fixed(UInt64.self), low: fixed(UInt64.self))
      : IPAddress(ipv4: fixed(UInt32.self))
    return Endpoint(address: address, port: fixed(UInt16.self))
  }

  /// Reads sender and receiver of the connection's first packet, with which a record begins.
  mutating func readEndpoints() -> (source: Endpoint, destination: Endpoint) {
    let isIPv6 = fixed(UInt8.self) == 1
    let source = endpoint(isIPv6: isIPv6)
    return (source, endpoint(isIPv6: isIPv6))
  }

  /// Reads what belongs to both flows.
  mutating func read(_ connection: inout LiveConnection) {
    readWithoutHistory(&connection)
    connection.historySeen = 0
    for index in 0..<Int(connection.historyCount) {
      let entry = fixed(UInt8.self)
      connection.history[index] = entry
      connection.historySeen |= LiveConnection.historyBit(entry)
    }
  }

  /// Reads what an outline shows of a connection, and of each flow the counts, traits and bytes; no other word is set.
  mutating func readOutline(
    _ connection: inout LiveConnection, _ forward: UnsafeMutablePointer<FlowState>,
    _ backward: UnsafeMutablePointer<FlowState>
  ) {
    readWithoutHistory(&connection)
    place += Int(connection.historyCount)
    readOutline(forward)
    readOutline(backward)
  }

  private mutating func readWithoutHistory(_ connection: inout LiveConnection) {
    (connection.source, connection.destination) = readEndpoints()
    connection.firstTime = fixed(Int64.self)
    connection.traits = ConnectionTraits(rawValue: fixed(UInt32.self))
    var times: InlineArray<4, Int64> = .init(repeating: 0)
    let width = UInt32(fixed(UInt8.self))
    withUnsafeMutablePointer(to: &times) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 4) { read(0..<4, of: $0, width) }
    }
    connection.lastTime = connection.firstTime &+ times[0]
    connection.handshakeFar = times[1]
    connection.handshakeNear = times[2]
    connection.synAckTime = times[3]
    connection.historyCount = min(fixed(UInt8.self), 20)
  }

  /// Reads a flow into a state that is as new, apart from words that are overwritten.
  mutating func read(_ flow: UnsafeMutablePointer<FlowState>) {
    let widths = fixed(UInt32.self)
    let words = flow.words
    read(FlowWordGroup.counts, of: words, widths)
    read(FlowWordGroup.sizes, of: words, widths >> 3)
    read(FlowWordGroup.numbers, of: words, widths >> 6)
    read(FlowWordGroup.bytes, of: words, widths >> 9)
    read(FlowWordGroup.windows, of: words, widths >> 27)
    read(FlowWordGroup.times, of: words, widths >> 12)
    read(FlowWordGroup.open, of: words, widths >> 15)
    read(FlowWordGroup.roundTrips, of: words, widths >> 18)
    read(FlowWordGroup.events, of: words, widths >> 24)
    if widths >> 21 & 7 != 0 { readNamed(FlowWordGroup.rare, of: words, widths >> 21 & 7) }
    if widths >> 21 & 7 != 0 { flow.pointee.noteRareWords() }
    if widths >> 31 != 0 {
      for _ in 0..<fixed(UInt32.self) {
        let size = fixed(UInt32.self)
        flow.pointee.sizes.add(PayloadSizes.Count(size: size, count: fixed(UInt32.self)))
      }
    } else if flow.pointee[.dataPackets] > 0 {
      flow.pointee.sizes.add(
        PayloadSizes.Count(
          size: UInt32(truncatingIfNeeded: flow.pointee[.payloadSizeMin]),
          count: UInt32(truncatingIfNeeded: flow.pointee[.dataPackets])))
    }
  }

  /// Reads the words of a group that are not zero; the others must be.
  private mutating func readNamed(_ group: Range<Int>, of words: UnsafeMutablePointer<Int64>, _ code: UInt32)
  {
    let count = Int(fixed(UInt8.self))
    let size = RecordWidth.bytes(code)
    let names = place
    place += count
    for number in 0..<count {
      let index = group.lowerBound + Int(names.load(fromByteOffset: number, as: UInt8.self))
      words[index] = word(size)
    }
  }

  @inline(__always)
  private mutating func readOutline(_ flow: UnsafeMutablePointer<FlowState>) {
    let widths = fixed(UInt32.self)
    let words = flow.words
    read(FlowWordGroup.counts, of: words, widths)
    skip(FlowWordGroup.sizes, widths >> 3)
    read(FlowWordGroup.numbers, of: words, widths >> 6)
    read(FlowWordGroup.bytes, of: words, widths >> 9)
    skip(FlowWordGroup.windows, widths >> 27)
    skip(FlowWordGroup.times, widths >> 12)
    skip(FlowWordGroup.open, widths >> 15)
    skip(FlowWordGroup.roundTrips, widths >> 18)
    read(FlowWordGroup.events, of: words, widths >> 24)
    if widths >> 21 & 7 != 0 {
      let count = Int(fixed(UInt8.self))
      place += count + count * RecordWidth.bytes(widths >> 21)
    }
    if widths >> 31 != 0 { place += 8 * Int(fixed(UInt32.self)) }
  }

  /// Passes over a group of words; `widths` has its width in the lowest three bits.
  @inline(__always)
  private mutating func skip(_ group: Range<Int>, _ widths: UInt32) {
    place += group.count * RecordWidth.bytes(widths)
  }

  /// Reads a group of words; `widths` has its width in the lowest three bits.
  @inline(__always)
  private mutating func read(_ group: Range<Int>, of words: UnsafeMutablePointer<Int64>, _ widths: UInt32) {
    let size = RecordWidth.bytes(widths)
    guard size > 0 else {
      for index in group { words[index] = 0 }
      return
    }
    for index in group { words[index] = word(size) }
  }

  /// Reads a word of 1 to 8 bytes; the store has bytes to spare behind every record.
  @inline(__always)
  private mutating func word(_ size: Int) -> Int64 {
    let bits = place.loadUnaligned(as: UInt64.self) & RecordWidth.mask(size)
    place += size
    return Int64(bitPattern: bits)
  }
}
