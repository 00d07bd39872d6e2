import CZlib

/// What a PNG file holds, read back without the library that wrote it.
struct DecodedPNG {
  struct Chunk {
    var type: String
    var content: [UInt8]
    var isIntact: Bool
  }

  var chunks: [Chunk] = []
  var width = 0
  var height = 0
  var colorType: UInt8 = 0
  /// Channels of all pixels, row by row.
  var channels: [UInt8] = []

  var pixelBytes: Int { colorType == 6 ? 4 : 3 }

  /// Reads a file; `nil` if it is none.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = Self.number(bytes[offset..<offset + 4])
      guard offset + 12 + length <= bytes.count else { return nil }
      let covered = Array(bytes[offset + 4..<offset + 8 + length])
      let stored = Self.number(bytes[offset + 8 + length..<offset + 12 + length])
      chunks.append(
        Chunk(
          type: String(decoding: covered.prefix(4), as: UTF8.self), content: Array(covered.dropFirst(4)),
          isIntact: Int(crc32(0, covered, UInt32(covered.count))) == stored))
      offset += 12 + length
    }
    guard offset == bytes.count, let header = chunks.first, header.type == "IHDR", header.content.count == 13
    else { return nil }
    width = Self.number(header.content[0..<4])
    height = Self.number(header.content[4..<8])
    colorType = header.content[9]
    guard let rows = inflatedRows() else { return nil }
    channels = rows
  }

  /// Contents of the chunks of one type.
  func contents(of type: String) -> [[UInt8]] { chunks.filter { $0.type == type }.map(\.content) }

  /// Red, green, blue (and alpha) of a pixel.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let start = (y * width + x) * pixelBytes
    return Array(channels[start..<start + pixelBytes])
  }

  private func inflatedRows() -> [UInt8]? {
    let packed = contents(of: "IDAT").flatMap { $0 }
    let rowBytes = width * pixelBytes
    var raw = [UInt8](repeating: 0, count: (rowBytes + 1) * height)
    var size = uLongf(raw.count)
    guard uncompress(&raw, &size, packed, uLong(packed.count)) == Z_OK, Int(size) == raw.count else {
      return nil
    }
    var result: [UInt8] = []
    var previous = [UInt8](repeating: 0, count: rowBytes)
    for y in 0..<height {
      let start = y * (rowBytes + 1)
      var row = Array(raw[start + 1..<start + 1 + rowBytes])
      switch raw[start] {
      case 0: break
      case 1: for index in pixelBytes..<rowBytes { row[index] &+= row[index - pixelBytes] }
      case 2: for index in 0..<rowBytes { row[index] &+= previous[index] }
      default: return nil
      }
      result += row
      previous = row
    }
    return result
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
