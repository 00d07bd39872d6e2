import Measurements
import PacketCapture
import TCPAnalysis

/// Widths of the columns of `show`, from what the first reading told: lines are never kept to measure them.
struct ShowColumns {
  /// Connections that are looked at; with more of them some texts may stick out.
  private static let sampleSize = 4096

  private(set) var number = 4
  private(set) var frame = 5
  private(set) var time = 8
  private(set) var flow = 4
  private(set) var source = 6
  private(set) var destination = 11
  private(set) var sequence = 12
  private(set) var acknowledgment = 3
  private(set) var window = 6

  init(_ analysis: Analysis, settings: ShowSettings) {
    let packets = analysis.capture.files.map(\.packets).max() ?? 0
    frame = max(frame, Self.digits(Int64(clamping: packets)))
    number = max(number, Self.digits(Int64(clamping: analysis.capture.tcpPackets)))
    flow = max(flow, Self.digits(Int64(analysis.connections.count)) + 2)
    let start = analysis.capture.firstTime ?? 0
    let duration = (analysis.capture.lastTime ?? 0).subtractingReportingOverflow(start).partialValue
    time = settings.origin == .absolute ? 15 : Self.digits(duration / 1_000_000_000) + 7
    let limit = settings.selection.flows.isEmpty ? min(Self.sampleSize, analysis.connections.count) : 0
    for id in 0..<limit {
      if let connection = analysis.connections[id + 1], connection.isShown { include(connection) }
    }
    for id in Set(settings.selection.flows.prefix(Self.sampleSize).map(\.connection)) {
      if let connection = analysis.connections[id] { include(connection) }
    }
  }

  private mutating func include(_ connection: ConnectionSummary) {
    for flow in connection.flows where flow.packets > 0 || flow.captureDuplicates > 0 {
      let end = min(flow.uniquePayloadBytes, 9_999_999_999) + 1
      let length = Self.digits(flow.payloadSizeMaxBytes ?? 0)
      sequence = max(sequence, 2 * Self.digits(end) + length + 3)
      source = max(source, flow.source.description.utf8.count)
      destination = max(destination, flow.destination.description.utf8.count)
      window = max(window, Self.digits(flow.advertisedWindowMaxBytes ?? 0))
      acknowledgment = max(acknowledgment, Self.digits(end))
    }
  }

  static func digits(_ value: Int64) -> Int {
    var digits = 1
    var rest = value.magnitude
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    return digits
  }
}
