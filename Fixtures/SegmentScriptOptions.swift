/// Turns `<mss 1460, sackOK, ts 100 0, wscale 7>` into option bytes.
enum SegmentScriptOptions {
  /// The options' bytes, filled up with zeros (end of option list) to a multiple of four.
  ///
  /// - Parameters:
  ///   - word: The list in angle brackets.
  ///   - peerISN: What SACK edges are relative to.
  /// - Returns: At most 40 bytes.
  /// - Throws: ``SegmentScriptProblem``.
  static func bytes(of word: String, peerISN: UInt32) throws(SegmentScriptProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    for item in word.dropFirst().dropLast().split(separator: ",") {
      bytes += try option(item, peerISN: peerISN)
    }
    bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    guard bytes.count <= 40 else { throw SegmentScriptProblem("\(bytes.count) bytes of options; 40 fit") }
    return bytes
  }

  private static func option(_ item: Substring, peerISN: UInt32) throws(SegmentScriptProblem) -> [UInt8] {
    var words = try SegmentScriptWords(item)
    let name = try words.word(named: "option")
    var bytes: [UInt8]
    switch name {
    case "nop": bytes = [1]
    case "eol": bytes = [0]
    case "mss": bytes = [2, 4] + (try words.integer(UInt16.self, named: "mss")).bigEndianBytes
    case "wscale": bytes = [3, 3, try words.integer(UInt8.self, named: "wscale")]
    case "sackOK": bytes = [4, 2]
    case "sack": bytes = try selectiveAcknowledgment(&words, peerISN: peerISN)
    case "ts":
      bytes = [8, 10] + (try words.integer(UInt32.self, named: "TSval")).bigEndianBytes
      bytes += (try words.integer(UInt32.self, named: "TSecr")).bigEndianBytes
    // RFC 7413, section 4.1.1: without a cookie it asks for one.
    case "tfo": bytes = try counted(34, &words)
    case "mptcp": bytes = try counted(30, &words)
    case "kind": bytes = try counted(try words.integer(UInt8.self, named: "kind"), &words)
    default:
      throw SegmentScriptProblem(
        "unknown option '\(name)'; there are nop, eol, mss, wscale, sackOK, sack, ts, tfo, mptcp and kind")
    }
    if let rest = words.next() { throw SegmentScriptProblem("option \(name): '\(rest)' is too much") }
    return bytes
  }

  /// A SACK option (RFC 2018, section 3) of `LEFT:RIGHT` blocks.
  private static func selectiveAcknowledgment(
    _ words: inout SegmentScriptWords, peerISN: UInt32
  ) throws(SegmentScriptProblem) -> [UInt8] {
    var edges: [UInt8] = []
    while let block = words.next() {
      let numbers = block.split(separator: ":")
      guard numbers.count == 2, let left = Int64(numbers[0]), let right = Int64(numbers[1]) else {
        throw SegmentScriptProblem("'\(block)' is no SACK block; write LEFT:RIGHT")
      }
      edges += (peerISN &+ UInt32(truncatingIfNeeded: left)).bigEndianBytes
      edges += (peerISN &+ UInt32(truncatingIfNeeded: right)).bigEndianBytes
    }
    guard (8...32).contains(edges.count) else { throw SegmentScriptProblem("sack takes one to four blocks") }
    return [5, UInt8(2 + edges.count)] + edges
  }

  /// An option of a kind with its content in hexadecimal.
  private static func counted(
    _ kind: UInt8, _ words: inout SegmentScriptWords
  ) throws(SegmentScriptProblem) -> [UInt8] {
    var content: [UInt8] = []
    if let text = words.next() {
      let digits = Array(text.utf8)
      guard digits.count.isMultiple(of: 2), digits.count <= 76 else {
        throw SegmentScriptProblem("'\(text)' are no hexadecimal bytes")
      }
      for index in stride(from: 0, to: digits.count, by: 2) {
        guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
          throw SegmentScriptProblem("'\(text)' are no hexadecimal bytes")
        }
        content.append(byte)
      }
    }
    return [kind, UInt8(2 + content.count)] + content
  }
}
