/// The packets of a pcapng file, read block by block.
///
/// Blocks that hold no packets and describe none (names, secrets, custom blocks) are passed over.
final class PcapngSource: PacketSource {
  /// What packets need to know of their interface.
  private struct Interface {
    var linkType: Int32
    var snapLength: UInt32
    var clock: InterfaceClock
    var lastTime = Int64.min
  }

  /// Longest block of which the contents are read: the longest packet of any libpcap link type is shorter.
  private static let longestBlock = 16 << 20
  /// Most interfaces of one file; an index of 16 bits tells them apart.
  private static let mostInterfaces = 65_535

  @exclusivity(unchecked) private var buffer: BlockBuffer
  private var order = ByteOrder.little
  @exclusivity(unchecked) private var interfaces: [Interface] = []
  /// The same interfaces as the file describes them, for those who write its packets again.
  private var descriptions: [CaptureInterface] = []
  /// Options of the section at hand.
  private var sectionOptions: [UInt8] = []
  /// Bytes of options that may still be kept.
  private var optionRoom = 4 << 20
  /// Index of the section's first interface.
  private var sectionStart = 0
  /// Length of the current packet's block, which is taken when the next one is wanted.
  private var pendingLength = 0
  /// Length of the block at hand as its header says.
  private var statedLength: UInt32 = 0
  private var isFinished = false
  private var finest: TimeResolution?
  private var hasStatistics = false
  /// Packets that claim more bytes than their blocks hold, and number and place of the first one.
  private var overlongCount: UInt64 = 0
  private var firstOverlong: (packet: UInt64, offset: UInt64)?

  /// Reads the first section header.
  init(stream: ByteStream, path: String, summary: CaptureFileSummary) throws(CaptureFileError) {
    buffer = BlockBuffer(stream: stream)
    super.init(stream: stream, summary: summary)
    self.summary.format = .pcapng
    guard let length = readBlockHeader(), readSectionHeader(length: length) else {
      let reason = stream.failure ?? failureReason ?? "the first section header is damaged"
      throw .notACapture(file: path, reason: reason, offset: buffer.offset)
    }
    buffer.take(length)
  }

  /// Why the last block could not be read; `nil` if the file simply ended.
  private var failureReason: String?

  override func advance() -> Bool {
    guard !isFinished else { return false }
    buffer.take(pendingLength)
    pendingLength = 0
    failureReason = nil
    while let length = readBlockHeader() {
      switch readBlock(length: length) {
      case .packet:
        pendingLength = length
        return true
      case .other: buffer.take(length)
      case .skipped: continue
      case .damaged:
        finish()
        return false
      }
    }
    finish()
    return false
  }

  // MARK: Blocks

  private enum BlockOutcome {
    /// A packet, now the current one; the block was not taken yet.
    case packet
    /// Something else; the block was not taken yet.
    case other
    /// The block was passed over and taken.
    case skipped
    /// The block cannot be read, nor what is behind it.
    case damaged
  }

  /// Reads type and total length (with padding) of the next block; `nil` at the end, or if the length is wrong.
  private func readBlockHeader() -> Int? {
    guard buffer.need(12) else {
      if buffer.available > 0 { failureReason = "cut off" }
      return nil
    }
    let header = buffer.bytes.bytes
    if header.uint32(at: 0) == SectionHeaderBlock.type {
      guard let order = SectionHeaderBlock.order(of: header) else {
        failureReason = "the section header has no byte-order magic"
        return nil
      }
      self.order = order
    }
    let length = header.uint32(at: 4, order)
    guard length >= 12 else {
      failureReason = "a block length of \(length) is impossible"
      return nil
    }
    statedLength = length
    // Some writers padded their blocks but left the padding out of the length.
    return (Int(length) + 3) & ~3
  }

  private func readBlock(length: Int) -> BlockOutcome {
    let type = buffer.bytes.bytes.uint32(at: 0, order)
    switch type {
    case EnhancedPacketBlock.type, PacketBlock.type, SimplePacketBlock.type:
      guard readWhole(length) else { return .damaged }
      return readPacket(type: type, length: length)
    case SectionHeaderBlock.type:
      return readSectionHeader(length: length) ? .other : .damaged
    case InterfaceDescriptionBlock.type, InterfaceStatisticsBlock.type:
      guard readWhole(length) else { return .damaged }
      let isRead = type == InterfaceDescriptionBlock.type ? readInterface(length) : readStatistics(length)
      if !isRead { failureReason = "a block is too short" }
      return isRead ? .other : .damaged
    default:
      return skipBlock(length)
    }
  }

  /// Has the whole block at hand, with its two lengths equal.
  @inline(__always)
  private func readWhole(_ length: Int) -> Bool {
    guard length <= Self.longestBlock else {
      failureReason = "a block of \(length) bytes is longer than any packet"
      return false
    }
    guard buffer.need(length) else {
      failureReason = "cut off"
      return false
    }
    guard buffer.bytes.bytes.uint32(at: length - 4, order) == statedLength else {
      failureReason = "the two lengths of a block differ"
      return false
    }
    return true
  }

  private func skipBlock(_ length: Int) -> BlockOutcome {
    guard buffer.skip(UInt64(length - 4)), buffer.need(4) else {
      failureReason = "cut off"
      return .damaged
    }
    guard buffer.bytes.bytes.uint32(at: 0, order) == statedLength else {
      failureReason = "the two lengths of a block differ"
      return .damaged
    }
    buffer.take(4)
    return .skipped
  }

  // MARK: What describes packets

  private func readSectionHeader(length: Int) -> Bool {
    guard readWhole(length) else { return false }
    let block = buffer.bytes.bytes.extracting(first: length)
    guard let header = SectionHeaderBlock(block, order: order) else {
      failureReason = "the section header is too short"
      return false
    }
    guard header.majorVersion == 1 else {
      failureReason = "a section of version \(header.majorVersion) cannot be read"
      return false
    }
    for text in header.origin where summary.origin.count < 64 && !summary.origin.contains(text) {
      summary.origin.append(text)
    }
    sectionStart = interfaces.count
    sectionOptions = keptOptions(from: 24, length: length)
    return true
  }

  /// The options of the block at hand, which begin at an offset; none once too many were kept.
  private func keptOptions(from offset: Int, length: Int) -> [UInt8] {
    let count = length - 4 - offset
    guard count > 0, count <= optionRoom else { return [] }
    optionRoom -= count
    return Array(UnsafeRawBufferPointer(rebasing: buffer.bytes[offset..<offset + count]))
  }

  private func readInterface(_ length: Int) -> Bool {
    let bytes = buffer.bytes.bytes.extracting(first: length)
    guard let block = InterfaceDescriptionBlock(bytes, order: order) else { return false }
    guard interfaces.count < Self.mostInterfaces else {
      warn("more than \(Self.mostInterfaces) interfaces; packets of the others are left out")
      return true
    }
    interfaces.append(
      Interface(linkType: block.linkType, snapLength: block.snapLength, clock: block.clock))
    descriptions.append(
      CaptureInterface(
        linkType: block.linkType, linkField: UInt32(block.linkField), snapLength: block.snapLength,
        resolution: block.clock.resolution, offsetSeconds: block.clock.offsetSeconds, order: order,
        options: keptOptions(from: 16, length: length), sectionOptions: sectionOptions))
    summary.interfaces.append(
      .init(name: block.name, linkType: block.linkType, snapLength: block.snapLength))
    let linkName = LinkType.name(of: block.linkType)
    if !summary.linkTypes.contains(linkName) { summary.linkTypes.append(linkName) }
    summary.snapLength = max(summary.snapLength, block.snapLength)
    if finest.map({ block.clock.resolution.fineness < $0.fineness }) ?? true {
      finest = block.clock.resolution
      summary.timeResolution = block.clock.resolution.text
    }
    return true
  }

  private func readStatistics(_ length: Int) -> Bool {
    let bytes = buffer.bytes.bytes.extracting(first: length)
    guard let block = InterfaceStatisticsBlock(bytes, order: order) else { return false }
    guard let drops = block.drops, let index = index(ofInterface: block.interface) else { return true }
    if !hasStatistics {
      // From here on statistics are believed, not what single packets told.
      hasStatistics = true
      for index in summary.interfaces.indices { summary.interfaces[index].drops = nil }
    }
    summary.interfaces[index].drops = drops
    sumDrops()
    return true
  }

  private func sumDrops() {
    let drops = summary.interfaces.compactMap(\.drops)
    summary.drops = drops.isEmpty ? nil : drops.reduce(0, &+)
  }

  private func index(ofInterface number: UInt32) -> Int? {
    let index = sectionStart + Int(number)
    return index < interfaces.count ? index : nil
  }

  // MARK: Packets

  private func readPacket(type: UInt32, length: Int) -> BlockOutcome {
    let block = buffer.bytes.bytes.extracting(first: length)
    let record: PacketRecord?
    switch type {
    case EnhancedPacketBlock.type: record = EnhancedPacketBlock.read(block, order: order)
    case PacketBlock.type: record = PacketBlock.read(block, order: order)
    default:
      let snapLength = sectionStart < interfaces.count ? interfaces[sectionStart].snapLength : 0
      record = SimplePacketBlock.read(block, order: order, snapLength: snapLength)
    }
    guard let record, let pointer = buffer.pointer else {
      failureReason = "a packet block is too short"
      return .damaged
    }
    frame &+= 1
    bytes = pointer + record.dataOffset
    capturedLength = Int(min(UInt64(record.capturedLength), UInt64(record.room)))
    if capturedLength < Int(record.capturedLength) {
      if firstOverlong == nil { firstOverlong = (frame, buffer.offset) }
      overlongCount &+= 1
    }
    originalLength = record.originalLength
    isOutgoing = record.isOutgoing
    setInterface(of: record)
    return .packet
  }

  @inline(__always)
  private func setInterface(of record: PacketRecord) {
    let index = sectionStart + Int(record.interface)
    isInterfaceKnown = index < interfaces.count
    guard isInterfaceKnown else { return }
    interfaceIndex = index
    linkType = interfaces[index].linkType
    if let drops = record.drops, drops > 0, !hasStatistics {
      summary.interfaces[index].drops = (summary.interfaces[index].drops ?? 0) &+ drops
      sumDrops()
    }
    // A packet without a time of its own keeps that of the packet in front of it.
    guard let ticks = record.ticks else { return }
    timestamp = interfaces[index].clock.nanoseconds(ticks: ticks)
    if timestamp < interfaces[index].lastTime { timeReversals &+= 1 }
    interfaces[index].lastTime = timestamp
  }

  override func interface(_ index: Int) -> CaptureInterface? {
    index < descriptions.count ? descriptions[index] : nil
  }

  override func details() -> RecordDetails {
    let block = buffer.bytes.bytes.extracting(first: pendingLength)
    let type = block.uint32(at: 0, order)
    let record =
      type == EnhancedPacketBlock.type
      ? EnhancedPacketBlock.read(block, order: order)
      : type == PacketBlock.type ? PacketBlock.read(block, order: order) : nil
    guard let record, let ticks = record.ticks else {
      // A block without a time: the packet has that of the packet in front of it.
      return RecordDetails(stamp: interfaces[interfaceIndex].clock.ticks(nanoseconds: timestamp))
    }
    let start = min(record.dataOffset + (capturedLength + 3) & ~3, record.end)
    return RecordDetails(
      stamp: ticks, options: UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<record.end]))
  }

  // MARK: The end

  private func finish() {
    isFinished = true
    if let (packet, offset) = firstOverlong {
      warn(
        "\(overlongCount) packets claim more bytes than their blocks hold, first packet \(packet) "
          + "at offset \(offset)")
    }
    let place = "after packet \(frame) at offset \(buffer.offset)"
    if let failure = stream.failure {
      warn("\(failure), \(place); analysed up to there")
    } else if failureReason == "cut off" {
      warn("cut off in the middle of a block \(place); analysed up to there")
    } else if let failureReason {
      warn("\(failureReason), \(place); analysed up to there")
    }
  }
}
