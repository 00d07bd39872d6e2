import PacketCapture

/// Writes records: groups of numbers, each group at the width of its greatest, so that zeros take nothing.
///
/// Everything is written at plain addresses: the caller provides the room.
struct RecordEncoder {
  /// Bytes that a connection with both flows may take at most, payload sizes excepted.
  private static let fixedSize = 256 + 2 * (16 + 9 * FlowWord.count)

  private(set) var place: UnsafeMutableRawPointer

  init(_ place: UnsafeMutableRawPointer) {
    self.place = place
  }

  /// Bytes that a record may take.
  static func room(_ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>) -> Int {
    fixedSize + 8 * (forward.pointee.sizes.count + backward.pointee.sizes.count)
  }

  /// Writes the record of a connection with both flows.
  mutating func append(
    _ connection: UnsafePointer<LiveConnection>, _ forward: UnsafePointer<FlowState>,
    _ backward: UnsafePointer<FlowState>
  ) {
    append(connection)
    append(forward)
    append(backward)
  }

  @inline(__always)
  private mutating func append<Value: FixedWidthInteger>(fixed value: Value) {
    place.storeBytes(of: value, as: Value.self)
    place += MemoryLayout<Value>.size
  }

  private mutating func append(_ endpoint: Endpoint) {
    if endpoint.address.isIPv6 {
      append(fixed: endpoint.address.high)
      append(fixed: endpoint.address.low)
    } else {
      append(fixed: UInt32(truncatingIfNeeded: endpoint.address.low))
    }
    append(fixed: endpoint.port)
  }

  /// Appends what belongs to both flows.
  private mutating func append(_ connection: UnsafePointer<LiveConnection>) {
    append(fixed: UInt8(connection.pointee.source.address.isIPv6 ? 1 : 0))
    append(connection.pointee.source)
    append(connection.pointee.destination)
    append(fixed: connection.pointee.firstTime)
    append(fixed: connection.pointee.traits.rawValue)
    var times: InlineArray<4, Int64> = .init(repeating: 0)
    times[0] = connection.pointee.lastTime &- connection.pointee.firstTime
    times[1] = connection.pointee.handshakeFar
    times[2] = connection.pointee.handshakeNear
    // What an acknowledged handshake no longer needs.
    if !connection.pointee.traits.contains(.handshakeAcknowledged) {
      times[3] = connection.pointee.synAckTime
    }
    let header = place
    place += 1
    let width = withUnsafePointer(to: &times) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 4) { append(0..<4, of: $0) }
    }
    header.storeBytes(of: UInt8(truncatingIfNeeded: width), as: UInt8.self)
    append(fixed: connection.pointee.historyCount)
    for index in 0..<Int(connection.pointee.historyCount) { append(fixed: connection.pointee.history[index]) }
  }

  /// Appends a flow: the widths of its groups, the groups, and its payload sizes where there are several.
  private mutating func append(_ flow: UnsafePointer<FlowState>) {
    let header = place
    place += 4
    let words = flow.words
    var widths = append(FlowWordGroup.counts, of: words)
    widths |= append(FlowWordGroup.sizes, of: words) << 3
    widths |= append(FlowWordGroup.numbers, of: words) << 6
    widths |= append(FlowWordGroup.bytes, of: words) << 9
    widths |= append(FlowWordGroup.windows, of: words) << 27
    widths |= append(FlowWordGroup.times, of: words) << 12
    widths |= append(FlowWordGroup.open, of: words) << 15
    widths |= append(FlowWordGroup.roundTrips, of: words) << 18
    widths |= append(FlowWordGroup.events, of: words) << 24
    if flow.pointee.hasRareWords { widths |= appendNamed(FlowWordGroup.rare, of: words) << 21 }
    let sizes = flow.pointee.sizes.count
    // A single size stands in the words already.
    if sizes > 1 {
      widths |= 1 << 31
      append(fixed: UInt32(truncatingIfNeeded: sizes))
      flow.pointee.sizes.forEach { size in
        append(fixed: size.size)
        append(fixed: size.count)
      }
    }
    header.storeBytes(of: widths, as: UInt32.self)
  }

  /// Appends the words of a group that are not zero: their number, their places in the group, their values.
  ///
  /// - Returns: The code of ``RecordWidth`` for each value.
  private mutating func appendNamed(_ group: Range<Int>, of words: UnsafePointer<Int64>) -> UInt32 {
    var bits: UInt64 = 0
    let header = place
    place += 1
    for index in group where words[index] != 0 {
      bits |= UInt64(bitPattern: words[index])
      append(fixed: UInt8(truncatingIfNeeded: index - group.lowerBound))
    }
    guard bits != 0 else {
      place = header
      return 0
    }
    header.storeBytes(of: UInt8(truncatingIfNeeded: place - header - 1), as: UInt8.self)
    let code = RecordWidth.code(bits)
    let size = RecordWidth.bytes(code)
    for index in group where words[index] != 0 { append(words[index], size) }
    return code
  }

  /// Appends a group of words, nothing if all are zero.
  ///
  /// - Returns: The code of ``RecordWidth`` for each word.
  @inline(__always)
  private mutating func append(_ group: Range<Int>, of words: UnsafePointer<Int64>) -> UInt32 {
    var bits: UInt64 = 0
    for index in group { bits |= UInt64(bitPattern: words[index]) }
    if bits == 0 { return 0 }
    let code = RecordWidth.code(bits)
    let size = RecordWidth.bytes(code)
    for index in group { append(words[index], size) }
    return code
  }

  /// Appends the lowest bytes of a word.
  ///
  /// All eight are written, in one step; what follows is written over the rest, and the room has bytes to spare.
  @inline(__always)
  private mutating func append(_ word: Int64, _ size: Int) {
    place.storeBytes(of: word, as: Int64.self)
    place += size
  }
}
