/// Periods of one kind: how many, how long in all, and the longest of them; bounded memory.
public struct PeriodTally: Sendable, Equatable {
  /// Periods that are kept.
  public static let limit = 8

  /// How many.
  public private(set) var count: Int64 = 0
  /// Their lengths in all, in nanoseconds.
  public private(set) var total: Int64 = 0
  /// Probes that the sender sent meanwhile, in all.
  public private(set) var probes: Int64 = 0
  /// The longest ones, the longest first, at most `limit`; of two of one length the earlier.
  public private(set) var longest: [WindowSeries.Period] = []

  /// Makes an empty tally.
  public init() {}

  /// Makes the tally of these periods.
  public init(_ periods: [WindowSeries.Period]) {
    for period in periods { add(period) }
  }

  /// Takes the next period, in the order of time.
  public mutating func add(_ period: WindowSeries.Period) {
    count &+= 1
    total &+= max(0, period.length)
    probes &+= period.probes
    if longest.count == Self.limit, let shortest = longest.last, shortest.length >= period.length { return }
    let position = longest.firstIndex { $0.length < period.length } ?? longest.count
    longest.insert(period, at: position)
    if longest.count > Self.limit { longest.removeLast() }
  }
}
