/// One promise about the numbers, held against what kernels and relay know.
///
/// To add one, write a type in `Bounds/` and put it into ``Truth/bounds``: `make truth` prints its rows, and the test
/// run fails when it is broken.
protocol Bound: Sendable {
  /// The promise in a sentence, with its limit.
  var claim: String { get }
  func examine(_ scenarios: [Scenario]) -> Finding
}

/// What came out for one bound.
struct Finding: Sendable {
  /// The truth beside captcp in one scenario.
  struct Row: Sendable {
    let scenario: String
    let truth: String
    let captcp: String
    /// What is wrong, or worth knowing; empty for nothing.
    var remark = ""
  }

  /// The figure that stands beside the limit: `1650 of 1650`.
  var figure = ""
  var rows: [Row] = []
  /// Whether the bound holds.
  var holds = true
}

/// Numbers of hits and of what there was to hit.
struct Share: Sendable {
  var part = 0
  var whole = 0

  mutating func count(_ isHit: Bool) {
    whole += 1
    if isHit { part += 1 }
  }

  mutating func add(_ other: Share) {
    part += other.part
    whole += other.whole
  }

  /// 1 where there was nothing.
  var value: Double { whole == 0 ? 1 : Double(part) / Double(whole) }

  /// `3419 of 3420 (99.97 %)`.
  var text: String {
    let percent = (value * 10_000).rounded() / 100
    return "\(part) of \(whole)" + (whole == 0 ? "" : " (\(percent) %)")
  }
}
