import PacketCapture

/// Writes records: groups of words as bitmap, lengths and bytes, so that zeros take a bit and small numbers a byte.
///
/// A group is a bitmap of the words that are not zero, two bits for the length of each of these (1, 2, 4 or 8
/// bytes), and their lower bytes. Everything is written at plain addresses: the caller provides the room.
struct RecordEncoder {
  /// Bytes that a connection with both flows may take, payload sizes excepted.
  static let fixedSize = 320 + 2 * (48 + 9 * FlowWord.count)
  /// Bytes behind a record that writing may touch.
  static let margin = 8

  private(set) var place: UnsafeMutableRawPointer

  init(_ place: UnsafeMutableRawPointer) {
    self.place = place
  }

  /// Bytes that a record may take.
  static func room(_ forward: UnsafePointer<FlowState>, _ backward: UnsafePointer<FlowState>) -> Int {
    fixedSize + 8 * (forward.pointee.sizes.count + backward.pointee.sizes.count) + margin
  }

  /// Writes the record of a connection with both flows.
  mutating func append(
    _ connection: UnsafePointer<LiveConnection>, _ forward: UnsafePointer<FlowState>,
    _ backward: UnsafePointer<FlowState>
  ) {
    append(connection)
    let length = place
    place += 4
    append(forward)
    length.storeBytes(of: UInt32(truncatingIfNeeded: place - length), as: UInt32.self)
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
    var words: InlineArray<8, Int64> = .init(repeating: 0)
    words[0] = connection.pointee.lastTime &- connection.pointee.firstTime
    words[1] = Int64(connection.pointee.traits.rawValue)
    words[2] = connection.pointee.handshakeFar
    words[3] = connection.pointee.handshakeNear
    // What an acknowledged handshake no longer needs; the letters seen follow from the history.
    if !connection.pointee.traits.contains(.handshakeAcknowledged) { words[4] = connection.pointee.synAckTime }
    withUnsafePointer(to: &words) { pointer in
      pointer.withMemoryRebound(to: Int64.self, capacity: 8) { append(group: $0, count: 8) }
    }
    append(fixed: connection.pointee.historyCount)
    for index in 0..<Int(connection.pointee.historyCount) { append(fixed: connection.pointee.history[index]) }
  }

  /// Appends a flow: what follows its common words, these, and the rest.
  private mutating func append(_ flow: UnsafePointer<FlowState>) {
    let sizes = flow.pointee.sizes.count
    // A single size stands in the words already.
    let parts = RecordParts(hasRareWords: flow.pointee.hasRareWords, hasSizes: sizes > 1)
    append(fixed: parts.rawValue)
    flow.withMemoryRebound(to: Int64.self, capacity: FlowWord.count) { words in
      append(group: words, count: FlowWord.commonCount)
      if parts.contains(.rareWords) {
        append(group: words + FlowWord.commonCount, count: FlowWord.count - FlowWord.commonCount)
      }
    }
    guard parts.contains(.sizes) else { return }
    append(fixed: UInt32(truncatingIfNeeded: sizes))
    flow.pointee.sizes.forEach { size in
      append(fixed: size.size)
      append(fixed: size.count)
    }
  }

  /// Appends at most 64 words; the bitmap is as many whole bytes as there are words for.
  @inline(__always)
  private mutating func append(group words: UnsafePointer<Int64>, count: Int) {
    var bitmap: UInt64 = 0
    for index in 0..<count where words[index] != 0 { bitmap |= 1 << UInt64(index) }
    place.storeBytes(of: bitmap, as: UInt64.self)
    place += (count + 7) / 8
    let present = bitmap.nonzeroBitCount
    var lengths = place
    var data = place + (present + 3) / 4
    var codes: UInt8 = 0
    var shift: UInt8 = 0
    while bitmap != 0 {
      let value = words[bitmap.trailingZeroBitCount]
      bitmap &= bitmap - 1
      let code = Self.lengthCode(value)
      data.storeBytes(of: value, as: Int64.self)
      data += 1 << Int(code)
      codes |= code << shift
      shift += 2
      if shift == 8 {
        lengths.storeBytes(of: codes, as: UInt8.self)
        lengths += 1
        codes = 0
        shift = 0
      }
    }
    if shift > 0 { lengths.storeBytes(of: codes, as: UInt8.self) }
    place = data
  }

  /// Binary logarithm of the bytes that hold a number with its sign.
  @inline(__always)
  private static func lengthCode(_ value: Int64) -> UInt8 {
    // Bits above the sign bit all equal it.
    let unused = (value ^ (value >> 63)).leadingZeroBitCount
    return unused > 56 ? 0 : unused > 48 ? 1 : unused > 32 ? 2 : 3
  }
}

/// What follows the common words of a flow in its record.
struct RecordParts: OptionSet {
  var rawValue: UInt8
  static let rareWords = RecordParts(rawValue: 1)
  static let sizes = RecordParts(rawValue: 2)

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(hasRareWords: Bool, hasSizes: Bool) {
    rawValue = (hasRareWords ? 1 : 0) | (hasSizes ? 2 : 0)
  }
}
