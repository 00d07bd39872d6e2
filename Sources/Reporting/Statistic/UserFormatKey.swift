import PacketCapture
import TCPAnalysis

/// The keys of user formats: those of the original captcp first.
enum UserFormatKey {
  /// Gets a value of a flow.
  typealias Getter = @Sendable (FlowSummary, ConnectionSummary) -> UserFormatValue

  /// All keys, the original's first.
  static var names: [String] {
    original.map(\.key) + FlowField.columns.map(\.key)
  }

  /// The value of a key; `nil` if no value has it.
  static func getter(_ key: String) -> Getter? {
    if let known = original.first(where: { $0.key == key }) { return known.value }
    guard let field = FlowField.named(key) else { return nil }
    return { flow, _ in
      switch field.value(flow) {
      case .count(let value): value.map { .integer($0) } ?? .unknown
      case .number(let value, _): value.map { .real($0) } ?? .unknown
      case .seconds(let value), .time(let value): value.map { .real(Double($0) / 1e9) } ?? .unknown
      case .flag(let value): value.map { .text($0 ? "true" : "false") } ?? .unknown
      case .kinds, .spurious, .roundTrip: .unknown
      }
    }
  }

  private static let original: KeyValuePairs<String, Getter> = [
    "packets-packets": { flow, _ in .integer(flow.packets) },
    "link-layer-byte": { flow, _ in .integer(flow.linkBytes) },
    "network-layer-byte": { flow, _ in .integer(flow.networkBytes) },
    "transport-layer-byte": { flow, _ in .integer(flow.transportBytes) },
    "application-layer-byte": { flow, _ in .integer(flow.payloadBytes) },
    "duration-timedelta": { flow, _ in flow.firstTime == nil ? .unknown : .duration(flow.duration) },
    "link-layer-throughput-bitsecond": { flow, _ in rate(of: flow.linkBytes, flow) },
    "network-layer-throughput-bitsecond": { flow, _ in rate(of: flow.networkBytes, flow) },
    "transport-layer-throughput-bitsecond": { flow, _ in rate(of: flow.transportBytes, flow) },
    "application-layer-throughput-bitsecond": { flow, _ in rate(of: flow.payloadBytes, flow) },
    "rexmt-data-bytes": { flow, _ in .integer(flow.retransmittedBytes) },
    "rexmt-data-packets": { flow, _ in .integer(flow.retransmittedPackets) },
    "rexmt-bytes-percent": { flow, _ in percent(flow.retransmittedBytes, of: flow.payloadBytes) },
    "rexmt-packets-percent": { flow, _ in percent(flow.retransmittedPackets, of: flow.packets) },
    "pure-ack-packets": { flow, _ in .integer(flow.pureAckPackets) },
    "push-flag-set-packets": { flow, _ in .integer(flow.pshPackets) },
    "ece-flag-set-packets": { flow, _ in .integer(flow.ecePackets) },
    "cwr-flag-set-packets": { flow, _ in .integer(flow.cwrPackets) },
    "tl-ps-min": { flow, _ in flow.payloadSizeMinBytes.map { .integer($0) } ?? .unknown },
    "tl-ps-max": { flow, _ in flow.payloadSizeMaxBytes.map { .integer($0) } ?? .unknown },
    "tl-ps-median": { flow, _ in flow.payloadSizeMedianBytes.map { .real($0) } ?? .unknown },
    "tl-ps-avg": { flow, _ in flow.payloadSizeMeanBytes.map { .real($0) } ?? .unknown },
    "tl-iats-min": { flow, _ in flow.interArrivalMin.map { .real(Double($0) / 1e9) } ?? .unknown },
    "tl-iats-max": { flow, _ in flow.interArrivalMax.map { .real(Double($0) / 1e9) } ?? .unknown },
    "tl-iats-avg": { flow, _ in flow.interArrivalMeanSeconds.map { .real($0) } ?? .unknown },
    "id": { flow, connection in
      .text(FlowID(connection: connection.id, direction: flow.direction).description)
    },
    "sip": { flow, _ in .text(flow.source.address.description) },
    "sport": { flow, _ in .integer(Int64(flow.source.port)) },
    "dip": { flow, _ in .text(flow.destination.address.description) },
    "dport": { flow, _ in .integer(Int64(flow.destination.port)) },
    "state": { _, connection in .text(connection.state.rawValue) },
  ]

  private static func rate(of bytes: Int64, _ flow: FlowSummary) -> UserFormatValue {
    flow.rate(of: bytes, over: flow.duration).map { .real($0) } ?? .unknown
  }

  private static func percent(_ part: Int64, of whole: Int64) -> UserFormatValue {
    whole > 0 ? .real(100 * Double(part) / Double(whole)) : .unknown
  }
}
