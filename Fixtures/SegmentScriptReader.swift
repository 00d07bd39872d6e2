/// Reads a segment script line by line and builds its frames.
struct SegmentScriptReader {
  /// One end of a connection, as the `host` lines made it so far.
  struct Host {
    var address: SegmentScriptAddress
    var port: UInt16
    var isn: UInt32 = 0
    var window: UInt16 = 65_535
    var timeToLive: UInt8 = 64
    /// The IPv4 identification of the next segment; counts up by one, stays where it starts at 0.
    var identification: UInt16 = 1
  }

  private(set) var frames: [SegmentScript.Frame] = []
  private(set) var isRaw = false
  private var hosts: [String: Host] = [:]
  private var vlan: UInt16?
  private var snapLength: Int?
  private var start: Int64 = 1_700_000_000_000_000_000
  private var elapsed: Int64 = 0

  /// Reads one line: a comment, a directive or a segment.
  mutating func read(_ line: Substring) throws(SegmentScriptProblem) {
    var words = try SegmentScriptWords(line)
    guard let first = words.next() else { return }
    switch first {
    case "host": try readHost(&words)
    case "link": try readLink(&words)
    case "vlan": vlan = try words.integer(UInt16.self, named: "VLAN identifier")
    case "snap": snapLength = try words.integer(Int.self, named: "snap length")
    case "start": start = try words.nanoseconds(named: "start")
    default:
      try readTime(first)
      try readFrame(&words)
    }
    if let rest = words.next() { throw SegmentScriptProblem("nothing may follow, found '\(rest)'") }
  }

  private mutating func readHost(_ words: inout SegmentScriptWords) throws(SegmentScriptProblem) {
    let name = try words.word(named: "host name")
    if let endpoint = words.peek, endpoint.contains(":") {
      _ = words.next()
      let (address, port) = try SegmentScriptAddress.endpoint(endpoint)
      if hosts[name] == nil { hosts[name] = Host(address: address, port: port) }
      hosts[name]?.address = address
      hosts[name]?.port = port
    }
    guard var host = hosts[name] else {
      throw SegmentScriptProblem("host \(name) needs an address: host \(name) 10.0.0.1:40000")
    }
    while let word = words.next() {
      switch word {
      case "isn": host.isn = try words.integer(UInt32.self, named: "isn")
      case "win": host.window = try words.integer(UInt16.self, named: "win")
      case "ttl": host.timeToLive = try words.integer(UInt8.self, named: "ttl")
      case "id": host.identification = try words.integer(UInt16.self, named: "id")
      default: throw SegmentScriptProblem("unknown word '\(word)'; a host has isn, win, ttl and id")
      }
    }
    hosts[name] = host
  }

  private mutating func readLink(_ words: inout SegmentScriptWords) throws(SegmentScriptProblem) {
    let name = try words.word(named: "link type")
    guard frames.isEmpty else { throw SegmentScriptProblem("link must stand before the first segment") }
    switch name {
    case "ethernet": isRaw = false
    case "raw": isRaw = true
    default: throw SegmentScriptProblem("unknown link type '\(name)'; there are ethernet and raw")
    }
  }

  private mutating func readTime(_ word: String) throws(SegmentScriptProblem) {
    let isRelative = word.hasPrefix("+")
    guard let time = SegmentScriptWords.parseNanoseconds(isRelative ? String(word.dropFirst()) : word) else {
      throw SegmentScriptProblem("'\(word)' is neither a time nor host, link, vlan, snap or start")
    }
    elapsed = isRelative ? elapsed + time : time
  }

  private mutating func readFrame(_ words: inout SegmentScriptWords) throws(SegmentScriptProblem) {
    if words.peek == "again" {
      _ = words.next()
      guard var copy = frames.last else { throw SegmentScriptProblem("again needs a segment above it") }
      copy.nanoseconds = start + elapsed
      frames.append(copy)
      return
    }
    let (from, to) = try readDirection(&words)
    guard let sender = hosts[from], let receiver = hosts[to] else {
      throw SegmentScriptProblem("no host line for \(hosts[from] == nil ? from : to)")
    }
    guard sender.address.isIPv6 == receiver.address.isIPv6 else {
      throw SegmentScriptProblem("\(from) and \(to) are of different IP versions")
    }
    var segment = SegmentScriptSegment(from: sender, to: receiver)
    try segment.read(&words)
    if sender.identification != 0 { hosts[from]?.identification = sender.identification &+ 1 }
    let bytes = segment.frame(isRaw: isRaw, vlan: vlan)
    let captured = min(segment.snapLength ?? snapLength ?? bytes.count, bytes.count)
    frames.append(
      SegmentScript.Frame(
        nanoseconds: start + elapsed, bytes: Array(bytes[..<captured]), originalLength: bytes.count))
  }

  private func readDirection(_ words: inout SegmentScriptWords) throws(SegmentScriptProblem) -> (
    String, String
  ) {
    let word = try words.word(named: "direction")
    let ends = word.split(separator: ">", omittingEmptySubsequences: false)
    guard ends.count == 2, !ends[0].isEmpty, !ends[1].isEmpty, ends[0] != ends[1] else {
      throw SegmentScriptProblem("'\(word)' is no direction; write A>B")
    }
    return (String(ends[0]), String(ends[1]))
  }
}
