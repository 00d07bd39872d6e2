/// A connection or one of its flows, as written on the command line: `3`, `3.1`.
public struct FlowID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Number of the connection, from 1.
  public var connection: Int
  /// 1 or 2 for a flow; `nil` for the whole connection.
  public var direction: Int?

  /// Makes an id.
  public init(connection: Int, direction: Int? = nil) {
    self.connection = connection
    self.direction = direction
  }

  /// Reads `3` or `3.1`; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let number = parts.first.flatMap({ Int($0) }), number >= 1,
      number <= Int(Int32.max)
    else { return nil }
    connection = number
    guard parts.count == 2 else { return }
    guard parts[1] == "1" || parts[1] == "2" else { return nil }
    direction = parts[1] == "1" ? 1 : 2
  }

  /// The written form.
  public var description: String {
    direction.map { "\(connection).\($0)" } ?? "\(connection)"
  }

  /// By connection, then direction.
  public static func < (left: FlowID, right: FlowID) -> Bool {
    (left.connection, left.direction ?? 0) < (right.connection, right.direction ?? 0)
  }

  /// Whether it is, or contains, the flow of `direction` (0 or 1) of the connection of index `index` (from 0).
  public func contains(index: Int32, direction: UInt8) -> Bool {
    guard Int(index) &+ 1 == connection else { return false }
    guard let own = self.direction else { return true }
    return own == Int(direction) &+ 1
  }
}
