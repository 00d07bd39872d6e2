/// Writes the blocks of a pcapng file that describe packets (draft-ietf-opsawg-pcapng, sections 4.1, 4.2 and 4.6).
struct SectionWriter {
  let keepsTexts: Bool

  /// Appends the header of a section like that of an interface.
  func appendSection(of interface: CaptureInterface, to bytes: inout [UInt8]) {
    appendSection(order: interface.order, options: keepsTexts ? interface.sectionOptions : [], to: &bytes)
  }

  /// Appends a section header: byte-order magic, version 1.0, length unknown, options.
  func appendSection(order: ByteOrder, options: [UInt8], to bytes: inout [UInt8]) {
    Self.appendBlock(SectionHeaderBlock.type, order, to: &bytes) { bytes in
      bytes.append(0x1a2b_3c4d as UInt32, order)
      bytes.append(1 as UInt16, order)
      bytes.append(0 as UInt16, order)
      bytes.append(UInt64.max, order)
      bytes += options
    }
  }

  /// Appends an interface: link type, reserved, snap length, options.
  func appendInterface(_ interface: CaptureInterface, to bytes: inout [UInt8]) {
    let order = interface.order
    Self.appendBlock(InterfaceDescriptionBlock.type, order, to: &bytes) { bytes in
      bytes.append(UInt16(truncatingIfNeeded: interface.linkField), order)
      bytes.append(0 as UInt16, order)
      bytes.append(interface.snapLength, order)
      if keepsTexts, !interface.options.isEmpty {
        bytes += interface.options
        return
      }
      // if_tsresol; microseconds are what is meant without it.
      let resolution = interface.resolution.rawValue
      let hasClock = resolution != 6 || interface.offsetSeconds != 0
      if resolution != 6 { Self.appendOption(9, [resolution], order, to: &bytes) }
      // if_tsoffset
      if interface.offsetSeconds != 0 {
        var value: [UInt8] = []
        value.append(UInt64(bitPattern: interface.offsetSeconds), order)
        Self.appendOption(14, value, order, to: &bytes)
      }
      if hasClock { bytes.append(0 as UInt32, order) }
    }
  }

  /// Appends what an interface had dropped (isb_ifdrop), at no particular time.
  static func appendStatistics(interface: UInt32, drops: UInt64, order: ByteOrder, to bytes: inout [UInt8]) {
    appendBlock(InterfaceStatisticsBlock.type, order, to: &bytes) { bytes in
      bytes.append(interface, order)
      bytes.append(0 as UInt64, order)
      var value: [UInt8] = []
      value.append(drops, order)
      appendOption(5, value, order, to: &bytes)
      bytes.append(0 as UInt32, order)
    }
  }

  /// Appends an option: code, length, value, padding.
  static func appendOption(_ code: UInt16, _ value: [UInt8], _ order: ByteOrder, to bytes: inout [UInt8]) {
    bytes.append(code, order)
    bytes.append(UInt16(truncatingIfNeeded: value.count), order)
    let start = bytes.count
    bytes += value
    bytes.pad(from: start)
  }

  /// Appends a block: type, length, body with padding, length.
  static func appendBlock(
    _ type: UInt32, _ order: ByteOrder, to bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void
  ) {
    let start = bytes.count
    bytes.append(type, order)
    bytes.append(0 as UInt32, order)
    body(&bytes)
    bytes.pad(from: start)
    let length = UInt32(truncatingIfNeeded: bytes.count - start + 4)
    bytes.append(length, order)
    var field: [UInt8] = []
    field.append(length, order)
    bytes.replaceSubrange(start + 4..<start + 8, with: field)
  }
}
