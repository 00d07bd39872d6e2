public import Charts
import TCPAnalysis

/// The packets of a short connection as arrows between its ends.
public struct FlowGraphSection: Section {
  /// Name of the module.
  public static let module = "flowgraph"
  /// Connections of more packets have no diagram in a report.
  public static let packetLimit: Int64 = 60

  /// Makes the section.
  public init() {}

  /// Asks for the packets of a short connection.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let connection = request.connection
    guard connection.forward.packets &+ connection.backward.packets <= Self.packetLimit else { return [] }
    let metric = ConnectionPacketsMetric(connection: connection.id)
    return [
      Measurement(key: "flowgraph \(connection.id)", metric: metric) {
        FlowGraphSegments(segments: metric.segments)
      }
    ]
  }

  /// The diagram of the connection.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    guard let packets = flow.series(FlowGraphSegments.self), !packets.segments.isEmpty else { return nil }
    let material = FlowGraphMaterial(
      main: .init(connection: flow.connection, segments: packets.segments, capture: flow.capture),
      axis: flow.axis)
    return SectionContent(title: "Flow graph", chart: FlowGraphChart(data: Self.chartData(material)))
  }

  /// What a row is.
  public var methods: [Definition] {
    [
      Definition(
        "Flow graph",
        "Each arrow is a packet as it passed the capture point, in the order of capture times; at least four like "
          + "packets behind each other are one row. Rows are not to scale; silence of more than 5 ms and 5 % of the "
          + "range is marked.")
    ]
  }

  /// The data of a flow graph.
  public static func chartData(_ material: FlowGraphMaterial) -> FlowGraphData {
    FlowGraphBuilder(material).data()
  }

  /// The rows of a flow graph as lines of text: times, arrows, frames.
  public static func ladder(_ data: FlowGraphData, isFolding: Bool) -> [String] {
    SequenceText(data, isFolding: isFolding).ladder()
  }

  /// The rows of a flow graph as a sequence diagram in the language of Mermaid.
  public static func mermaid(_ data: FlowGraphData, isFolding: Bool) -> [String] {
    SequenceText(data, isFolding: isFolding).mermaid()
  }
}

/// The segments of a connection that a report draws each of.
struct FlowGraphSegments: Sendable {
  let segments: [ClassifiedSegment]
}
