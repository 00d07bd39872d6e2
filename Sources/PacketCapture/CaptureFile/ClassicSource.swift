import CPcap
import Glibc

/// The packets of a classic capture file.
///
/// libpcap judges the file header. The records are read by our own loop, as libpcap reads them: its two calls of the C
/// library a packet take more time than the decoding.
final class ClassicSource: PacketSource {
  @exclusivity(unchecked) private var buffer: BlockBuffer
  private let header: ClassicHeader
  /// Bytes of a packet that are kept at most; what the file holds beyond is passed over.
  private let snapLength: Int
  /// Bytes that a packet of the link type can have at most.
  private let longestPacket: UInt32
  /// Bytes of the current packet in the file, its record header included, which are taken when the next is wanted.
  private var pendingLength = 0
  /// Bytes of the current packet that lie behind what was kept.
  private var surplus: UInt64 = 0
  private var isFinished = false

  /// Lets libpcap read the file header.
  init(stream: ByteStream, path: String, summary: CaptureFileSummary) throws(CaptureFileError) {
    let start = Array(stream.peek(ClassicHeader.length))
    let judged = try Self.judge(start, stream: stream, path: path)
    header = ClassicHeader(start)
    snapLength = judged.snapLength
    longestPacket = Self.longestPacket(judged.linkType)
    buffer = BlockBuffer(stream: stream)
    super.init(stream: stream, summary: summary)
    linkType = judged.linkType
    self.summary.format = .pcap
    self.summary.timeResolution = header.isNanoseconds ? "ns" : "µs"
    self.summary.linkTypes = [LinkType.name(of: linkType)]
    self.summary.snapLength = header.snapLength
    self.summary.linkField = header.linkField
    self.summary.snapField = snapField
    self.summary.interfaces = [.init(name: nil, linkType: linkType, snapLength: header.snapLength)]
    _ = buffer.skip(UInt64(ClassicHeader.length))
  }

  /// Asks libpcap whether a file that begins so can be read, and of what link type its packets are.
  private static func judge(
    _ start: [UInt8], stream: ByteStream, path: String
  ) throws(CaptureFileError) -> (linkType: Int32, snapLength: Int) {
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    var bytes = start
    let result: (linkType: Int32, snapLength: Int)? = bytes.withUnsafeMutableBytes { bytes in
      guard let file = fmemopen(bytes.baseAddress, bytes.count, "rb") else { return nil }
      guard let pcap = pcap_fopen_offline(file, &message) else {
        fclose(file)
        return nil
      }
      defer { pcap_close(pcap) }
      return (pcap_datalink(pcap), Int(max(0, pcap_snapshot(pcap))))
    }
    if let result { return result }
    let reason = stream.failure ?? message.withUnsafeBufferPointer { text(of: $0) }
    throw .notACapture(file: path, reason: reason, offset: 0)
  }

  /// libpcap's limits: USB and D-Bus messages may be very long.
  private static func longestPacket(_ linkType: Int32) -> UInt32 {
    switch linkType {
    case DLT_DBUS, DLT_USB_LINUX_MMAPPED, DLT_USBPCAP, DLT_USB_DARWIN: 128 << 20
    case DLT_EBHSCR: 8 << 20
    default: 262_144
    }
  }

  override func advance() -> Bool {
    guard !isFinished else { return false }
    buffer.take(pendingLength)
    pendingLength = 0
    if surplus > 0, !skipSurplus() { return false }
    guard buffer.need(header.recordLength), let record = buffer.pointer else { return finish() }
    let lengths = header.lengths(of: record)
    guard lengths.captured <= longestPacket else { return finish(damagedBy: lengths.captured) }
    let kept = min(Int(lengths.captured), snapLength)
    guard buffer.need(header.recordLength + kept), let place = buffer.pointer else { return finish() }
    bytes = place + header.recordLength
    capturedLength = kept
    originalLength = lengths.original
    pendingLength = header.recordLength + kept
    surplus = UInt64(Int(lengths.captured) - kept)
    let time = header.time(of: place)
    if frame > 0, time < timestamp { timeReversals &+= 1 }
    timestamp = time
    frame &+= 1
    return true
  }

  override func details() -> RecordDetails {
    RecordDetails(stamp: header.stamp(of: bytes - header.recordLength))
  }

  /// The snap length for a new file: libpcap allows for more than what stands in files of the modified format.
  private var snapField: UInt32 {
    header.recordLength > 16 ? UInt32(clamping: max(snapLength, Int(header.snapLength))) : header.snapLength
  }

  override func interface(_ index: Int) -> CaptureInterface? {
    guard index == 0 else { return nil }
    return CaptureInterface(
      linkType: linkType, linkField: header.linkField, snapLength: snapField,
      resolution: TimeResolution(rawValue: header.isNanoseconds ? 9 : 6), isClassic: true)
  }

  /// Passes over the bytes of a packet beyond the snap length of the file.
  private func skipSurplus() -> Bool {
    let isWhole = buffer.skip(surplus)
    surplus = 0
    if isWhole { return true }
    isFinished = true
    let reason = stream.failure ?? "cut off behind the snap length"
    warn("\(reason), in packet \(frame); analysed up to there")
    return false
  }

  /// Ends the reading where the stream ends, with a warning if that is in the middle of a packet.
  private func finish() -> Bool {
    isFinished = true
    let place = "packet \(frame + 1) at offset \(buffer.offset)"
    if let failure = stream.failure {
      warn("\(failure), in \(place); analysed up to there")
    } else if buffer.available > 0 {
      warn("cut off in the middle of \(place); analysed up to there")
    }
    return false
  }

  private func finish(damagedBy length: UInt32) -> Bool {
    isFinished = true
    let reason = "invalid packet capture length \(length), bigger than maximum of \(longestPacket)"
    warn("packet \(frame + 1) at offset \(buffer.offset) is damaged (\(reason)); analysed up to there")
    return false
  }
}

/// The header of a classic file, as far as its records depend on it.
private struct ClassicHeader {
  /// Bytes of the file header.
  static let length = 24

  /// How the two lengths of a record stand in it.
  private enum LengthOrder {
    case capturedFirst
    case originalFirst
    /// Whichever is the smaller is the captured one.
    case either
  }

  let isNanoseconds: Bool
  /// Bytes of a record header.
  let recordLength: Int
  /// The snap length as it stands in the file.
  let snapLength: UInt32
  /// Link type as it stands in the file, with what its upper bits say of check sequences.
  let linkField: UInt32
  private let isSwapped: Bool
  private let lengthOrder: LengthOrder

  /// Reads a header that libpcap has accepted.
  init(_ start: [UInt8]) {
    func number(_ offset: Int, _ count: Int) -> UInt32 {
      start.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | UInt32($1) }
    }
    // All magic numbers begin with a1 in the file's byte order; numbers are little-endian here unless they do.
    let magic = number(0, 4)
    let isBigEndian = magic >> 24 == 0xa1
    let snap = number(16, 4)
    snapLength = isBigEndian ? snap : snap.byteSwapped
    let link = number(20, 4)
    linkField = isBigEndian ? link : link.byteSwapped
    let natural = isBigEndian ? magic : magic.byteSwapped
    isSwapped = isBigEndian
    isNanoseconds = natural == 0xa1b2_3c4d
    // The modified format of Linux 2.x has eight more bytes in each record.
    recordLength = natural == 0xa1b2_cd34 ? 24 : 16
    let major = isBigEndian ? number(4, 2) : number(4, 2) << 8 & 0xFF00 | number(4, 2) >> 8
    let minor = isBigEndian ? number(6, 2) : number(6, 2) << 8 & 0xFF00 | number(6, 2) >> 8
    // Old versions of the format, and that of DG/UX, have the lengths the other way round.
    switch (major, minor) {
    case (2, 0...2), (543, 0): lengthOrder = .originalFirst
    case (2, 3): lengthOrder = .either
    default: lengthOrder = .capturedFirst
    }
  }

  @inline(__always)
  private func number(_ record: UnsafeRawPointer, _ offset: Int) -> UInt32 {
    let value = record.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return isSwapped ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }

  /// Bytes of a packet in the file and on the wire.
  @inline(__always)
  func lengths(of record: UnsafeRawPointer) -> (captured: UInt32, original: UInt32) {
    let first = number(record, 8)
    let second = number(record, 12)
    if lengthOrder == .capturedFirst { return (first, second) }
    return lengthOrder == .originalFirst || first > second ? (second, first) : (first, second)
  }

  /// Seconds (upper half) and their fraction as they stand in the file.
  func stamp(of record: UnsafeRawPointer) -> UInt64 {
    UInt64(number(record, 0)) << 32 | UInt64(number(record, 4))
  }

  /// Capture time in nanoseconds since the epoch; both are unsigned, a damaged fraction may be more than a second.
  @inline(__always)
  func time(of record: UnsafeRawPointer) -> Int64 {
    let fraction = Int64(number(record, 4))
    return Int64(number(record, 0)) &* 1_000_000_000 &+ (isNanoseconds ? fraction : fraction &* 1000)
  }
}

private func text(of message: UnsafeBufferPointer<CChar>) -> String {
  message.baseAddress.map { String(cString: $0) } ?? ""
}
