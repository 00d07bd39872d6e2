/// Keeps periods that begin and end with packets: all of them, or how many and the longest ones.
struct PeriodTracker {
  private let isBounded: Bool
  private var closed: [WindowSeries.Period] = []
  private var closedTally = PeriodTally()
  private var open: WindowSeries.Period?

  /// Makes a tracker.
  ///
  /// - Parameter isBounded: Whether only ``tally`` is kept, in bounded memory, and not ``all``.
  init(isBounded: Bool = false) {
    self.isBounded = isBounded
  }

  /// Number, length and the longest of a bounded tracker's periods, the open one among them.
  var tally: PeriodTally {
    var tally = closedTally
    if let open { tally.add(open) }
    return tally
  }

  /// All periods, the open one last.
  var all: [WindowSeries.Period] { closed + (open.map { [$0] } ?? []) }

  /// Whether a period is open.
  var isOpen: Bool { open != nil }

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
    if isBounded { closedTally.add(period) } else { closed.append(period) }
    open = nil
  }
}
