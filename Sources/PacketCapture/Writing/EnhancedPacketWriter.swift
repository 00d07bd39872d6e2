/// Writes packets of one interface as enhanced packet blocks (draft-ietf-opsawg-pcapng, section 4.3).
struct EnhancedPacketWriter {
  let interface: CaptureInterface
  /// Whether all options of a packet are kept, and not only its direction.
  let keepsTexts: Bool

  /// Appends a packet: interface, ticks (upper half first), lengths, data, options.
  func append(_ packet: CapturedPacket, to bytes: inout [UInt8]) {
    let order = interface.order
    let ticks = ticks(packet.stamp)
    SectionWriter.appendBlock(EnhancedPacketBlock.type, order, to: &bytes) { bytes in
      bytes.append(0 as UInt32, order)
      bytes.append(UInt32(truncatingIfNeeded: ticks >> 32), order)
      bytes.append(UInt32(truncatingIfNeeded: ticks), order)
      bytes.append(UInt32(clamping: packet.bytes.count), order)
      bytes.append(packet.originalLength, order)
      let start = bytes.count
      bytes.append(contentsOf: packet.bytes)
      bytes.pad(from: start)
      appendOptions(packet.options, to: &bytes)
    }
  }

  /// Ticks since the interface's zero; a fraction of more than a second, in a damaged file, counts on.
  private func ticks(_ stamp: UInt64) -> UInt64 {
    guard interface.isClassic else { return stamp }
    let unit: UInt64 = interface.resolution.rawValue == 9 ? 1_000_000_000 : 1_000_000
    return (stamp >> 32) * unit + stamp & 0xffff_ffff
  }

  private func appendOptions(_ options: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    guard options.count >= 4 else { return }
    let span = options.bytes
    var reader = OptionReader(at: 0, order: interface.order)
    let start = bytes.count
    while let option = reader.next(in: span) {
      // epb_flags; all but the lowest two bits tell of the link layer's reception.
      guard keepsTexts || (option.code == 2 && option.length == 4) else { continue }
      let value = options[option.offset..<option.offset + option.length]
      SectionWriter.appendOption(option.code, Array(value), interface.order, to: &bytes)
    }
    if bytes.count > start { bytes.append(0 as UInt32, interface.order) }
  }
}
