import CPcap
import Glibc

/// The packets of a classic capture file, read by libpcap.
final class ClassicSource: PacketSource {
  private let pcap: OpaquePointer
  private let buffer: UnsafeMutableRawPointer
  private let recordHeaderLength: UInt64
  /// Where the next record begins, in the uncompressed file.
  private var offset: UInt64 = 24
  private var isFinished = false

  /// Lets libpcap read the file header.
  init(stream: ByteStream, path: String, summary: CaptureFileSummary) throws(CaptureFileError) {
    let start = Array(stream.peek(24))
    // A page-aligned buffer of 64 KB; libpcap's own default of 4 KB takes twice the time.
    buffer = .allocate(byteCount: 1 << 16, alignment: 4096)
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let file = openFile(reading: stream) else {
      buffer.deallocate()
      throw .unreadable(file: path, reason: systemMessage(errno))
    }
    setvbuf(file, buffer.assumingMemoryBound(to: CChar.self), _IOFBF, 1 << 16)
    let precision = UInt32(PCAP_TSTAMP_PRECISION_NANO)
    guard let pcap = pcap_fopen_offline_with_tstamp_precision(file, precision, &message) else {
      fclose(file)
      buffer.deallocate()
      let reason = stream.failure ?? message.withUnsafeBufferPointer { text(of: $0) }
      throw .notACapture(file: path, reason: reason, offset: 0)
    }
    self.pcap = pcap
    let fileHeader = ClassicHeader(start)
    recordHeaderLength = fileHeader.recordHeaderLength
    super.init(stream: stream, summary: summary)
    linkType = pcap_datalink(pcap)
    let snapLength = fileHeader.snapLength
    self.summary.format = .pcap
    self.summary.timeResolution = fileHeader.isNanoseconds ? "ns" : "µs"
    self.summary.linkTypes = [LinkType.name(of: linkType)]
    self.summary.snapLength = snapLength
    self.summary.interfaces = [.init(name: nil, linkType: linkType, snapLength: snapLength)]
  }

  deinit {
    pcap_close(pcap)  // closes the file too, which still points into the buffer
    buffer.deallocate()
  }

  override func advance() -> Bool {
    guard !isFinished else { return false }
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    let status = pcap_next_ex(pcap, &header, &data)
    guard status == 1, let header, let data else {
      finish(status: status)
      return false
    }
    bytes = UnsafeRawPointer(data)
    capturedLength = Int(header.pointee.caplen)
    originalLength = header.pointee.len
    offset &+= recordHeaderLength &+ UInt64(header.pointee.caplen)
    // Seconds are unsigned in the file; libpcap makes them negative after 2038 on some hosts. It has converted
    // the fraction to nanoseconds, which may be more than a second in a damaged record.
    let seconds = Int64(UInt32(truncatingIfNeeded: header.pointee.ts.tv_sec))
    let fraction = Int64(header.pointee.ts.tv_usec)
    let time = seconds &* 1_000_000_000 &+ min(max(fraction, 0), 1 << 42)
    if frame > 0, time < timestamp { timeReversals &+= 1 }
    timestamp = time
    frame &+= 1
    return true
  }

  private func finish(status: Int32) {
    isFinished = true
    let packet = frame + 1
    if let failure = stream.failure {
      warn("\(failure), in packet \(packet) at offset \(offset); analysed up to there")
    } else if status != PCAP_ERROR_BREAK {
      let reason = pcap_geterr(pcap).map { String(cString: $0) } ?? "unknown error"
      if reason.hasPrefix("truncated dump file") {
        warn("cut off in the middle of packet \(packet) at offset \(offset); analysed up to there")
      } else {
        warn("packet \(packet) at offset \(offset) is damaged (\(reason)); analysed up to there")
      }
    }
  }
}

/// What libpcap does not tell of a file header: resolution, length of record headers, and the snap length as
/// it stands in the file.
private struct ClassicHeader {
  var isNanoseconds: Bool
  var recordHeaderLength: UInt64
  var snapLength: UInt32

  init(_ start: [UInt8]) {
    let number = start.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    let length = start.dropFirst(16).prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    // All magic numbers begin with a1 in the file's byte order.
    snapLength = number >> 24 == 0xa1 ? length : length.byteSwapped
    func isEither(_ magic: UInt32) -> Bool { number == magic || number.byteSwapped == magic }
    isNanoseconds = isEither(0xa1b2_3c4d)
    // The modified format of Linux 2.x has eight more bytes in each record.
    recordHeaderLength = isEither(0xa1b2_cd34) ? 24 : 16
  }
}

/// A `FILE` whose bytes come from a stream; it keeps the stream alive until it is closed.
private func openFile(reading stream: ByteStream) -> UnsafeMutablePointer<FILE>? {
  var functions = captcp_stream_functions()
  functions.read = { cookie, buffer, size in
    guard let cookie, let buffer else { return 0 }
    let stream = Unmanaged<ByteStream>.fromOpaque(cookie).takeUnretainedValue()
    return stream.read(UnsafeMutableRawBufferPointer(start: buffer, count: size))
  }
  functions.close = { cookie in
    guard let cookie else { return 0 }
    Unmanaged<ByteStream>.fromOpaque(cookie).release()
    return 0
  }
  let cookie = Unmanaged.passRetained(stream)
  guard let file = captcp_open_stream(cookie.toOpaque(), "rb", functions) else {
    cookie.release()
    return nil
  }
  return file
}

private func text(of message: UnsafeBufferPointer<CChar>) -> String {
  message.baseAddress.map { String(cString: $0) } ?? ""
}
