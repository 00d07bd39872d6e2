public import ArgumentParser
public import Charts
import Reporting

extension CompareData.Metric: ExpressibleByArgument {}
extension CompareData.Form: ExpressibleByArgument {}

/// Options of `compare` alone.
struct CompareOptions: ParsableArguments {
  /// How flows are laid over each other, as the user names it.
  enum Alignment: String, CaseIterable, ExpressibleByArgument {
    case start, capture, absolute
    /// Other names of `start`, those of `--origin`.
    case connection, flow
  }

  /// Names of the lines, `before,after`.
  struct Labels: ExpressibleByArgument {
    let names: [String]

    init?(argument: String) {
      names = argument.split(separator: ",", omittingEmptySubsequences: false).map { word in
        String(word.trimmingPrefix { $0 == " " })
      }
      guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else { return nil }
    }
  }

  @Option(
    help: ArgumentHelp(
      "The other end's capture of the same connection: its packets are followed one by one, which shows what was "
        + "lost, overtaken and doubled between the captures, and how long each packet took.",
      valueName: "file"),
    completion: .file())
  var peer: String?
  @Option(
    name: [.customShort("m"), .customLong("metric")],
    help: ArgumentHelp("What is compared; usual is goodput.", valueName: "metric"))
  var chosenMetric: CompareData.Metric?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Over time, as cumulative distribution, or both side by side, as is usual.", valueName: "form"))
  var chosenForm: CompareData.Form?
  @Option(
    help: ArgumentHelp(
      "What the distribution is of. Usual is the RTT beside a rate, else what is compared.",
      valueName: "metric"))
  var cdf: CompareData.Metric?
  @Option(
    name: [.customLong("align"), .customLong("origin")],
    help: ArgumentHelp(
      "Where time begins: at each connection's start, at the capture's first packet, or as UTC. Usual is the capture "
        + "for flows of one, the start for flows of several.", valueName: "zero"))
  var align: Alignment?
  @Flag(name: .shortAndLong, help: "Count time from the capture's first packet: --align capture.")
  var referenceTime = false
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Time to show, start..stop (also start:stop): seconds from the axis' zero, or ISO 8601 times; one side may be "
        + "left out.", valueName: "range"))
  var time: TimeRange?
  @Option(
    name: [.customShort("s"), .customLong("sample-length"), .customLong("bin")],
    help: ArgumentHelp(
      "Length of a bin in seconds. Usual is the 1-2-5 value nearest to a 30th of the range, at least 0.01.",
      valueName: "seconds"))
  var sampleLength: Double?
  @Flag(name: .shortAndLong, help: "Bins of one second.")
  var perSecond = false
  @Option(help: ArgumentHelp("Names of the flows, in their order.", valueName: "name,…"))
  var labels: Labels?

  func validate() throws {
    if let sampleLength, !(1e-6...1e6).contains(sampleLength) {
      throw ValidationError("--sample-length must be 0.000001 to 1000000 seconds")
    }
    if sampleLength != nil, perSecond {
      throw ValidationError("--sample-length and --per-second exclude each other")
    }
    if referenceTime, align != nil {
      throw ValidationError("--reference-time is --align capture: give one of them")
    }
    if peer != nil { try refuseOptionsOfFlows() }
    if cdf != nil, form == .overlay {
      throw ValidationError("--as overlay has no distribution: --cdf does not apply")
    }
  }

  /// Packets are told one by one: there are no bins, lines or names.
  private func refuseOptionsOfFlows() throws {
    let given = [
      (chosenMetric != nil, "--metric"), (chosenForm != nil, "--as"), (cdf != nil, "--cdf"),
      (sampleLength != nil, "--sample-length"), (perSecond, "--per-second"), (labels != nil, "--labels"),
    ]
    for (isGiven, name) in given where isGiven {
      throw ValidationError("--peer compares packet by packet: \(name) does not apply")
    }
  }

  /// What is compared.
  var metric: CompareData.Metric { chosenMetric ?? .goodput }
  /// Which panels there are.
  var form: CompareData.Form { chosenForm ?? .both }

  /// Zero of the time axis of one connection.
  var pathOrigin: TimeAxis.Origin {
    if referenceTime { return .capture }
    return switch align {
    case nil, .start, .connection, .flow: .connection
    case .capture: .capture
    case .absolute: .absolute
    }
  }

  /// Length of a bin in nanoseconds; `nil` for the usual one.
  var binNanoseconds: Int64? {
    if perSecond { return 1_000_000_000 }
    return sampleLength.map { Int64(($0 * 1e9).rounded()) }
  }

  /// What the distribution is of.
  var distribution: CompareData.Metric {
    if let cdf { return cdf }
    return form != .cdf && (metric == .goodput || metric == .throughput) ? .rtt : metric
  }

  /// How flows of so many captures are laid over each other.
  func alignment(captures: Int) -> CompareData.Alignment {
    if referenceTime { return .capture }
    switch align {
    case nil: return captures > 1 ? .start : .capture
    case .start, .connection, .flow: return .start
    case .capture: return .capture
    case .absolute: return .absolute
    }
  }
}
