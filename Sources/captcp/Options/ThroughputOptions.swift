public import ArgumentParser
public import TCPAnalysis

extension ThroughputSeries.Layer: ExpressibleByArgument {}

/// Units of data, with the names of the original captcp.
enum DataUnit: String, CaseIterable, ExpressibleByArgument {
  case bit, kilobit, megabit, gigabit, terabit
  case kibibit, mebibit, gibibit, tebibit
  case byte, kilobyte, megabyte, gigabyte, terabyte
  case kibibyte, mebibyte, gibibyte, tebibyte

  /// Bits in one of it.
  var bits: Double {
    let name = rawValue.hasSuffix("byte") ? rawValue.dropLast(4) : rawValue.dropLast(3)
    let prefixes: KeyValuePairs<String, Double> = [
      "": 1, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "kibi": 1024, "mebi": 1_048_576,
      "gibi": 1_073_741_824, "tebi": 1_099_511_627_776,
    ]
    return (prefixes.first { $0.key == name }?.value ?? 1) * (rawValue.hasSuffix("byte") ? 8 : 1)
  }
}

/// Options of `throughput` alone.
struct ThroughputOptions: ParsableArguments {
  /// Bins that the moving mean is over unless told otherwise.
  static let usualMean = 10

  @Option(
    name: [.customShort("s"), .customLong("sample-length"), .customLong("bin")],
    help: ArgumentHelp(
      "Length of a bin in seconds. Usual is the 1-2-5 value nearest to a 150th of the range, at least 0.01.",
      valueName: "seconds"))
  var sampleLength: Double?
  @Flag(name: .shortAndLong, help: "Bins of one second.")
  var perSecond = false
  @Option(name: .shortAndLong, help: ArgumentHelp("Which bytes are counted.", valueName: "layer"))
  var mode: ThroughputSeries.Layer = .linkLayer
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Unit of the axis (per second) and of --stdio (per bin). Usual is what fits, and bit.",
      valueName: "unit"))
  var unit: DataUnit?
  @Option(
    help: ArgumentHelp("Bins that the moving mean is over; 1 draws none.", valueName: "bins"))
  var mean = Self.usualMean
  @Flag(help: "Count the whole capture instead of one flow.")
  var all = false
  @Flag(help: "Print lines of time (s) and amount in the bin to standard output.")
  var stdio = false

  func validate() throws {
    if let sampleLength, !(1e-6...1e6).contains(sampleLength) {
      throw ValidationError("--sample-length must be 0.000001 to 1000000 seconds")
    }
    if sampleLength != nil, perSecond {
      throw ValidationError("--sample-length and --per-second exclude each other")
    }
    if !(1...100_000).contains(mean) { throw ValidationError("--mean must be 1 to 100000") }
  }

  /// Length of a bin in nanoseconds; `nil` for the usual one.
  var binNanoseconds: Int64? {
    if perSecond { return 1_000_000_000 }
    return sampleLength.map { Int64(($0 * 1e9).rounded()) }
  }
}
