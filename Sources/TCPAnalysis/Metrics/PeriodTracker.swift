/// Keeps periods that begin and end with packets.
struct PeriodTracker {
  private var closed: [WindowSeries.Period] = []
  private var open: WindowSeries.Period?

  /// All periods, the open one last.
  var all: [WindowSeries.Period] { closed + (open.map { [$0] } ?? []) }

  /// Begins a period, unless one is open.
  mutating func begin(at place: SeriesPlace) {
    if open == nil { open = .init(start: place) }
  }

  /// Lets the open period last to a packet.
  mutating func extend(to place: SeriesPlace) { open?.stop = place }

  /// Counts a probe in the open period.
  mutating func probe() { open?.probes += 1 }

  /// Ends the open period; its end stays at the last packet that is kept.
  mutating func end(at place: SeriesPlace, isKept: Bool) {
    guard var period = open else { return }
    if isKept { period.stop = place }
    period.isOpen = false
    closed.append(period)
    open = nil
  }
}
