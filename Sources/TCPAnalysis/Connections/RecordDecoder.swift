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

  /// Reads what belongs to both flows.
  mutating func read(_ connection: inout LiveConnection) {
    let isIPv6 = fixed(UInt8.self) == 1
    connection.source = endpoint(isIPv6: isIPv6)
    connection.destination = endpoint(isIPv6: isIPv6)
    connection.firstTime = fixed(Int64.self)
    var words: InlineArray<8, Int64> = .init(repeating: 0)
    withUnsafeMutablePointer(to: &words) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 8) { read(group: $0, count: 8) }
    }
    connection.lastTime = connection.firstTime &+ words[0]
    connection.traits = ConnectionTraits(rawValue: UInt32(truncatingIfNeeded: words[1]))
    connection.handshakeFar = words[2]
    connection.handshakeNear = words[3]
    connection.synAckTime = words[4]
    connection.historyCount = min(fixed(UInt8.self), 24)
    connection.historySeen = 0
    for index in 0..<Int(connection.historyCount) {
      let entry = fixed(UInt8.self)
      connection.history[index] = entry
      connection.historySeen |= LiveConnection.historyBit(entry)
    }
  }

  /// Reads both flows into fresh states.
  mutating func read(
    _ forward: UnsafeMutablePointer<FlowState>, _ backward: UnsafeMutablePointer<FlowState>
  ) {
    _ = fixed(UInt32.self)
    read(forward)
    read(backward)
  }

  /// Reads of both flows the words that an outline needs; the others are left alone.
  mutating func readOutline(
    _ forward: UnsafeMutablePointer<FlowState>, _ backward: UnsafeMutablePointer<FlowState>
  ) {
    let start = place
    let length = Int(fixed(UInt32.self))
    readOutline(forward)
    place = start + length
    readOutline(backward)
  }

  private mutating func readOutline(_ flow: UnsafeMutablePointer<FlowState>) {
    flow.withMemoryRebound(to: Int64.self, capacity: FlowWord.count) { words in
      for index in 0..<FlowWord.outlineCount { words[index] = 0 }
      _ = fixed(UInt8.self)
      read(group: words, count: FlowWord.commonCount, upTo: FlowWord.outlineCount)
    }
  }

  private mutating func read(_ flow: UnsafeMutablePointer<FlowState>) {
    let parts = RecordParts(rawValue: fixed(UInt8.self))
    flow.withMemoryRebound(to: Int64.self, capacity: FlowWord.count) { words in
      read(group: words, count: FlowWord.commonCount)
      if parts.contains(.rareWords) {
        read(group: words + FlowWord.commonCount, count: FlowWord.count - FlowWord.commonCount)
      }
    }
    if parts.contains(.rareWords) { flow.pointee.noteRareWords() }
    if parts.contains(.sizes) {
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

  /// Reads a group of `count` words; behind the first `limit` of them it stops anywhere.
  @inline(__always)
  private mutating func read(group words: UnsafeMutablePointer<Int64>, count: Int, upTo limit: Int = 64) {
    let width = (count + 7) / 8
    var bitmap = place.loadUnaligned(as: UInt64.self)
    if width < 8 { bitmap &= 1 << UInt64(8 * width) - 1 }
    place += width
    var lengths = place
    place += (bitmap.nonzeroBitCount + 3) / 4
    if limit < 64 { bitmap &= 1 << UInt64(limit) - 1 }
    var codes: UInt8 = 0
    var left = 0
    while bitmap != 0 {
      if left == 0 {
        codes = lengths.load(as: UInt8.self)
        lengths += 1
        left = 4
      }
      // The bytes behind the number's own are shifted out; its sign is kept.
      let unused = 64 - 8 << Int64(codes & 3)
      words[bitmap.trailingZeroBitCount] = (place.loadUnaligned(as: Int64.self) << unused) >> unused
      place += 1 << Int(codes & 3)
      codes >>= 2
      left -= 1
      bitmap &= bitmap - 1
    }
  }
}
