import ArgumentParser
import Charts
import PacketCapture
import TCPAnalysis

/// A host, by address or by address and port.
struct HostName: ExpressibleByArgument, Equatable {
  let address: IPAddress
  let port: UInt16?

  init?(argument: String) {
    if let address = IPAddress(argument) {
      (self.address, port) = (address, nil)
      return
    }
    guard let colon = argument.lastIndex(of: ":"),
      let port = UInt16(argument[argument.index(after: colon)...])
    else { return nil }
    let host = argument[..<colon].trimmingPrefix("[")
    guard let address = IPAddress(String(host.hasSuffix("]") ? host.dropLast() : host)) else { return nil }
    (self.address, self.port) = (address, port)
  }

  /// Whether an endpoint is meant.
  func matches(_ endpoint: Endpoint) -> Bool {
    endpoint.address == address && (port == nil || endpoint.port == port)
  }
}

/// A rate in bit/s: `100M`, `2.5G`, `56k`, `9600`.
struct BitRate: ExpressibleByArgument, Equatable {
  let bitsPerSecond: Double

  init?(argument: String) {
    let factors: KeyValuePairs<Character, Double> = ["k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
    let factor = factors.first { $0.key == argument.last }?.value
    let number = factor == nil ? argument[...] : argument.dropLast()
    guard let value = Double(number), value.isFinite, value > 0, value * (factor ?? 1) <= 1e15 else {
      return nil
    }
    bitsPerSecond = value * (factor ?? 1)
  }
}

/// The forms of a flow graph.
enum FlowGraphForms: String, OutputForms {
  case text, mermaid, csv, json, dat, png, pdf, svg
}

/// Options of `flowgraph` alone.
struct FlowGraphOptions: ParsableArguments {
  /// How much is written on the arrows.
  enum Style: String, CaseIterable, ExpressibleByArgument {
    case normal, minimal
  }

  @Option(
    help: ArgumentHelp(
      "The other end's capture of the same connection: lost packets end in a cross.", valueName: "file"),
    completion: .file())
  var peer: String?
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The host that stands on the left, instead of the initiator.", valueName: "address"))
  var local: HostName?
  @Option(
    name: [.customShort("p"), .customLong("locallabel")],
    help: ArgumentHelp("Text above the left host.", valueName: "text"))
  var localLabel: String?
  @Option(
    name: [.customShort("q"), .customLong("remotelabel")],
    help: ArgumentHelp("Text above the right host.", valueName: "text"))
  var remoteLabel: String?
  @Option(
    name: [.customShort("y"), .long],
    help: ArgumentHelp("Texts on the arrows, or narrow rows without.", valueName: "style"))
  var style: Style = .normal
  @Flag(name: .shortAndLong, help: "Draw a line across at each row, or at each tick of time.")
  var grid = false
  @Flag(help: "Let the vertical direction be time; arrows take half a round-trip time.")
  var toScale = false
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Round-trip time in milliseconds instead of the measured one; to scale.", valueName: "ms"))
  var rtt: Double?
  @Option(
    name: [.customShort("b"), .customLong("rtt-bw")],
    help: ArgumentHelp(
      "Rate of the link, as 10M: long packets take longer to arrive; to scale.", valueName: "bit/s"))
  var rate: BitRate?
  @Flag(
    name: .customLong("no-fold"), help: "Give each packet a row, also where like packets follow each other.")
  var isUnfolded = false
  @Option(help: ArgumentHelp("Show these frames of the file: 10-20,35,40-.", valueName: "a-b,\u{2026}"))
  var frames: FrameRanges?
  @Option(name: .customShort("s"), help: ArgumentHelp("The same as --size.", valueName: "WxH"))
  var shortSize: PageSize?

  func validate() throws {
    if let rtt, !(rtt.isFinite && rtt >= 0 && rtt <= 1e7) {
      throw ValidationError("--rtt must be 0 to 10000000 milliseconds")
    }
  }

  /// Options that only pictures show.
  var uses: [OptionUse] {
    [
      OptionUse(name: "--grid", isGiven: grid), OptionUse(name: "--to-scale", isGiven: toScale),
      OptionUse(name: "--rtt", isGiven: rtt != nil), OptionUse(name: "--rtt-bw", isGiven: rate != nil),
      OptionUse(name: "-s", isGiven: shortSize != nil),
      OptionUse(name: "--style", isGiven: style != .normal),
      OptionUse(
        name: "--no-fold", isGiven: isUnfolded, formats: OptionUse.pictures.union([.text, .mermaid])),
    ]
  }

  /// How the diagram is drawn.
  var chartOptions: FlowGraphChart.Options {
    var options = FlowGraphChart.Options()
    options.isFolding = !isUnfolded
    options.isMinimal = style == .minimal
    options.isToScale = toScale || rtt != nil || rate != nil
    options.hasGrid = grid
    options.linkRate = rate?.bitsPerSecond
    return options
  }

  /// The round-trip time in nanoseconds that the user gave.
  var roundTrip: Int64? { rtt.map { Int64(($0 * 1e6).rounded()) } }
}
