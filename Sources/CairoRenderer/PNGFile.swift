import CZlib

/// A PNG file in the making (PNG specification, third edition, sections 5 and 11).
struct PNGFile {
  private(set) var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Starts the file with its header: 8 bits a channel, not interlaced.
  init(width: Int, height: Int, hasAlpha: Bool) {
    let colorType: UInt8 = hasAlpha ? 6 : 2
    append("IHDR", Self.bigEndian(width) + Self.bigEndian(height) + [8, colorType, 0, 0, 0])
  }

  /// Says how large a pixel is (`pHYs`, pixels per metre).
  mutating func appendResolution(dotsPerInch: Double) {
    let perMetre = (dotsPerInch / 0.0254).rounded()
    guard perMetre >= 1, perMetre < 0x7FFF_FFFF else { return }
    append("pHYs", Self.bigEndian(Int(perMetre)) + Self.bigEndian(Int(perMetre)) + [1])
  }

  /// Says something in words; empty texts are left out.
  ///
  /// `tEXt` holds Latin-1 only; what has other characters goes into `iTXt` as UTF-8.
  mutating func appendText(keyword: String, _ text: String) {
    guard !text.isEmpty else { return }
    let key = Array(keyword.utf8) + [0]
    if text.unicodeScalars.allSatisfy({ $0.value <= 0xFF }) {
      append("tEXt", key + text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    } else {
      // Not compressed, no language, no translated keyword.
      append("iTXt", key + [0, 0, 0, 0] + Array(text.utf8))
    }
  }

  /// Appends the compressed rows and ends the file.
  mutating func finish(compressedRows: [UInt8]) {
    // A chunk holds less than 2^31 bytes; readers are happier with smaller ones.
    let limit = 1 << 24
    var start = 0
    while start < compressedRows.count {
      let end = min(compressedRows.count, start + limit)
      append("IDAT", compressedRows[start..<end])
      start = end
    }
    append("IEND", [])
  }

  private mutating func append(_ type: String, _ content: some Collection<UInt8>) {
    bytes.reserveCapacity(bytes.count + content.count + 12)
    bytes += Self.bigEndian(content.count)
    let start = bytes.count
    bytes += type.utf8
    bytes += content
    // The check sequence covers type and content.
    let check = bytes.withUnsafeBufferPointer { buffer in
      let part = UnsafeBufferPointer(rebasing: buffer[start...])
      return crc32(0, part.baseAddress, UInt32(truncatingIfNeeded: part.count))
    }
    bytes += Self.bigEndian(Int(check))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
