import TCPAnalysis

/// What connections are sorted by: a key of the JSON output, or a short name for one.
public struct StatisticSortKey: Sendable {
  /// The name as it was written.
  public let name: String
  private let value: @Sendable (ConnectionSummary) -> Double?
  /// The same of an outline; `nil` if that does not hold it.
  private let outlineValue: (@Sendable (ConnectionOutline) -> Double?)?
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
      outlineValue = { Double($0.id) }
      isAscending = true
    case "start", "firstTime":
      value = { Double($0.firstTime) }
      outlineValue = { Double($0.firstTime) }
      isAscending = true
    case "duration", "durationSeconds":
      value = { Double($0.duration) }
      outlineValue = { Double($0.duration) }
      isAscending = false
    default:
      let key = Self.aliases.first { $0.key == name }?.value ?? name
      guard let field = FlowField.named(key) else { return nil }
      value = { field.combined($0) }
      outlineValue = Self.outlineValue(of: key)
      isAscending = false
    }
  }

  /// The sum over both flows, as a list shows it.
  private static func outlineValue(of key: String) -> (@Sendable (ConnectionOutline) -> Double?)? {
    let count: @Sendable (ConnectionOutline.Flow) -> Int64
    switch key {
    case "packets": count = { $0.packets }
    case "payloadBytes": count = { $0.payloadBytes }
    case "retransmittedPackets": count = { $0.retransmittedPackets }
    default: return nil
    }
    return { Double(count($0.fromInitiator) &+ count($0.fromResponder)) }
  }

  /// Sorts numbers of connections by their values, unknown last, equal ones by number.
  ///
  /// - Parameters:
  ///   - top: How many are wanted.
  ///   - connections: What is sorted; visited once.
  /// - Returns: Numbers of the connections.
  /// - Complexity: O(n log n) for n connections or the number of those wanted, 16 bytes for each.
  func sorted(top: Int?, _ connections: (_ visit: (ConnectionSummary) -> Void) -> Void) -> [Int] {
    var order = Order(top: top, isAscending: isAscending)
    connections { order.add(value($0), id: $0.id) }
    return order.ids
  }

  /// The same for all connections that are shown, by their outlines; `nil` if those do not hold the value.
  func sorted(top: Int?, shownOf records: ConnectionRecords) -> [Int]? {
    guard let outlineValue else { return nil }
    var order = Order(top: top, isAscending: isAscending)
    records.forEachOutline { if $0.isShown { order.add(outlineValue($0), id: $0.id) } }
    return order.ids
  }

  /// Numbers of connections by a value, the first ones of them.
  private struct Order {
    let top: Int
    let isAscending: Bool
    private var keyed: [(value: Double, id: Int)] = []

    init(top: Int?, isAscending: Bool) {
      self.top = top ?? .max
      self.isAscending = isAscending
    }

    mutating func add(_ value: Double?, id: Int) {
      let number = value ?? .infinity
      keyed.append((isAscending || number == .infinity ? number : -number, id))
      // Twice as many as are wanted are gathered before the rest is dropped.
      if keyed.count / 2 > max(top, 1 << 11) { keep() }
    }

    private mutating func keep() {
      keyed.sort { $0.value == $1.value ? $0.id < $1.id : $0.value < $1.value }
      if keyed.count > top { keyed.removeLast(keyed.count - top) }
    }

    var ids: [Int] {
      mutating get {
        keep()
        return keyed.map(\.id)
      }
    }
  }
}
