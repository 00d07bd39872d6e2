/// The unit of an axis, chosen once for all its labels.
public struct AxisUnit: Sendable, Hashable {
  /// The symbol, as in `Mbit/s`.
  public var symbol: String
  /// How many base units it is: 1 000 000 for Mbit/s over bit/s, 8000 for kB/s over bit/s.
  public var factor: Double
  /// Whether steps are powers of two.
  public var isBinary: Bool

  /// Makes a unit.
  public init(symbol: String, factor: Double, isBinary: Bool = false) {
    self.symbol = symbol
    self.factor = factor
    self.isBinary = isBinary
  }

  /// Units of a kind of quantity, the smallest first.
  enum Family: Sendable, Hashable {
    /// Bytes on the wire, k = 1000.
    case bytes
    /// Buffers and windows, Ki = 1024.
    case binaryBytes
    /// Bit rates, k = 1000.
    case bitRate
    /// Plain numbers.
    case count
    /// Times in nanoseconds.
    case duration
    /// Shares of a whole in per cent.
    case percent

    var units: [AxisUnit] {
      let decimal = ["", "k", "M", "G", "T", "P", "E"]
      switch self {
      case .bytes: return Self.scaled(decimal.map { $0 + "B" }, base: 1000)
      case .bitRate: return Self.scaled(decimal.map { $0 + "bit/s" }, base: 1000)
      case .binaryBytes:
        return Self.scaled(["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"], base: 1024, isBinary: true)
      case .count: return [AxisUnit(symbol: "", factor: 1)]
      case .percent: return [AxisUnit(symbol: "%", factor: 1)]
      case .duration: return Self.scaled(["ns", "\u{B5}s", "ms", "s"], base: 1000)
      }
    }

    private static func scaled(_ symbols: [String], base: Double, isBinary: Bool = false) -> [AxisUnit] {
      var factor = 1.0
      return symbols.map { symbol in
        defer { factor *= base }
        return AxisUnit(symbol: symbol, factor: factor, isBinary: isBinary)
      }
    }

    /// The largest unit in which `maximum` is at least 1; the smallest for less.
    func unit(for maximum: Double) -> AxisUnit {
      let all = units
      return all.last { maximum.magnitude >= $0.factor } ?? all[0]
    }
  }

  /// The rate that a unit's name stands for on a throughput axis: `kilobit` is kbit/s; `nil` if unknown.
  ///
  /// Names are those of the command line: `bit`, `byte` and both with the prefixes kilo, mega, giga, tera and
  /// kibi, mebi, gibi, tebi.
  public init?(rateNamed name: String) {
    let prefixes: [(name: String, symbol: String, factor: Double)] = [
      ("kilo", "k", 1e3), ("mega", "M", 1e6), ("giga", "G", 1e9), ("tera", "T", 1e12),
      ("kibi", "Ki", 1024), ("mebi", "Mi", 1_048_576), ("gibi", "Gi", 1_073_741_824),
      ("tebi", "Ti", 1_099_511_627_776), ("", "", 1),
    ]
    let bases: [(name: String, symbol: String, bits: Double)] = [("bit", "bit/s", 1), ("byte", "B/s", 8)]
    for prefix in prefixes {
      for base in bases where name == prefix.name + base.name {
        self.init(symbol: prefix.symbol + base.symbol, factor: prefix.factor * base.bits)
        return
      }
    }
    return nil
  }
}
