/// How many data segments had which payload size: exact, and small for the few sizes that most flows use.
///
/// It is a plain value, so that the state of a flow can be copied and cleared as bytes: whoever holds it last gives
/// the memory of further sizes back with `release()`.
struct PayloadSizes {
  /// A size and how often it occurred.
  struct Count: Sendable, Equatable {
    var size: UInt32
    var count: UInt32
  }

  /// Sizes kept without an allocation, in order of appearance; unused ones have count 0.
  private var inlined: InlineArray<4, Count> = .init(repeating: Count(size: 0, count: 0))

  /// Sizes beyond those four, ascending.
  private var others: UnsafeMutablePointer<[Count]>?

  /// Counts a size.
  @inline(__always)
  mutating func record(_ size: UInt32) {
    if inlined[0].size == size, inlined[0].count > 0 {
      inlined[0].count &+= 1
    } else {
      add(Count(size: size, count: 1))
    }
  }

  /// Adds to the count of a size.
  mutating func add(_ new: Count) {
    for index in 0..<4 {
      if inlined[index].count == 0 {
        inlined[index] = new
        return
      }
      if inlined[index].size == new.size {
        inlined[index].count &+= new.count
        return
      }
    }
    addOther(new)
  }

  private mutating func addOther(_ new: Count) {
    let others = self.others ?? .allocate(capacity: 1)
    if self.others == nil { others.initialize(to: []) }
    self.others = others
    var low = 0
    var high = others.pointee.count
    while low < high {
      let middle = (low + high) / 2
      if others.pointee[middle].size < new.size { low = middle + 1 } else { high = middle }
    }
    if low < others.pointee.count, others.pointee[low].size == new.size {
      others.pointee[low].count &+= new.count
    } else {
      others.pointee.insert(new, at: low)
    }
  }

  /// Gives the memory of sizes beyond the first four back and forgets all.
  mutating func release() {
    if let others {
      others.deinitialize(count: 1)
      others.deallocate()
    }
    self = PayloadSizes()
  }

  /// Number of different sizes.
  var count: Int {
    for index in 0..<4 where inlined[index].count == 0 { return index }
    return 4 + (others?.pointee.count ?? 0)
  }

  /// The median in bytes; `nil` if nothing was counted.
  var median: Double? {
    if inlined[1].count == 0 { return inlined[0].count > 0 ? Double(inlined[0].size) : nil }
    return Self.median(of: sorted())
  }

  /// All sizes in ascending order.
  func sorted() -> [Count] {
    var all: [Count] = []
    forEach { all.append($0) }
    all.sort { $0.size < $1.size }
    return all
  }

  /// Hands out all sizes in no particular order.
  @inline(__always)
  func forEach(_ body: (Count) -> Void) {
    for index in 0..<4 {
      guard inlined[index].count > 0 else { return }
      body(inlined[index])
    }
    guard let others else { return }
    for other in others.pointee { body(other) }
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
