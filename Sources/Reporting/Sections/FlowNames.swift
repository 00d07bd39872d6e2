public import Charts
import PacketCapture
public import TCPAnalysis

/// How flows are called in charts and documents: A is the sender of the data, B its receiver.
public enum FlowNames {
  /// Who talks, as charts print it.
  ///
  /// - Parameters:
  ///   - flow: A flow, or a connection: then A is its initiator.
  ///   - connection: The connection.
  ///   - capture: Name of the capture file or files.
  /// - Returns: Names of flow, ends, capture and capture point.
  public static func identity(of flow: FlowID, connection: ConnectionSummary, capture: String) -> FlowIdentity
  {
    let direction = direction(of: flow, in: connection)
    let summary = connection.flow(direction)
    return FlowIdentity(
      flow: flow.description, source: summary.source.description,
      destination: summary.destination.description, capture: capture,
      capturePoint: capturePoint(connection, direction: direction))
  }

  /// Who talks where the whole capture is drawn.
  public static func identity(ofCapture capture: String, connections: Int) -> FlowIdentity {
    FlowIdentity(
      flow: "", source: connections == 1 ? "1 connection" : "\(connections) connections", destination: "",
      capture: capture, capturePoint: "")
  }

  /// Where it was captured, in words (`taken at A`); empty if unknown.
  ///
  /// - Parameters:
  ///   - connection: The connection.
  ///   - direction: Direction (1 or 2) of the data flow, whose sender is A.
  /// - Returns: A clause in lower case.
  public static func capturePoint(_ connection: ConnectionSummary, direction: Int) -> String {
    let isAInitiator = (direction == 1) == connection.isForwardFromInitiator
    return switch connection.capturePoint {
    case .initiator: isAInitiator ? "taken at A" : "taken at B"
    case .responder: isAInitiator ? "taken at B" : "taken at A"
    case .middle: "taken between A and B"
    case .unknown: ""
    }
  }

  /// `A 10.9.0.1:39990 → B 10.9.0.2:5201`: which end of a flow is called what.
  public static func ends(_ connection: ConnectionSummary, direction: Int) -> String {
    let flow = connection.flow(direction)
    return "A \(flow.source.description) \u{2192} B \(flow.destination.description)"
  }

  /// `10.9.0.1:39990 → 10.9.0.2:5201`, from the initiator, or from the sender of a flow.
  public static func arrow(_ connection: ConnectionSummary, direction: Int? = nil) -> String {
    guard let direction else {
      return "\(connection.initiator.description) \u{2192} \(connection.responder.description)"
    }
    let flow = connection.flow(direction)
    return "\(flow.source.description) \u{2192} \(flow.destination.description)"
  }

  static func direction(of flow: FlowID, in connection: ConnectionSummary) -> Int {
    flow.direction ?? (connection.isForwardFromInitiator ? 1 : 2)
  }
}
