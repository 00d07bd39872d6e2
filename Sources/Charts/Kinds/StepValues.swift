/// Whole numbers of which some are unknown, in the width in which they were collected.
///
/// A chart of a million points shares the column of the analysis in place of a copy four times as wide.
public struct StepValues: Sendable, Equatable, RandomAccessCollection, ExpressibleByArrayLiteral {
  private enum Storage: Sendable, Equatable {
    /// A negative number is unknown.
    case compact([Int32])
    /// The least number is unknown.
    case wide([Int64])
  }

  private var storage: Storage

  /// Takes numbers as they were collected, without a copy; a negative one is unknown.
  public init(compact numbers: [Int32]) {
    storage = .compact(numbers)
  }

  /// Takes numbers; `nil` is unknown, and so is the least one there is.
  public init(_ numbers: some Sequence<Int64?>) {
    storage = .wide(numbers.map { $0 ?? .min })
  }

  /// Takes numbers; `nil` is unknown.
  public init(arrayLiteral elements: Int64?...) {
    self.init(elements)
  }

  /// 0.
  public var startIndex: Int { 0 }

  /// Number of values.
  public var endIndex: Int {
    switch storage {
    case .compact(let numbers): numbers.count
    case .wide(let numbers): numbers.count
    }
  }

  /// A value; `nil` if it is unknown.
  public subscript(row: Int) -> Int64? {
    switch storage {
    case .compact(let numbers): numbers[row] < 0 ? nil : Int64(numbers[row])
    case .wide(let numbers): numbers[row] == .min ? nil : numbers[row]
    }
  }

  /// Adds a value; `nil` is unknown.
  public mutating func append(_ value: Int64?) {
    var numbers: [Int64] =
      switch storage {
      case .compact(let old): old.map { $0 < 0 ? .min : Int64($0) }
      case .wide(let old): old
      }
    storage = .wide([])
    numbers.append(value ?? .min)
    storage = .wide(numbers)
  }

  /// Equal values, however they are kept.
  public static func == (left: StepValues, right: StepValues) -> Bool { left.elementsEqual(right) }
}

extension Array {
  /// The first elements; the array itself, and no copy of it, if there are no more.
  func head(_ count: Int) -> [Element] { count >= self.count ? self : Array(prefix(count)) }
}
