/// Tells which rows of a long series its picture needs: of each of some thousand bins of time the first and the last,
/// and those with the least and the greatest values.
///
/// A picture keeps no more of a column of its plot (M4: Jugel et al., VLDB 2014). Bins have the length of a power of two of
/// nanoseconds; there are 2049 to 4096, so that pages of the presets have no more columns. What is left out once is not
/// missed when bins grow, so that a series of any length takes the memory of its reduction: at most ten rows of each bin,
/// and the rows that are asked for by themselves.
struct RowThinner {
  /// The most bins of the time that a series covers.
  private let bins: Int64
  /// Rows from which on a series is thinned; `Int.max` for one that keeps all.
  private(set) var limit: Int

  /// Makes the thinner of one series.
  init(isWanted: Bool, limit: Int = 1 << 15, bins: Int64 = 4096) {
    self.limit = isWanted ? limit : .max
    self.bins = bins
  }

  /// Looks at a series that has reached the limit.
  ///
  /// - Parameters:
  ///   - times: Times of its rows in nanoseconds, never decreasing.
  ///   - isKept: Whether a row stays whatever its values are.
  ///   - values: The values of a row that a picture shows; one that is not used has a constant.
  /// - Returns: Whether each row stays.
  mutating func rows(
    _ times: [Int64], isKept: (Int) -> Bool, values: (Int) -> SIMD4<Int64>
  ) -> [Bool] {
    var stays = [Bool](repeating: false, count: times.count)
    guard let start = times.first, let end = times.last else { return stays }
    var shift = 0
    while end &- start >= bins << Int64(shift), shift < 48 { shift += 1 }
    var row = 0
    var number = 0
    while row < times.count {
      let bin = (times[row] &- start) >> Int64(shift)
      var extremes = Extremes(row: row, values: values(row))
      stays[row] = true
      var next = row + 1
      while next < times.count, (times[next] &- start) >> Int64(shift) == bin {
        extremes.take(values(next), row: next)
        if isKept(next) { stays[next] = true }
        next += 1
      }
      stays[next - 1] = true
      for lane in 0..<4 {
        stays[Int(extremes.leastRows[lane])] = true
        stays[Int(extremes.greatestRows[lane])] = true
      }
      for row in row..<next where stays[row] { number += 1 }
      row = next
    }
    // Where most rows stay they are looked at again when there are twice as many, so that each costs a few looks in all.
    limit = max(limit, 2 * number)
    return stays
  }

  /// Rows with the least and the greatest values so far, the earliest one of equals.
  private struct Extremes {
    var leastRows: SIMD4<Int64>
    var greatestRows: SIMD4<Int64>
    private var least: SIMD4<Int64>
    private var greatest: SIMD4<Int64>

    init(row: Int, values: SIMD4<Int64>) {
      leastRows = SIMD4(repeating: Int64(row))
      greatestRows = leastRows
      least = values
      greatest = values
    }

    mutating func take(_ values: SIMD4<Int64>, row: Int) {
      let isLess = values .< least
      least.replace(with: values, where: isLess)
      leastRows.replace(with: Int64(row), where: isLess)
      let isGreater = values .> greatest
      greatest.replace(with: values, where: isGreater)
      greatestRows.replace(with: Int64(row), where: isGreater)
    }
  }
}

extension Array {
  /// Leaves the rows that stay.
  mutating func keep(_ stays: [Bool]) {
    var kept = 0
    for row in indices where row < stays.count && stays[row] {
      if kept != row { self[kept] = self[row] }
      kept += 1
    }
    removeLast(count - kept)
  }
}
