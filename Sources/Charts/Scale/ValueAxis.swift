import Measurements

/// An axis of numbers: range, unit and name.
struct ValueAxis: Sendable, Equatable {
  /// Start of the range in base units.
  var lower: Double
  /// End of the range, above `lower`.
  var upper: Double
  /// Whether equal ratios are equal lengths.
  var isLogarithmic = false
  /// What is counted.
  var family: AxisUnit.Family
  /// The unit asked for; `nil` to choose one.
  var unit: AxisUnit?
  /// Names of the quantity, the longest first.
  var names: [String]
  /// What stands behind name and unit in a title, the longest first; a title without any comes last.
  var remarks: [String] = []

  /// The unit of the labels.
  var chosenUnit: AxisUnit {
    if let unit { return unit }
    return isLogarithmic ? logarithmicUnit : family.unit(for: largest)
  }

  private var largest: Double { max(lower.magnitude, upper.magnitude) }

  /// The unit in which the ends of a range over decades have the fewest characters; the largest of several.
  private var logarithmicUnit: AxisUnit {
    /// Characters of both ends: 100 has three, 0.01 has four.
    func characters(_ unit: AxisUnit) -> Int {
      [lower, upper].reduce(0) { sum, value in
        let exponent = decimalExponent(of: value / unit.factor * (1 + 1e-9))
        return sum + (exponent >= 0 ? exponent + 1 : 2 - exponent)
      }
    }
    let units = lower > 0 ? family.units : [family.unit(for: largest)]
    return units.reversed().min { characters($0) < characters($1) } ?? units[0]
  }

  /// The axis with a range asked for in the unit that its title names; as it is if that cannot be shown.
  func fixed(to range: ClosedRange<Double>?) -> ValueAxis {
    guard let range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound,
      !isLogarithmic || range.lowerBound > 0
    else { return self }
    var axis = self
    let unit = chosenUnit
    axis.unit = unit
    axis.lower = range.lowerBound * unit.factor
    axis.upper = range.upperBound * unit.factor
    return axis
  }

  /// Ticks for the room that there is.
  func ticks(in room: LabelRoom) -> AxisTicks {
    if isLogarithmic { return logarithmicTicks(in: room) }
    if unit == nil, !family.units[0].isBinary, min(lower.magnitude, upper.magnitude) > 1000 * (upper - lower)
    {
      return offsetTicks(in: room)
    }
    let candidates = unit.map { [$0] } ?? unitsFromLargest()
    for candidate in candidates {
      let found = linearTicks(unit: candidate, room: room)
      let largest = found.map(\.value.magnitude).max() ?? 0
      if largest >= 1 || candidate == candidates.last {
        return AxisTicks(
          ticks: found.map { .init(fraction: fraction($0.value * candidate.factor), label: $0.label) },
          titles: titles(suffix: "", unit: candidate))
      }
    }
    return AxisTicks(ticks: [], titles: names)
  }

  /// The unit of the largest value and those below it, since the largest tick may be below 1.
  private func unitsFromLargest() -> [AxisUnit] {
    let units = family.units
    let largest = family.unit(for: largest)
    return units.filter { $0.factor <= largest.factor }.reversed()
  }

  private func linearTicks(unit: AxisUnit, room: LabelRoom) -> [(value: Double, label: String)] {
    let low = lower / unit.factor
    let high = upper / unit.factor
    let fraction = { (value: Double) in (value - low) / (high - low) }
    if unit.isBinary {
      return LinearTicks.binary(lower: low, upper: high, target: room.target) { values, labels in
        room.fits(values.map(fraction), labels)
      }
    }
    let found = LinearTicks.search(lower: low, upper: high, target: room.target) { ticks in
      room.fits(ticks.values.map(fraction), ticks.labels)
    }
    return found.map { Array(zip($0.values, $0.labels)) } ?? []
  }

  /// Labels count from the first tick, which stands in the title, for ranges far from zero.
  private func offsetTicks(in room: LabelRoom) -> AxisTicks {
    let range = upper - lower
    let fraction = { (value: Double) in (value - self.lower) / range }
    let found = LinearTicks.search(lower: lower, upper: upper, target: room.target) { ticks in
      room.fits(
        ticks.values.map(fraction),
        ticks.multiples.map { "+" + ticks.step.label(multiple: $0 - ticks.multiples.lowerBound) })
    }
    guard let found else { return AxisTicks(ticks: [], titles: names) }
    let first = found.multiples.lowerBound
    let span = found.step.value * Double(found.multiples.upperBound - first)
    let unit = family.unit(for: span)
    var step = found.step
    step.exponent -= unit.factor > 1 ? decimalExponent(of: unit.factor * 1.5) : 0
    let base =
      found.step.label(multiple: first) + (family == .count ? "" : "\u{202F}" + family.units[0].symbol)
    return AxisTicks(
      ticks: found.multiples.map {
        .init(fraction: fraction(found.value($0)), label: "+" + step.label(multiple: $0 - first))
      },
      titles: titles(suffix: " \u{2212} \(base)", unit: unit))
  }

  private func logarithmicTicks(in room: LabelRoom) -> AxisTicks {
    let unit = chosenUnit
    let low = lower / unit.factor
    let high = upper / unit.factor
    let scale = ValueScale(lower: low, upper: high, isLogarithmic: true, start: 0, end: 1)
    let found = LogarithmicTicks(lower: low, upper: high) { numbers in
      room.fits(numbers.map { scale.position($0.value) }, numbers.map { $0.label(multiple: 1) })
    }
    let ticks =
      found.labelled.map { AxisTicks.Tick(fraction: scale.position($0.value), label: $0.label(multiple: 1)) }
      + found.minor.map { AxisTicks.Tick(fraction: scale.position($0), label: "") }
    return AxisTicks(
      ticks: ticks.sorted { $0.fraction < $1.fraction }, titles: titles(suffix: "", unit: unit))
  }

  private func fraction(_ value: Double) -> Double { (value - lower) / (upper - lower) }

  private func titles(suffix: String, unit: AxisUnit) -> [String] {
    let scale = isLogarithmic ? ", log" : ""
    let plain = names.map { name in
      unit.symbol.isEmpty ? name + suffix + scale : "\(name)\(suffix) (\(unit.symbol))\(scale)"
    }
    return remarks.flatMap { remark in plain.map { "\($0) \u{B7} \(remark)" } } + plain
  }
}
