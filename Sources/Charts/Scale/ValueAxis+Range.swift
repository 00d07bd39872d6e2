extension ValueAxis {
  /// The values that an axis of them depends on: the least one, the least one above zero, the greatest one.
  static func extremes(_ values: some Sequence<Double>) -> [Double] {
    var least = Double.infinity
    var leastPositive = Double.infinity
    var greatest = -Double.infinity
    for value in values where value.isFinite {
      least = min(least, value)
      if value > 0 { leastPositive = min(leastPositive, value) }
      greatest = max(greatest, value)
    }
    return [least, leastPositive, greatest].filter(\.isFinite)
  }

  /// The axis of some values: from zero with air above, or over whole decades.
  ///
  /// Values that are not finite do not count. A linear axis starts at zero, as rates, sizes and durations do, unless
  /// told otherwise. A range that the user asked for is in the unit of the title.
  static func over(
    _ values: some Sequence<Double>, family: AxisUnit.Family, names: [String], isLogarithmic: Bool = false,
    startsAtZero: Bool = true, range: ClosedRange<Double>? = nil
  ) -> ValueAxis {
    var least = Double.infinity
    var greatest = -Double.infinity
    for value in values where value.isFinite && (!isLogarithmic || value > 0) {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = (0, 0) }
    var axis: ValueAxis
    if isLogarithmic {
      if greatest <= 0 { (least, greatest) = (1, 10) }
      let lower = powerOfTen(decimalExponent(of: least))
      axis = ValueAxis(
        lower: lower, upper: max(greatest * 1.25, lower * 10), isLogarithmic: true, family: family,
        names: names)
    } else {
      let lower = startsAtZero ? min(0, least) : least
      let span = greatest > lower ? greatest - lower : max(1, greatest.magnitude)
      axis = ValueAxis(
        lower: startsAtZero && least >= 0 ? 0 : lower - 0.04 * span, upper: greatest + 0.05 * span,
        family: family, names: names)
    }
    axis = axis.fixed(to: range)
    return axis
  }
}
