/// Turns packets into the records of capture files, and says what must stand in front of them.
///
/// Where all files read are classic ones of one link type and resolution, classic files come out, else pcapng. Times,
/// link types, captured and original lengths stay as they were, to the bit; of pcapng also the options of packets,
/// interfaces and sections. A classic file always comes out little-endian and of version 2.4; the obsolete and the
/// simple packet blocks of pcapng become enhanced ones.
public final class CaptureEncoder {
  /// What is kept of the words in a pcapng file.
  public enum Texts: Sendable {
    /// All options: names, comments, hashes; only the interfaces of the packets written are described.
    case kept
    /// Only what the packets are read by: clocks and directions; interfaces keep their numbers.
    case dropped
  }

  /// Which format is written.
  public enum Form: Sendable {
    /// Classic files where they can hold the packets, else pcapng.
    case fitting
    /// pcapng, also of classic files.
    case pcapng
  }

  /// What one output file holds so far; a value of few bytes for each of very many.
  public struct Progress: Sendable {
    /// Whether anything was written.
    public fileprivate(set) var hasBegun = false
    fileprivate var order: ByteOrder?
    /// Numbers of the interfaces in the section at hand.
    fileprivate var numbers: [InterfaceKey: UInt32] = [:]
    /// How many interfaces of each file were looked at, so that none is looked at twice.
    fileprivate var described: [Int: Int] = [:]

    /// Nothing yet.
    public init() {}
  }

  /// The header of classic files; `nil` if pcapng is written.
  public let classicHeader: ClassicFileHeader?
  private let texts: Texts
  /// Knows all interfaces of its files; it holds its observer, and that this.
  private weak var reader: CaptureReader?
  private var descriptions: [InterfaceKey: CaptureInterface] = [:]
  private var lastInterface: InterfaceKey?

  /// Makes an encoder for packets of a reader that stands before its first one.
  public init(_ reader: CaptureReader, form: Form = .fitting, texts: Texts = .kept) {
    classicHeader = form == .pcapng ? nil : reader.classicHeader
    self.texts = texts
    self.reader = reader
  }

  /// Ending of the files, without the point.
  public var fileEnding: String { classicHeader == nil ? "pcapng" : "pcap" }

  /// Appends the record of a packet; in pcapng the number of its interface is set by ``prepare(_:_:interface:into:)``.
  ///
  /// - Returns: `false` for a packet of an interface that its file never described, of which no record can be made.
  public func encode(_ packet: CapturedPacket, into bytes: inout [UInt8]) -> Bool {
    guard let description = packet.description else { return false }
    if lastInterface != packet.interface {
      lastInterface = packet.interface
      if descriptions[packet.interface] == nil { descriptions[packet.interface] = description }
    }
    if classicHeader != nil {
      bytes.append(UInt32(truncatingIfNeeded: packet.stamp >> 32), .little)
      bytes.append(UInt32(truncatingIfNeeded: packet.stamp), .little)
      bytes.append(UInt32(clamping: packet.bytes.count), .little)
      bytes.append(packet.originalLength, .little)
      bytes.append(contentsOf: packet.bytes)
    } else {
      EnhancedPacketWriter(interface: description, keepsTexts: texts == .kept).append(packet, to: &bytes)
    }
    return true
  }

  /// Writes what must stand in an output file before a record of an interface, and numbers the interface in the record.
  ///
  /// - Parameters:
  ///   - progress: Of that file.
  ///   - record: The record's bytes, for which there is one file only.
  ///   - interface: Of the packet.
  ///   - bytes: Headers are appended here; nothing in most cases.
  public func prepare(
    _ progress: inout Progress, _ record: UnsafeMutableRawBufferPointer, interface: InterfaceKey,
    into bytes: inout [UInt8]
  ) {
    if let classicHeader {
      if !progress.hasBegun { classicHeader.append(to: &bytes) }
      progress.hasBegun = true
      return
    }
    guard let description = descriptions[interface] else { return }
    let writer = SectionWriter(keepsTexts: texts == .kept)
    if progress.order != description.order {
      writer.appendSection(of: description, to: &bytes)
      progress = Progress()
      progress.order = description.order
    }
    progress.hasBegun = true
    if progress.numbers[interface] == nil, texts == .dropped {
      appendInterfaces(of: interface.file, &progress, writer, to: &bytes)
    }
    let known = progress.numbers[interface]
    let number = known ?? UInt32(truncatingIfNeeded: progress.numbers.count)
    if known == nil {
      writer.appendInterface(description, to: &bytes)
      progress.numbers[interface] = number
    }
    guard record.count >= 12 else { return }
    record.storeBytes(
      of: description.order == .big ? number.bigEndian : number.littleEndian, toByteOffset: 8, as: UInt32.self
    )
  }

  /// Describes all interfaces of a file that are known so far, in order, so that their numbers stay as they were.
  private func appendInterfaces(
    of file: Int, _ progress: inout Progress, _ writer: SectionWriter, to bytes: inout [UInt8]
  ) {
    var index = progress.described[file] ?? 0
    defer { progress.described[file] = index }
    while let description = reader?.interface(InterfaceKey(file: file, index: index)) {
      let key = InterfaceKey(file: file, index: index)
      index += 1
      guard progress.numbers[key] == nil, description.order == progress.order else { continue }
      writer.appendInterface(description, to: &bytes)
      progress.numbers[key] = UInt32(truncatingIfNeeded: progress.numbers.count)
    }
  }

  /// Appends how many packets each interface of the section at hand had dropped, as far as it is known.
  ///
  /// - Parameters:
  ///   - progress: Of the file.
  ///   - drops: Packets dropped, by file and interface.
  ///   - bytes: The blocks are appended here.
  public func appendStatistics(
    _ progress: Progress, drops: (_ file: Int, _ interface: Int) -> UInt64?, into bytes: inout [UInt8]
  ) {
    guard classicHeader == nil, let order = progress.order else { return }
    for (key, number) in progress.numbers.sorted(by: { $0.value < $1.value }) {
      guard let count = drops(key.file, key.index) else { continue }
      SectionWriter.appendStatistics(interface: number, drops: count, order: order, to: &bytes)
    }
  }

  /// The bytes of a file without packets.
  public func emptyFile() -> [UInt8] {
    var bytes: [UInt8] = []
    if let classicHeader {
      classicHeader.append(to: &bytes)
    } else {
      SectionWriter(keepsTexts: false).appendSection(order: .little, options: [], to: &bytes)
    }
    return bytes
  }
}
