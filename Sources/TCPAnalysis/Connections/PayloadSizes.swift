/// How many data segments had which payload size: exact, and small for the few sizes that most flows use.
struct PayloadSizes: Sendable {
  /// A size and how often it occurred.
  struct Count: Sendable, Equatable {
    var size: UInt32
    var count: UInt32
  }

  /// Sizes kept without an allocation, in order of appearance; unused ones have count 0.
  private var inlined: InlineArray<4, Count> = .init(repeating: Count(size: 0, count: 0))

  /// Sizes beyond those four, ascending.
  private var others: [Count] = []

  /// Counts a size.
  mutating func record(_ size: UInt32) {
    for index in 0..<4 {
      if inlined[index].count == 0 {
        inlined[index] = Count(size: size, count: 1)
        return
      }
      if inlined[index].size == size {
        inlined[index].count &+= 1
        return
      }
    }
    recordOther(size)
  }

  private mutating func recordOther(_ size: UInt32) {
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].size < size { low = middle + 1 } else { high = middle }
    }
    if low < others.count, others[low].size == size {
      others[low].count &+= 1
    } else {
      others.insert(Count(size: size, count: 1), at: low)
    }
  }

  /// Number of different sizes.
  var count: Int {
    for index in 0..<4 where inlined[index].count == 0 { return index }
    return 4 + others.count
  }

  /// The median in bytes; `nil` if nothing was counted.
  var median: Double? {
    if inlined[1].count == 0 { return inlined[0].count > 0 ? Double(inlined[0].size) : nil }
    return Self.median(of: sorted())
  }

  /// All sizes in ascending order.
  func sorted() -> [Count] {
    var all = others
    for index in 0..<4 where inlined[index].count > 0 { all.append(inlined[index]) }
    all.sort { $0.size < $1.size }
    return all
  }

  /// Makes the counts of a list in ascending order.
  init(_ counts: [Count]) {
    for (index, count) in counts.enumerated() {
      if index < 4 { inlined[index] = count } else { others.append(count) }
    }
  }

  /// Makes the counts of a single size.
  init(only: Count) {
    inlined[0] = only
  }

  /// The count of the only size, `nil` with none or several.
  var only: Count? {
    guard count == 1 else { return nil }
    return inlined[0]
  }

  /// Makes empty counts.
  init() {}

  /// The median of sizes sorted ascending; `nil` if there is none.
  static func median(of counts: [Count]) -> Double? {
    let total = counts.reduce(UInt64(0)) { $0 + UInt64($1.count) }
    guard total > 0 else { return nil }
    func value(at rank: UInt64) -> UInt32 {
      var passed: UInt64 = 0
      for count in counts {
        passed += UInt64(count.count)
        if rank < passed { return count.size }
      }
      return counts.last?.size ?? 0
    }
    return (Double(value(at: (total - 1) / 2)) + Double(value(at: total / 2))) / 2
  }
}
