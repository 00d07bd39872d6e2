/// Interface Description Block: link type, snap length, name and clock of one interface
/// (draft-ietf-opsawg-pcapng, section 4.2).
struct InterfaceDescriptionBlock {
  static let type: UInt32 = 1

  let linkType: Int32
  let snapLength: UInt32
  private(set) var name: String?
  private(set) var clock = InterfaceClock()
  /// Link type as it stands in the file.
  let linkField: UInt16

  /// Reads a whole block; `nil` if it is too short.
  init?(_ block: RawSpan, order: ByteOrder) {
    guard block.byteCount >= 20 else { return nil }
    linkField = block.uint16(at: 8, order)
    linkType = LinkType.fromFile(linkField)
    snapLength = block.uint32(at: 12, order)
    var options = OptionReader(at: 16, order: order)
    while let option = options.next(in: block) {
      switch (option.code, option.length) {
      case (2, 1...): name = block.text(option)
      case (9, 1): clock.resolution = TimeResolution(rawValue: block.byte(at: option.offset))
      case (14, 8):
        clock.setOffset(seconds: Int64(bitPattern: block.uint64(at: option.offset, order)))
      default: break
      }
    }
  }
}

/// How an interface counts time: ticks of some length since some second.
struct InterfaceClock {
  var resolution = TimeResolution(rawValue: 6)
  private(set) var offsetNanoseconds: Int64 = 0
  /// What is to be added to all times, as the file says it.
  private(set) var offsetSeconds: Int64 = 0

  /// Sets what is to be added to all times (if_tsoffset); out of range it becomes the farthest time.
  mutating func setOffset(seconds: Int64) {
    let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    offsetNanoseconds = isOver ? (seconds < 0 ? .min : .max) : product
    offsetSeconds = seconds
  }

  /// Ticks at a time, rounded down: the inverse of ``nanoseconds(ticks:)``.
  func ticks(nanoseconds: Int64) -> UInt64 {
    resolution.ticks(nanoseconds: nanoseconds.subtractingReportingOverflow(offsetNanoseconds).partialValue)
  }

  /// Nanoseconds since the epoch; a time out of range becomes the farthest one.
  @inline(__always)
  func nanoseconds(ticks: UInt64) -> Int64 {
    let (time, isOver) = resolution.nanoseconds(ticks: ticks).addingReportingOverflow(offsetNanoseconds)
    return isOver ? (offsetNanoseconds < 0 ? .min : .max) : time
  }
}
