/// Takes the filters off the bytes of a stream (ISO 32000-1, section 7.4).
enum PDFFilters {
  /// The bytes behind a list of filters.
  ///
  /// - Parameters:
  ///   - bytes: The bytes as they stand in the file.
  ///   - filters: Names of the filters in the order in which they are taken off.
  ///   - parameters: Their parameters; missing ones are usual.
  ///   - limit: Most bytes that may come out of each.
  /// - Returns: The bytes without filters.
  /// - Throws: ``PDFError``, also for a filter that is not read here.
  static func decoded(
    _ bytes: ArraySlice<UInt8>, filters: [String], parameters: [[String: PDFObject]], limit: Int
  ) throws(PDFError) -> [UInt8] {
    guard filters.count <= 8 else { throw .tooComplex }
    var bytes = bytes
    for (index, filter) in filters.enumerated() {
      let entries = index < parameters.count ? parameters[index] : [:]
      switch filter {
      case "FlateDecode", "Fl":
        let expanded = try InflateStream.expanded(bytes, limit: limit)
        bytes = try unpredicted(expanded, entries)[...]
      case "ASCIIHexDecode", "AHx": bytes = hexadecimal(bytes)[...]
      case "ASCII85Decode", "A85": bytes = base85(bytes)[...]
      default: throw .unsupported(reason: "a stream is packed with \(filter), which is not read")
      }
    }
    return Array(bytes)
  }

  /// Undoes the differences to the left and upper byte that PNG's filters make (section 7.4.4.4).
  private static func unpredicted(
    _ bytes: [UInt8], _ parameters: [String: PDFObject]
  ) throws(PDFError) -> [UInt8] {
    let predictor = parameters["Predictor"]?.integer ?? 1
    if predictor == 1 { return bytes }
    guard (10...15).contains(predictor) else {
      throw .unsupported(reason: "predictor \(predictor) is not read")
    }
    let colors = parameters["Colors"]?.integer ?? 1
    let bits = parameters["BitsPerComponent"]?.integer ?? 8
    let columns = parameters["Columns"]?.integer ?? 1
    guard (1...32).contains(colors), (1...16).contains(bits), (1...(1 << 20)).contains(columns) else {
      throw .damaged(reason: "a predictor has impossible parameters")
    }
    let pixel = max(1, colors * bits / 8)
    let width = (colors * bits * columns + 7) / 8
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var above = [UInt8](repeating: 0, count: width)
    var start = 0
    while start + 1 < bytes.count {
      var row = Array(bytes[(start + 1)..<min(bytes.count, start + 1 + width)])
      undo(bytes[start], &row, above, pixel)
      result += row
      above = row + [UInt8](repeating: 0, count: width - row.count)
      start += width + 1
    }
    return result
  }

  /// One row by PNG's filter types (PNG specification, section 9.2).
  private static func undo(_ type: UInt8, _ row: inout [UInt8], _ above: [UInt8], _ pixel: Int) {
    for index in row.indices {
      let left = index >= pixel ? row[index - pixel] : 0
      let corner = index >= pixel ? above[index - pixel] : 0
      let prediction: UInt8 =
        switch type {
        case 1: left
        case 2: above[index]
        case 3: UInt8((Int(left) + Int(above[index])) / 2)
        case 4: paeth(left, above[index], corner)
        default: 0
        }
      row[index] &+= prediction
    }
  }

  private static func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let estimate = Int(left) + Int(above) - Int(corner)
    let distances = [left, above, corner].map { abs(estimate - Int($0)) }
    if distances[0] <= distances[1], distances[0] <= distances[2] { return left }
    return distances[1] <= distances[2] ? above : corner
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var lexer = PDFLexer([UInt8(ascii: "<")] + bytes + [UInt8(ascii: ">")])
    return lexer.object()?.string ?? []
  }

  /// Five digits of base 85 are four bytes; `z` is four zeros (section 7.4.3).
  private static func base85(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var digits: [UInt32] = []
    func flush(_ count: Int) {
      let value = digits.reduce(UInt32(0)) { $0 &* 85 &+ $1 }
      for place in 0..<count { result.append(UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(place)))) }
      digits = []
    }
    for byte in bytes {
      if byte == UInt8(ascii: "~") { break }
      if byte == UInt8(ascii: "z"), digits.isEmpty {
        result += [0, 0, 0, 0]
      } else if (UInt8(ascii: "!")...UInt8(ascii: "u")).contains(byte) {
        digits.append(UInt32(byte - UInt8(ascii: "!")))
        if digits.count == 5 { flush(4) }
      }
    }
    if digits.count > 1 {
      let count = digits.count - 1
      digits += [UInt32](repeating: 84, count: 5 - digits.count)
      flush(count)
    }
    return result
  }
}
