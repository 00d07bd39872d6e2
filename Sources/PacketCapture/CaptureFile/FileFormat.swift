/// What the first bytes of a file say that it is.
enum FileFormat: Equatable {
  case pcap
  case pcapng
  case gzip
  case zstd
  case empty
  /// No format that can be read; the words complete the sentence "FILE: ".
  case foreign(String)

  /// Bytes that `recognise(_:)` looks at.
  static let lookahead = 16

  /// Recognises a format by its magic bytes.
  static func recognise(_ start: ArraySlice<UInt8>) -> FileFormat {
    let bytes = Array(start)
    if bytes.isEmpty { return .empty }
    if bytes.starts(with: [0x1f, 0x8b]) { return .gzip }
    guard bytes.count >= 4 else { return .foreign("too short for a capture file: \(bytes.count) bytes") }
    let magic = bytes[..<4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    switch magic {
    case 0x0a0d_0d0a: return .pcapng
    case 0x28b5_2ffd: return .zstd
    case _ where magic & 0xf0ff_ffff == 0x502a_4d18 || magic.byteSwapped & 0xffff_fff0 == 0x184d_2a50:
      return .zstd  // a skippable frame in front
    case _ where isClassic(magic) || isClassic(magic.byteSwapped): return .pcap
    default:
      return .foreign(foreignName(bytes) ?? "no capture file: it begins with \(hexadecimal(bytes.prefix(4)))")
    }
  }

  /// The magic numbers that libpcap reads: microseconds, nanoseconds, and three modified formats.
  private static func isClassic(_ magic: UInt32) -> Bool {
    switch magic {
    case 0xa1b2_c3d4, 0xa1b2_3c4d, 0xa1b2_cd34, 0xa1b2_34cd, 0xa12b_3c4d: true
    default: false
    }
  }

  private static func foreignName(_ bytes: [UInt8]) -> String? {
    let known: [(magic: [UInt8], name: String)] = [
      (Array("BZh".utf8), "compressed with bzip2, which is not read; decompress it first"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "compressed with xz, which is not read; decompress it first"),
      ([0x04, 0x22, 0x4d, 0x18], "compressed with lz4, which is not read; decompress it first"),
      (Array("PK\u{3}\u{4}".utf8), "a zip archive; unpack it first"),
      (Array("snoop\0\0\0".utf8), "a snoop capture, which is not read; convert it with editcap"),
      (Array("RTSS".utf8), "a Network Monitor capture, which is not read; convert it with editcap"),
      (Array("GMBU".utf8), "a Network Monitor capture, which is not read; convert it with editcap"),
    ]
    if let match = known.first(where: { bytes.starts(with: $0.magic) }) { return match.name }
    let isText = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7f || $0 == 9 || $0 == 10 || $0 == 13 }
    return isText ? "no capture file but text" : nil
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
