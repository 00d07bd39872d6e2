/// Ticks of a logarithmic axis: 1, 2 and 5 below two decades, else decades; the others have no label.
struct LogarithmicTicks: Sendable, Equatable {
  /// Ticks with their labels, ascending.
  let labelled: [DecimalNumber]
  /// Values of ticks without label, ascending.
  let minor: [Double]

  /// Ticks in a range above zero; decades are thinned until `fits` accepts them.
  init(lower: Double, upper: Double, fits: ([DecimalNumber]) -> Bool) {
    guard lower > 0, upper > lower, upper.isFinite else {
      labelled = []
      minor = []
      return
    }
    let exponents = (decimalExponent(of: lower) - 1)...(decimalExponent(of: upper) + 1)
    func inside(_ number: DecimalNumber) -> Bool {
      number.value >= lower * (1 - 1e-9) && number.value <= upper * (1 + 1e-9)
    }
    func numbers(_ mantissas: [Int64], every: Int = 1) -> [DecimalNumber] {
      exponents.filter { $0 % every == 0 }.flatMap { exponent in
        mantissas.map { DecimalNumber(mantissa: $0, exponent: exponent) }.filter(inside)
      }
    }
    var candidates: [[DecimalNumber]] = []
    if upper / lower < 100 { candidates = [numbers([1, 2, 5]), numbers([1, 5]), numbers([1, 3])] }
    candidates += [1, 2, 3, 6, 12].map { numbers([1], every: $0) }
    let fitting = candidates.filter { !$0.isEmpty && fits($0) }
    let chosen = fitting.first { $0.count > 1 } ?? fitting.first ?? []
    labelled = chosen
    let all = upper / lower < 1e6 ? numbers(Array(1...9)) : numbers([1])
    minor = all.filter { candidate in !chosen.contains { $0.value == candidate.value } }.map(\.value)
  }
}
