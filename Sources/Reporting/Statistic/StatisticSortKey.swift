import TCPAnalysis

/// What connections are sorted by: a key of the JSON output, or a short name for one.
public struct StatisticSortKey: Sendable {
  /// The name as it was written.
  public let name: String
  private let value: @Sendable (ConnectionSummary) -> Double?
  private let isAscending: Bool

  /// Short names for the keys that are asked for most.
  public static let aliases: KeyValuePairs<String, String> = [
    "bytes": "payloadBytes", "payload": "payloadBytes", "goodput": "goodputBitsPerSecond",
    "throughput": "throughputBitsPerSecond", "retransmissions": "retransmittedPackets", "rtt": "rttMedianMs",
  ]

  /// All names that `init(_:)` takes, for help and error messages.
  public static var names: [String] {
    ["id", "start", "duration"] + aliases.map(\.key) + FlowField.columns.map(\.key)
  }

  /// Makes the key of a name; `nil` if no key has it.
  public init?(_ name: String) {
    self.name = name
    switch name {
    case "id":
      value = { Double($0.id) }
      isAscending = true
    case "start", "firstTime":
      value = { Double($0.firstTime) }
      isAscending = true
    case "duration", "durationSeconds":
      value = { Double($0.duration) }
      isAscending = false
    default:
      let key = Self.aliases.first { $0.key == name }?.value ?? name
      guard let field = FlowField.named(key) else { return nil }
      value = { field.combined($0) }
      isAscending = false
    }
  }

  /// Sorts numbers of connections by their values, unknown last, equal ones by number.
  ///
  /// - Parameter connections: What is sorted; visited once.
  /// - Returns: Numbers of the connections.
  /// - Complexity: O(n log n), 16 bytes a connection.
  func sorted(_ connections: (_ visit: (ConnectionSummary) -> Void) -> Void) -> [Int] {
    var keyed: [(value: Double, id: Int)] = []
    connections { connection in
      let number = value(connection) ?? .infinity
      keyed.append((isAscending || number == .infinity ? number : -number, connection.id))
    }
    keyed.sort { $0.value == $1.value ? $0.id < $1.id : $0.value < $1.value }
    return keyed.map(\.id)
  }
}
