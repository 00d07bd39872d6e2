/// One segment line: what it says, and the frame that follows from it.
struct SegmentScriptSegment {
  private let sender: SegmentScriptReader.Host
  private let receiver: SegmentScriptReader.Host
  private var flags: UInt8 = 0
  private var sequence: UInt32 = 0
  private var acknowledgment: UInt32 = 0
  private var window: UInt16
  private var urgentPointer: UInt16 = 0
  private var options: [UInt8] = []
  private var payload: [UInt8] = []
  private var identification: UInt16
  private var timeToLive: UInt8
  private var congestion: UInt8 = 0
  private var hasWrongChecksum = false
  private(set) var snapLength: Int?

  init(from sender: SegmentScriptReader.Host, to receiver: SegmentScriptReader.Host) {
    self.sender = sender
    self.receiver = receiver
    window = sender.window
    identification = sender.identification
    timeToLive = sender.timeToLive
  }

  mutating func read(_ words: inout SegmentScriptWords) throws(SegmentScriptProblem) {
    flags = try Self.flags(of: try words.word(named: "flags"))
    let length = try readRange(try words.word(named: "range"))
    var hasAcknowledgment = false
    while let word = words.next() {
      switch word {
      case "ack":
        acknowledgment =
          receiver.isn &+ UInt32(truncatingIfNeeded: try words.integer(Int64.self, named: "ack"))
        hasAcknowledgment = true
      case "win": window = try words.integer(UInt16.self, named: "win")
      case "urg": urgentPointer = try words.integer(UInt16.self, named: "urg")
      case "id": identification = try words.integer(UInt16.self, named: "id")
      case "ttl": timeToLive = try words.integer(UInt8.self, named: "ttl")
      case "snap": snapLength = try words.integer(Int.self, named: "snap")
      case "ecn": congestion = try Self.congestionField(try words.word(named: "ecn"))
      case "checksum": try readChecksum(try words.word(named: "checksum"))
      case "data": try readData(try words.word(named: "data"), length: length)
      default:
        guard word.hasPrefix("<") else { throw SegmentScriptProblem("unknown word '\(word)'") }
        options = try SegmentScriptOptions.bytes(of: word, peerISN: receiver.isn)
      }
    }
    guard hasAcknowledgment == (flags & 0x10 != 0) else {
      throw SegmentScriptProblem(
        hasAcknowledgment ? "ack without the flag '.'" : "the flag '.' without ack")
    }
  }

  /// Reads `1:1461(1460)`; the end is written so that slips show.
  private mutating func readRange(_ word: String) throws(SegmentScriptProblem) -> Int {
    let parts = word.split(whereSeparator: { ":()".contains($0) })
    guard parts.count == 3, word.hasSuffix(")"), let first = Int64(parts[0]), let end = Int64(parts[1]),
      let length = Int(parts[2]), word == "\(first):\(end)(\(length))"
    else { throw SegmentScriptProblem("'\(word)' is no range; write START:END(LENGTH)") }
    guard end == first + Int64(length) else {
      throw SegmentScriptProblem("\(first) and \(length) bytes end at \(first + Int64(length)), not \(end)")
    }
    guard (0...65_000).contains(length) else { throw SegmentScriptProblem("a payload has 0 to 65000 bytes") }
    sequence = sender.isn &+ UInt32(truncatingIfNeeded: first)
    // Data on a SYN starts behind it (RFC 9293, section 3.4).
    let start = flags & 0x02 == 0 ? first : first + 1
    payload = (0..<length).map { Self.streamByte(at: start + Int64($0)) }
    return length
  }

  /// The byte of the stream at an offset: the same again when a range is sent again, different elsewhere.
  private static func streamByte(at offset: Int64) -> UInt8 {
    UInt8(truncatingIfNeeded: offset &* 31 &+ offset / 251)
  }

  private static func flags(of word: String) throws(SegmentScriptProblem) -> UInt8 {
    if word == "-" { return 0 }
    var flags: UInt8 = 0
    for character in word {
      switch character {
      case "F": flags |= 0x01
      case "S": flags |= 0x02
      case "R": flags |= 0x04
      case "P": flags |= 0x08
      case ".": flags |= 0x10
      case "U": flags |= 0x20
      case "E": flags |= 0x40
      case "C": flags |= 0x80
      default:
        throw SegmentScriptProblem(
          "'\(word)' are no flags; they are S F R P U E C, '.' for ACK, '-' for none")
      }
    }
    return flags
  }

  /// The ECN field of the IP header (RFC 3168, section 5).
  private static func congestionField(_ word: String) throws(SegmentScriptProblem) -> UInt8 {
    switch word {
    case "not": return 0
    case "ect1": return 1
    case "ect0": return 2
    case "ce": return 3
    default: throw SegmentScriptProblem("ecn is one of not, ect0, ect1 and ce")
    }
  }

  private mutating func readChecksum(_ word: String) throws(SegmentScriptProblem) {
    guard word == "bad" else {
      throw SegmentScriptProblem("checksums are right unless the line says 'checksum bad'")
    }
    hasWrongChecksum = true
  }

  private mutating func readData(_ word: String, length: Int) throws(SegmentScriptProblem) {
    let text = Array(word.utf8.dropFirst().dropLast())
    guard word.hasPrefix("\""), text.count == length else {
      throw SegmentScriptProblem("data must be a quoted text of \(length) bytes")
    }
    payload = text
  }

  /// The frame's bytes, link layer first.
  func frame(isRaw: Bool, vlan: UInt16?) -> [UInt8] {
    let segment = segmentBytes()
    let packet =
      sender.address.isIPv6 ? ipv6Header(segment.count) + segment : ipv4Header(segment.count) + segment
    if isRaw { return packet }
    var frame: [UInt8] = [0x02, 0, 0, 0, 0, receiver.address.bytes.last ?? 0]
    frame += [0x02, 0, 0, 0, 0, sender.address.bytes.last ?? 0]
    if let vlan { frame += [0x81, 0x00] + vlan.bigEndianBytes }
    frame += sender.address.isIPv6 ? [0x86, 0xDD] : [0x08, 0x00]
    frame += packet
    // A frame on Ethernet has at least 60 bytes without its checksum (IEEE 802.3, 3.2.7).
    return frame + [UInt8](repeating: 0, count: max(0, 60 - frame.count))
  }

  /// The TCP header of RFC 9293, section 3.1, and the payload.
  private func segmentBytes() -> [UInt8] {
    var bytes = sender.port.bigEndianBytes + receiver.port.bigEndianBytes
    bytes += sequence.bigEndianBytes + acknowledgment.bigEndianBytes
    bytes += [UInt8((20 + options.count) / 4) << 4, flags]
    bytes += window.bigEndianBytes + [0, 0] + urgentPointer.bigEndianBytes + options + payload
    let pseudoHeader =
      sender.address.bytes + receiver.address.bytes + UInt32(bytes.count).bigEndianBytes + [0, 0, 0, 6]
    let checksum = InternetChecksum.of(pseudoHeader, bytes) ^ (hasWrongChecksum ? 0x5555 : 0)
    bytes.replaceSubrange(16..<18, with: checksum.bigEndianBytes)
    return bytes
  }

  private func ipv4Header(_ payloadLength: Int) -> [UInt8] {
    var header: [UInt8] = [0x45, congestion] + UInt16(20 + payloadLength).bigEndianBytes
    header += identification.bigEndianBytes + [0x40, 0, timeToLive, 6, 0, 0]
    header += sender.address.bytes + receiver.address.bytes
    header.replaceSubrange(10..<12, with: InternetChecksum.of(header).bigEndianBytes)
    return header
  }

  private func ipv6Header(_ payloadLength: Int) -> [UInt8] {
    [0x60, congestion << 4, 0, 0] + UInt16(payloadLength).bigEndianBytes + [6, timeToLive]
      + sender.address.bytes + receiver.address.bytes
  }
}
