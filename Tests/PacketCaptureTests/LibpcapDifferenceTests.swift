import CPcap
import Glibc
import Testing

@testable import PacketCapture

/// Our own loop over the records of classic files gives what libpcap gives, also of files that no program wrote.
@Suite struct LibpcapDifferenceTests {
  /// What a reader says of one packet.
  private struct Packet: Equatable {
    var seconds: UInt32
    var fraction: UInt32
    var originalLength: UInt32
    var bytes: [UInt8]
  }

  /// What a reader makes of a file.
  private struct Outcome {
    var isRefused = false
    var linkType: Int32 = 0
    var packets: [Packet] = []
    /// Whether the reading ended because of damage, not because the file did.
    var isDamaged = false
  }

  private static let magics: [UInt32] = [0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34]
  private static let versions: [(Int, Int)] = [
    (2, 4), (2, 2), (2, 3), (2, 0), (543, 0), (2, 5), (1, 0), (3, 0),
  ]

  @Test(arguments: magics, Order.allCases)
  func everyVersionAndSnapLengthIsReadAlike(magic: UInt32, order: Order) {
    for version in Self.versions {
      for snapLength: UInt32 in [0, 1, 40, 64, 65_535, 0x7FFF_FFFF, 0x8000_0000, .max] {
        for linkType: UInt32 in [1, 101, 0x0400_0001, 231, 147] {
          var generator = SplitMix(state: 7)
          let bytes = Self.file(
            &generator, magic: magic, order: order, version: version, snapLength: snapLength,
            linkType: linkType)
          Self.compare(bytes, "version \(version), snap length \(snapLength), link type \(linkType)")
        }
      }
    }
  }

  @Test func everyCutIsReadAlike() {
    var generator = SplitMix(state: 3)
    let bytes = Self.file(&generator, magic: 0xa1b2_c3d4, order: .little, snapLength: 50)
    for length in 24...bytes.count { Self.compare(Array(bytes[..<length]), "cut at \(length)") }
  }

  @Test func damagedFilesAreReadAlike() {
    for seed in UInt64(1)...1500 {
      var generator = SplitMix(state: seed)
      let magic = Self.magics[Int(generator.next() % 3)]
      let order = Order.allCases[Int(generator.next() % 2)]
      let version = Self.versions[Int(generator.next() % UInt64(Self.versions.count))]
      let snapLength = [UInt32(60), 262_144][Int(generator.next() % 2)]
      var bytes = Self.file(
        &generator, magic: magic, order: order, version: version, snapLength: snapLength)
      for _ in 0..<Int(generator.next() % 6) {
        bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if generator.next() & 3 == 0 { bytes.removeLast(Int(generator.next() % UInt64(bytes.count - 23))) }
      Self.compare(bytes, "seed \(seed)")
    }
  }

  // MARK: - Files

  private static func file(
    _ generator: inout SplitMix, magic: UInt32, order: Order, version: (Int, Int) = (2, 4),
    snapLength: UInt32 = 262_144, linkType: UInt32 = 1
  ) -> [UInt8] {
    var bytes = order.u32(magic) + order.u16(version.0) + order.u16(version.1)
    bytes += order.u32(0) + order.u32(0) + order.u32(snapLength) + order.u32(linkType)
    for _ in 0..<Int(generator.next() % 12) {
      let captured = Int(generator.next() % 90)
      let original = UInt32(captured) + UInt32(generator.next() % 3 * 40)
      bytes += order.u32(UInt32(truncatingIfNeeded: generator.next()))
      bytes += order.u32(UInt32(generator.next() % 1_000_000))
      let isOldOrder = version == (543, 0) || version.0 == 2 && version.1 < 3
      let lengths = isOldOrder ? [original, UInt32(captured)] : [UInt32(captured), original]
      bytes += lengths.flatMap { order.u32($0) }
      if magic == 0xa1b2_cd34 { bytes += [UInt8](repeating: 9, count: 8) }
      for _ in 0..<captured { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
    }
    return bytes
  }

  // MARK: - Readers

  private static func compare(_ bytes: [UInt8], _ place: String) {
    let file = TemporaryFile(bytes)
    let ours = ownReading(of: file)
    let theirs = libpcapReading(of: file)
    #expect(ours.isRefused == theirs.isRefused, "\(place)")
    guard !ours.isRefused, !theirs.isRefused else { return }
    #expect(ours.linkType == theirs.linkType, "\(place)")
    // Where a file ends within what the snap length cuts off anyway, the packet is whole: we give it, libpcap not.
    let surplus = ours.packets.count - theirs.packets.count
    #expect(surplus == 0 || surplus == 1 && ours.isDamaged, "\(place)")
    let differing = zip(ours.packets, theirs.packets).first { $0 != $1 }
    #expect(differing == nil, "\(place)")
    #expect(ours.isDamaged == theirs.isDamaged, "\(place)")
  }

  private static func ownReading(of file: TemporaryFile) -> Outcome {
    var outcome = Outcome()
    let stream = FileStream(descriptor: open(file.path, O_RDONLY), isSeekable: true, closesDescriptor: true)
    guard
      let source = try? ClassicSource(
        stream: stream, path: file.path, summary: CaptureFileSummary(name: "capture"))
    else {
      outcome.isRefused = true
      return outcome
    }
    outcome.linkType = source.linkType
    let isNanoseconds = source.summary.timeResolution == "ns"
    while source.advance() {
      let bytes = UnsafeRawBufferPointer(start: source.bytes, count: source.capturedLength)
      outcome.packets.append(
        Packet(
          seconds: UInt32(truncatingIfNeeded: source.timestamp / 1_000_000_000),
          fraction: UInt32(
            truncatingIfNeeded: source.timestamp % 1_000_000_000 / (isNanoseconds ? 1 : 1000)),
          originalLength: source.originalLength, bytes: Array(bytes)))
    }
    outcome.isDamaged = !source.warnings.isEmpty
    return outcome
  }

  private static func libpcapReading(of file: TemporaryFile) -> Outcome {
    var outcome = Outcome()
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let isNanoseconds = isNanosecondFile(file)
    let precision = UInt32(isNanoseconds ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO)
    guard let pcap = pcap_open_offline_with_tstamp_precision(file.path, precision, &message) else {
      outcome.isRefused = true
      return outcome
    }
    defer { pcap_close(pcap) }
    outcome.linkType = pcap_datalink(pcap)
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    var status = pcap_next_ex(pcap, &header, &data)
    while status == 1, let packet = header?.pointee {
      let bytes = UnsafeBufferPointer(start: data, count: Int(packet.caplen))
      // A fraction of more than a second is carried into the seconds. libpcap takes
      // it as signed or unsigned, as the byte order will have it.
      let unit = isNanoseconds ? 1_000_000_000 : 1_000_000
      let fraction = Int(UInt32(truncatingIfNeeded: packet.ts.tv_usec))
      outcome.packets.append(
        Packet(
          seconds: UInt32(
            truncatingIfNeeded: Int(UInt32(truncatingIfNeeded: packet.ts.tv_sec)) + fraction / unit),
          fraction: UInt32(fraction % unit), originalLength: packet.len, bytes: Array(bytes)))
      status = pcap_next_ex(pcap, &header, &data)
    }
    outcome.isDamaged = status == -1
    return outcome
  }

  private static func isNanosecondFile(_ file: TemporaryFile) -> Bool {
    let descriptor = open(file.path, O_RDONLY)
    defer { close(descriptor) }
    var magic = [UInt8](repeating: 0, count: 4)
    return read(descriptor, &magic, 4) == 4
      && (magic == [0xa1, 0xb2, 0x3c, 0x4d] || magic == [0x4d, 0x3c, 0xb2, 0xa1])
  }
}

/// A small generator of random numbers whose seed is named in failures.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
