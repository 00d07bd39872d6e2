/// Ticks of a linear axis: all multiples of one step inside a range.
///
/// The step is found by the extended search of Talbot, Lin and Hanrahan ("An Extension of Wilkinson's
/// Algorithm for Positioning Tick Labels on Axes", IEEE InfoVis 2010) with their weights. Skips above 1 are
/// left out: with the preference list used here they only repeat steps or give steps of 3 and 4, which suit
/// degrees. Labels never lie outside the range, and legibility also looks at their widths.
struct LinearTicks: Sendable, Equatable {
  /// The distance of two ticks.
  let step: DecimalNumber
  /// First and last multiple of the step.
  let multiples: ClosedRange<Int64>

  /// Preferred steps, the nicest first, as mantissa and power of ten.
  private static let preferences: [DecimalNumber] = [
    DecimalNumber(mantissa: 1, exponent: 0), DecimalNumber(mantissa: 5, exponent: 0),
    DecimalNumber(mantissa: 2, exponent: 0), DecimalNumber(mantissa: 25, exponent: -1),
  ]

  /// Values of the ticks.
  var values: [Double] { multiples.map(value) }

  /// Labels without offset.
  var labels: [String] { multiples.map { step.label(multiple: $0) } }

  /// The tick of a multiple, correctly rounded from its decimal form.
  func value(_ multiple: Int64) -> Double {
    let (product, overflow) = step.mantissa.multipliedReportingOverflow(by: multiple)
    guard !overflow else { return step.value * Double(multiple) }
    return DecimalNumber(mantissa: product, exponent: step.exponent).value
  }

  /// Searches the best ticks for a range; `nil` if the range holds none that `fits` accepts.
  ///
  /// - Parameters:
  ///   - lower: Start of the range, finite.
  ///   - upper: Its end, above `lower`.
  ///   - target: Number of labels wished for, at least 2.
  ///   - fits: Whether the labels of a candidate keep their distance.
  /// - Returns: The ticks with the highest score.
  static func search(
    lower: Double, upper: Double, target: Double, fits: (LinearTicks) -> Bool
  ) -> LinearTicks? {
    let range = upper - lower
    guard range > 0, range.isFinite, max(lower.magnitude, upper.magnitude) < 1e17 * range else { return nil }
    var best: (score: Double, ticks: LinearTicks)?
    let coarsest = decimalExponent(of: range)
    for exponent in (coarsest - 2)...(coarsest + 1) {
      for (rank, preference) in preferences.enumerated() {
        let step = DecimalNumber(
          mantissa: preference.mantissa, exponent: preference.exponent + exponent)
        guard let ticks = LinearTicks(step: step, lower: lower, upper: upper), ticks.count <= 12 else {
          continue
        }
        let score = ticks.score(rank: rank, lower: lower, upper: upper, target: target)
        if let best, score + 0.05 <= best.score { continue }
        let isFitting = fits(ticks)
        guard isFitting else { continue }
        let total = score + (ticks.isShort ? 0.05 : 0)
        if best.map({ total > $0.score }) ?? true { best = (total, ticks) }
      }
    }
    return best?.ticks
  }

  /// All multiples of a step in a range; `nil` for less than two.
  init?(step: DecimalNumber, lower: Double, upper: Double) {
    let size = step.value
    // A bound that is a multiple of the step but for its last bits counts as one.
    let first = (lower / size - 1e-9).rounded(.up)
    let last = (upper / size + 1e-9).rounded(.down)
    guard last - first >= 1, last - first < 1e6, first.magnitude < 9e17, last.magnitude < 9e17 else {
      return nil
    }
    self.step = step
    multiples = Int64(first)...Int64(last)
  }

  private var count: Int { multiples.count }

  private var isShort: Bool {
    step.significantDigits(multiple: multiples.lowerBound) <= 5
      && step.significantDigits(multiple: multiples.upperBound) <= 5
  }

  /// Simplicity, coverage and density, weighted; legibility is added by the caller.
  private func score(rank: Int, lower: Double, upper: Double, target: Double) -> Double {
    let first = value(multiples.lowerBound)
    let last = value(multiples.upperBound)
    let holdsZero = multiples.contains(0)
    let simplicity = 1 - Double(rank) / Double(Self.preferences.count - 1) + (holdsZero ? 1 : 0) - 1
    let tenth = 0.1 * (upper - lower)
    let gaps = (upper - last) * (upper - last) + (lower - first) * (lower - first)
    let coverage = 1 - 0.5 * gaps / (tenth * tenth)
    let density = Double(count - 1) / (last - first)
    let wished = max(1, target - 1) / (max(last, upper) - min(first, lower))
    // Two labels tell little of a range; they are taken only where no third one fits.
    let scarcity = count < 3 ? -4.0 : 0
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * (2 - max(density / wished, wished / density)) + scarcity
  }
}

extension LinearTicks {
  /// Ticks whose step is a power of two, for axes in KiB and MiB; the range is in the axis' unit.
  static func binary(
    lower: Double, upper: Double, target: Double, fits: ([Double], [String]) -> Bool
  ) -> [(value: Double, label: String)] {
    let range = upper - lower
    guard range > 0, range.isFinite, max(lower.magnitude, upper.magnitude) < 1e15 * range else { return [] }
    var exponent = Int(naturalLogarithm(range / max(1, target)) / naturalLogarithm(2)) - 1
    for _ in 0..<12 {
      let step = naturalPowerOfTwo(exponent)
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      if last - first < max(2, min(11, target + 0.5)), last >= first, first.magnitude < 9e15, last < 9e15 {
        let multiples = Array(Int64(first)...Int64(last))
        let values = multiples.map { Double($0) * step }
        // 2^-n has n decimals.
        let decimals = max(0, -exponent)
        let decimalStep =
          exponent >= 0
          ? DecimalNumber(mantissa: 1 << Int64(min(exponent, 40)), exponent: 0)
          : DecimalNumber(mantissa: powerOfFive(decimals), exponent: -decimals)
        let labels = multiples.map { decimalStep.label(multiple: $0) }
        if fits(values, labels) { return Array(zip(values, labels)) }
      }
      exponent += 1
    }
    return []
  }

  private static func naturalPowerOfTwo(_ exponent: Int) -> Double {
    exponent >= 0
      ? Double(UInt64(1) << UInt64(min(exponent, 62))) : 1 / Double(UInt64(1) << UInt64(min(-exponent, 62)))
  }

  private static func powerOfFive(_ exponent: Int) -> Int64 {
    (0..<min(exponent, 25)).reduce(Int64(1)) { power, _ in power * 5 }
  }
}
