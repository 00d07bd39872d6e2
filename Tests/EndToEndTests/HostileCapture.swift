import Fixtures
import Foundation

/// A capture whose every name wants to be something else: markup, a link, a command, a formula.
enum HostileCapture {
  /// Words that some form of output would obey.
  static let words =
    "<script>alert(1)</script>](javascript:alert(2)) \u{1B}[31m\u{7}\u{9B}2J \\input{/etc/passwd}$x_y#%&~^{ "
    + "=1+cmd|' /C calc'!A0 \u{202E}\u{2066} ```\n# head | {noformat}{expand} <!-- @root #12 https://evil.example '\"`"

  /// 10 kB of characters that are not seen, but obeyed.
  static let controls: String = {
    let values =
      Array(1..<32) + Array(0x7F..<0xA0) + [0x200B, 0x200E, 0x2028, 0x2029, 0x202E, 0x2066, 0xFEFF]
    let one = String(String.UnicodeScalarView(values.compactMap { Unicode.Scalar(UInt32($0)) }))
    return String(String(repeating: one, count: 200).unicodeScalars.prefix(10_000).map(Character.init))
  }()

  /// Names of capture files; all but `/` and NUL may stand in one.
  static let fileNames = [
    "<script>alert(1)<!--](javascript:a)\u{1B}[31m\u{9B}\\input{x}$x_y#%&~^|`````\u{202E}'\" @root \u{2028}!.pcapng",
    "=1+cmd|' C calc'!A0.pcapng", "@a\\|<img src=x onerror=alert(1)>`;touch pwned;`$(touch pwned).pcapng",
    "\n# head\n- {noformat}{expand}|*x*|.pcapng",
  ]

  /// The zero window of the fixtures as pcapng with all options that hold text.
  static func bytes() throws -> [UInt8] {
    let old = try Fixtures.script("zero-window").pcap()
    var bytes = block(
      0x0A0D_0D0A,
      word(0x1A2B_3C4D) + half(1) + half(0) + [UInt8](repeating: 255, count: 8) + text(1, words + controls)
        + text(2, "=" + words) + text(3, "+" + words) + text(4, "-" + words))
    let link = half(Int(old[20]) + Int(old[21]) << 8) + half(0) + word(262_144)
    bytes += block(1, link + text(2, "=" + words + controls) + text(3, "@" + words) + text(12, words))
    // A name resolution block: an IPv4 address and its name.
    let name = [10, 0, 0, 1] + Array(words.utf8) + [0]
    bytes += block(4, half(1) + half(name.count) + padded(name) + half(0) + half(0))
    var offset = 24
    while offset + 16 <= old.count {
      func field(_ place: Int) -> UInt64 {
        (0..<4).reduce(0) { $0 | UInt64(old[offset + place + $1]) << UInt64(8 * $1) }
      }
      // The script's times are in nanoseconds, those of an interface without a word about it in microseconds.
      let time = field(0) * 1_000_000 + field(4) / 1000
      let length = Int(field(8))
      let data = Array(old[(offset + 16)..<(offset + 16 + length)])
      bytes += block(
        6,
        word(0) + word(Int(time >> 32)) + word(Int(time & 0xFFFF_FFFF)) + word(length) + word(Int(field(12)))
          + padded(data) + text(1, words))
      offset += 16 + length
    }
    return bytes
  }

  private static func half(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  private static func word(_ value: Int) -> [UInt8] { half(value & 0xFFFF) + half(value >> 16) }
  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
  private static func text(_ code: Int, _ text: String) -> [UInt8] {
    half(code) + half(text.utf8.count) + padded(Array(text.utf8))
  }
  private static func block(_ type: Int, _ body: [UInt8]) -> [UInt8] {
    word(type) + word(body.count + 12) + body + word(body.count + 12)
  }
}
