import TCPAnalysis

/// Where a capture was taken, as seen from the data of one flow.
enum CaptureSide {
  /// Beside the host that sends the data.
  case sender
  /// Beside the host that receives it.
  case receiver
  /// Between them.
  case middle
  /// The packets do not tell.
  case unknown

  /// The side for the flow of a direction (1 or 2).
  init(_ connection: ConnectionSummary, direction: Int) {
    let isFromInitiator = (direction == 1) == connection.isForwardFromInitiator
    switch connection.capturePoint {
    case .initiator: self = isFromInitiator ? .sender : .receiver
    case .responder: self = isFromInitiator ? .receiver : .sender
    case .middle: self = .middle
    case .unknown: self = .unknown
    }
  }
}
