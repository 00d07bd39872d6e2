import Fixtures

/// A part of the path in one direction: it delays, loses, reorders and duplicates.
struct SimulatedLeg {
  let delay: Int64
  let impairment: SimulationSettings.Impairment
  /// Packets that enter in this time are held until its end.
  var hold: Range<Int64>?
  private var newest: Int64 = 0

  init(delay: Int64, impairment: SimulationSettings.Impairment = .none, hold: Range<Int64>? = nil) {
    self.delay = delay
    self.impairment = impairment
    self.hold = hold
  }

  /// The times at which a packet that enters at `time` comes out: none if it is lost, two if it is duplicated.
  mutating func exits(of time: Int64, _ numbers: inout SeededNumbers, mayDouble: Bool = true) -> [Int64] {
    guard delay > 0 else { return [time] }
    if numbers.happens(impairment.loss) { return [] }
    var exit = time + delay
    if let hold, hold.contains(time) { exit = hold.upperBound + delay }
    if numbers.happens(impairment.reordering) {
      exit += Int64.random(in: 100_000...max(200_000, delay), using: &numbers)
    } else {
      // What is not reordered stays in order, as on a line of some capacity.
      exit = max(exit, newest + 8_000)
      newest = exit
    }
    guard mayDouble, numbers.happens(impairment.duplication) else { return [exit] }
    return [exit, exit + Int64.random(in: 2_000...6_000_000, using: &numbers)]
  }
}
