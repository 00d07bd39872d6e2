public import TCPAnalysis

/// One value that is known of each flow, with the key it has in JSON, CSV, sorting and user formats.
///
/// Keys are an interface of the tool: they may grow in number, they do not change. The unit stands in the key.
public struct FlowField: Sendable {
  /// A value as writers need it; `nil` is unknown.
  public enum Value: Sendable, Equatable {
    /// A whole number.
    case count(Int64?)
    /// A number, printed with at most so many decimals.
    case number(Double?, decimals: Int)
    /// Nanoseconds that are printed as a number of seconds.
    case seconds(Int64?)
    /// A point in time, nanoseconds since the epoch.
    case time(Int64?)
    /// Yes or no.
    case flag(Bool?)
    /// Retransmissions by kind; those that did not occur are left out.
    case kinds([SegmentKind: Int64])
    /// Needless retransmissions by how sure that is.
    case spurious([SpuriousCertainty: Int64]?)
    /// Round-trip times and the name of their series.
    case roundTrip(RoundTripSummary?, series: String)

    /// The value for sorting; `nil` where it is unknown or no number.
    public var numeric: Double? {
      switch self {
      case .count(let value): value.map { Double($0) }
      case .number(let value, _): value
      case .seconds(let value): value.map { Double($0) / 1e9 }
      case .time(let value): value.map { Double($0) }
      case .flag(let value): value.map { $0 ? 1 : 0 }
      case .kinds, .spurious, .roundTrip: nil
      }
    }
  }

  /// How the values of both flows make the value of a connection.
  public enum Combination: Sendable {
    /// Their sum.
    case sum
    /// The greater one.
    case maximum
    /// The lesser one.
    case minimum
  }

  /// Name in JSON and CSV.
  public let key: String
  /// How the value of a connection comes from its flows.
  public let combination: Combination
  /// Gets the value of a flow.
  public let value: @Sendable (FlowSummary) -> Value

  /// Whether the field is one value, and not an object.
  public var isScalar: Bool {
    switch value(FlowSummary()) {
    case .kinds, .spurious, .roundTrip: false
    default: true
    }
  }

  /// The value for a connection, for sorting; `nil` where both flows do not know it.
  public func combined(_ connection: ConnectionSummary) -> Double? {
    let known = [value(connection.forward).numeric, value(connection.backward).numeric].compactMap(\.self)
    guard !known.isEmpty else { return nil }
    return switch combination {
    case .sum: known.reduce(0, +)
    case .maximum: known.max()
    case .minimum: known.min()
    }
  }

  /// The field of this key; `nil` if there is none.
  public static func named(_ key: String) -> FlowField? {
    columns.first { $0.key == key }
  }

  init(
    _ key: String, _ combination: Combination = .sum, _ value: @escaping @Sendable (FlowSummary) -> Value
  ) {
    self.key = key
    self.combination = combination
    self.value = value
  }

  /// All fields behind `id`, `source` and `destination`, in the order in which they are written.
  public static let all: [FlowField] =
    packetFields + dataFields + windowFields + optionFields + timeFields + seriesFields + rateFields

  /// The fields that are one value each: those of the JSON form, then what its objects hold, with keys of their own.
  public static let columns: [FlowField] =
    all.filter(\.isScalar) + kindColumns + spuriousColumns
    + roundTripColumns("rtt", \.roundTripTime)
    + roundTripColumns("rttByTimestamps", \.roundTripTimeByTimestamps)
    + roundTripColumns("rttBySack", \.roundTripTimeBySack)

  private static let kindColumns: [FlowField] = SegmentKind.allCases.filter { $0 != .none }.map { kind in
    FlowField("retransmissions" + kind.name.prefix(1).uppercased() + kind.name.dropFirst()) {
      .count($0.retransmissionsByKind[kind] ?? 0)
    }
  }

  private static let spuriousColumns: [FlowField] = SpuriousCertainty.allCases.map { certainty in
    FlowField("spurious" + certainty.rawValue.prefix(1).uppercased() + certainty.rawValue.dropFirst()) {
      .count($0.spuriousRetransmissions.map { $0[certainty] ?? 0 })
    }
  }

  private static func roundTripColumns(
    _ key: String, _ summary: @escaping @Sendable (FlowSummary) -> RoundTripSummary?
  ) -> [FlowField] {
    [FlowField(key + "Samples") { .count(summary($0)?.count ?? 0) }]
      + RoundTripValue.all.map { value in
        FlowField(key + value.key.prefix(1).uppercased() + value.key.dropFirst(), .maximum) {
          .number(summary($0).flatMap(value.milliseconds), decimals: 6)
        }
      }
  }

  private static let packetFields: [FlowField] = [
    FlowField("packets") { .count($0.packets) },
    FlowField("captureDuplicates") { .count($0.captureDuplicates) },
    FlowField("networkDuplicates") { .count($0.networkDuplicates) },
    FlowField("linkBytes") { .count($0.linkBytes) },
    FlowField("networkBytes") { .count($0.networkBytes) },
    FlowField("transportBytes") { .count($0.transportBytes) },
    FlowField("payloadBytes") { .count($0.payloadBytes) },
    FlowField("uniquePayloadBytes") { .count($0.uniquePayloadBytes) },
    FlowField("dataPackets") { .count($0.dataPackets) },
    FlowField("pureAckPackets") { .count($0.pureAckPackets) },
    FlowField("synPackets") { .count($0.synPackets) },
    FlowField("finPackets") { .count($0.finPackets) },
    FlowField("rstPackets") { .count($0.rstPackets) },
    FlowField("pshPackets") { .count($0.pshPackets) },
    FlowField("urgPackets") { .count($0.urgPackets) },
    FlowField("ecePackets") { .count($0.ecePackets) },
    FlowField("cwrPackets") { .count($0.cwrPackets) },
    FlowField("cePackets") { .count($0.cePackets) },
    FlowField("ectPackets") { .count($0.ectPackets) },
  ]

  private static let dataFields: [FlowField] = [
    FlowField("retransmittedPackets") { .count($0.retransmittedPackets) },
    FlowField("retransmittedBytes") { .count($0.retransmittedBytes) },
    FlowField("retransmissionsByKind") { .kinds($0.retransmissionsByKind) },
    FlowField("spuriousRetransmissions") { .spurious($0.spuriousRetransmissions) },
    FlowField("lossEpisodes") { .count($0.lossEpisodes) },
    FlowField("reorderedPackets") { .count($0.reorderedPackets) },
    FlowField("duplicateAcks") { .count($0.duplicateAcks) },
    FlowField("dsackBlocks") { .count($0.dsackBlocks) },
    FlowField("sackPackets") { .count($0.sackPackets) },
    FlowField("gapBytes") { .count($0.gapBytes) },
    FlowField("acknowledgedUnseenBytes") { .count($0.acknowledgedUnseenBytes) },
    FlowField("acknowledgedUnseenRanges") { .count($0.acknowledgedUnseenRanges) },
    FlowField("lostAfterCapturePoint") { .count($0.lostAfterCapturePoint) },
    FlowField("lostBeforeCapturePoint") { .count($0.lostBeforeCapturePoint) },
  ]

  private static let windowFields: [FlowField] = [
    FlowField("zeroWindowAcks") { .count($0.zeroWindowAcks) },
    FlowField("zeroWindowProbes") { .count($0.zeroWindowProbes) },
    FlowField("keepAlives") { .count($0.keepAlives) },
    FlowField("windowUpdates") { .count($0.windowUpdates) },
    FlowField("windowFullEvents") { .count($0.windowFullEvents) },
  ]

  private static let optionFields: [FlowField] = [
    FlowField("mss", .maximum) { .count($0.maximumSegmentSize) },
    FlowField("windowScale", .maximum) { .count($0.windowScale) },
    FlowField("sackPermitted", .maximum) { .flag($0.sackPermitted) },
    FlowField("timestamps", .maximum) { .flag($0.timestamps) },
    FlowField("payloadSizeMinBytes", .minimum) { .count($0.payloadSizeMinBytes) },
    FlowField("payloadSizeMedianBytes", .maximum) { .number($0.payloadSizeMedianBytes, decimals: 3) },
    FlowField("payloadSizeMeanBytes", .maximum) { .number($0.payloadSizeMeanBytes, decimals: 3) },
    FlowField("payloadSizeMaxBytes", .maximum) { .count($0.payloadSizeMaxBytes) },
  ]

  private static let timeFields: [FlowField] = [
    FlowField("interArrivalMinSeconds", .minimum) { .seconds($0.interArrivalMin) },
    FlowField("interArrivalMeanSeconds", .maximum) { .number($0.interArrivalMeanSeconds, decimals: 9) },
    FlowField("interArrivalMaxSeconds", .maximum) { .seconds($0.interArrivalMax) },
    FlowField("initialWindowBytes", .maximum) { .count($0.initialWindowBytes) },
    FlowField("advertisedWindowMinBytes", .minimum) { .count($0.advertisedWindowMinBytes) },
    FlowField("advertisedWindowMaxBytes", .maximum) { .count($0.advertisedWindowMaxBytes) },
    FlowField("maxBytesInFlight", .maximum) { .count($0.maxBytesInFlight) },
    FlowField("rttByTimestamps") { .roundTrip($0.roundTripTimeByTimestamps, series: "timestamps") },
    FlowField("rttBySack") { .roundTrip($0.roundTripTimeBySack, series: "sack") },
    FlowField("rtt") { .roundTrip($0.roundTripTime, series: "segment") },
    FlowField("firstTime", .minimum) { .time($0.firstTime) },
    FlowField("lastTime", .maximum) { .time($0.lastTime) },
    FlowField("durationSeconds", .maximum) { .seconds($0.firstTime == nil ? nil : $0.duration) },
    FlowField("throughputBitsPerSecond", .maximum) { .number($0.throughputBitsPerSecond, decimals: 3) },
    FlowField("goodputBitsPerSecond", .maximum) { .number($0.goodputBitsPerSecond, decimals: 3) },
  ]
}
