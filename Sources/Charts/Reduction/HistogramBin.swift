/// Samples counted by value, in one bin of many.
struct HistogramBin: Equatable {
  /// Least value, in.
  var lower: Double
  /// Greatest value, out.
  var upper: Double
  /// Samples in it.
  var count: Int
  /// Share of all samples in per cent.
  var percent: Double

  /// Bins of equal length that start at multiples of it; at most 4000.
  static func linear(sorted: [Double], length: Double) -> [HistogramBin] {
    guard let first = sorted.first, let last = sorted.last, length > 0 else { return [] }
    let start = (first / length).rounded(.down)
    let number = min(4000, max(1, (last / length).rounded(.down) - start + 1))
    let edges = (0...Int(number)).map { (start + Double($0)) * length }
    return bins(sorted: sorted, edges: edges)
  }

  /// Bins of equal ratio over a range above zero; smaller samples are in the first.
  static func logarithmic(sorted: [Double], lower: Double, upper: Double, number: Int) -> [HistogramBin] {
    guard !sorted.isEmpty, lower > 0, upper > lower, number > 0 else { return [] }
    let step = naturalLogarithm(upper / lower) / Double(number)
    return bins(sorted: sorted, edges: (0...number).map { lower * naturalExponential(Double($0) * step) })
  }

  /// The 1-2-5 value next to a length.
  static func niceLength(_ length: Double) -> Double {
    guard length.isFinite, length > 0 else { return 1 }
    let power = powerOfTen(decimalExponent(of: length))
    let mantissa = length / power
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10)
  }

  private static func bins(sorted: [Double], edges: [Double]) -> [HistogramBin] {
    var row = 0
    return edges.indices.dropLast().map { index in
      let start = row
      let isLast = index == edges.count - 2
      while row < sorted.count, isLast || sorted[row] < edges[index + 1] { row += 1 }
      return HistogramBin(
        lower: edges[index], upper: edges[index + 1], count: row - start,
        percent: 100 * Double(row - start) / Double(sorted.count))
    }
  }
}
