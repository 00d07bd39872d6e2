public import PacketCapture
public import TCPAnalysis

/// A pattern of a connection's end points as the original captcp wrote it: `10.0.0.1:*-*:80`.
///
/// A star stands for any address or port. Both directions of a connection are tried. IPv6 addresses may stand in
/// brackets; without them the port follows the last colon.
public struct ConnectionPattern: Sendable, Equatable {
  /// One end; `nil` stands for anything.
  public struct End: Sendable, Equatable {
    /// The address.
    public var address: IPAddress?
    /// The port.
    public var port: UInt16?

    /// Whether an end point is meant.
    public func matches(_ endpoint: Endpoint) -> Bool {
      (address.map { $0 == endpoint.address } ?? true) && (port.map { $0 == endpoint.port } ?? true)
    }
  }

  /// What is wrong with a pattern, and where.
  public struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text of the whole list.
    public var text: String
    /// Column of the mistake, from 1.
    public var column: Int
    /// What was expected.
    public var expected: String

    /// One line.
    public var description: String {
      "\"\(text)\", column \(column): expected \(expected), as in 10.0.0.1:*-*:80"
    }
  }

  /// One end.
  public var first: End
  /// The other one.
  public var second: End

  /// Whether one of the two directions of a connection is meant.
  public func matches(_ connection: ConnectionSummary) -> Bool {
    matches(connection.forward.source, connection.forward.destination)
  }

  /// Whether a connection of these ends is meant, either way round.
  public func matches(_ source: Endpoint, _ destination: Endpoint) -> Bool {
    first.matches(source) && second.matches(destination)
      || first.matches(destination) && second.matches(source)
  }

  /// Reads a list `sip:sport-dip:dport,…`.
  ///
  /// - Throws: ``SyntaxError`` with the column of the first mistake.
  public static func list(_ text: String) throws(SyntaxError) -> [ConnectionPattern] {
    var parser = PatternParser(text)
    return try parser.list()
  }
}

/// Reads patterns from left to right; the cursor is the column of an error.
private struct PatternParser {
  private let text: String
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func list() throws(ConnectionPattern.SyntaxError) -> [ConnectionPattern] {
    var patterns: [ConnectionPattern] = []
    repeat {
      let first = try end(stops: "-")
      try expect("-", "\"-\" between the two ends")
      let second = try end(stops: ",")
      patterns.append(ConnectionPattern(first: first, second: second))
    } while accept(",")
    guard position == characters.count else { throw failure("\",\" or the end") }
    return patterns
  }

  private mutating func end(stops: Character) throws(ConnectionPattern.SyntaxError) -> ConnectionPattern.End {
    let start = position
    var stop = position
    while stop < characters.count, characters[stop] != stops { stop += 1 }
    guard let colon = characters[start..<stop].lastIndex(of: ":") else {
      position = stop
      throw failure("\":\" and a port")
    }
    let address = try self.address(in: start..<colon)
    position = colon + 1
    let port = String(characters[position..<stop])
    guard port == "*" || UInt16(port) != nil else { throw failure("a port from 0 to 65535 or *") }
    position = stop
    return ConnectionPattern.End(address: address, port: UInt16(port))
  }

  private func address(in range: Range<Int>) throws(ConnectionPattern.SyntaxError) -> IPAddress? {
    var word = characters[range]
    if word.first == "[", word.last == "]" { word = word.dropFirst().dropLast() }
    guard word != ["*"] else { return nil }
    guard let address = IPAddress(String(word)) else { throw failure("an IPv4 or IPv6 address or *") }
    return address
  }

  private mutating func accept(_ character: Character) -> Bool {
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func expect(
    _ character: Character, _ expected: String
  ) throws(ConnectionPattern.SyntaxError) {
    guard accept(character) else { throw failure(expected) }
  }

  private func failure(_ expected: String) -> ConnectionPattern.SyntaxError {
    ConnectionPattern.SyntaxError(text: text, column: position + 1, expected: expected)
  }
}
