import TCPAnalysis

/// What was in flight below the receiver's window, in reports: where the window was zero, or held the sender back.
public struct FlightSection: Section {
  /// Name of the module that draws the same of any flow.
  public static let module = InflightSection.module
  /// Share of the transfer with a full window from which on it counts as holding the sender back: what the finding
  /// `window-full` tells is drawn.
  public static let fullShare = 0.2

  private let section = InflightSection()

  /// Makes the section.
  public init() {}

  /// Asks for what the flow had in flight, if the window had a part in it.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    Self.concerns(request) ? section.measurements(of: request) : []
  }

  /// The chart and its numbers.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    var content = section.content(of: flow)
    content?.title = "In flight and window"
    return content
  }

  /// What is in flight, and what a window is.
  public var methods: [Definition] { section.methods + WindowSection().methods }

  /// Whether the window was zero, or full for much of the transfer.
  static func concerns(_ request: FlowRequest) -> Bool {
    let flow = request.connection.flow(request.flow.direction ?? 1)
    guard let seen = request.observations else {
      return request.connection.flow(3 - flow.direction).zeroWindowAcks > 0
    }
    if seen.zeroWindows.count > 0 { return true }
    guard let first = flow.firstDataTime, let last = flow.lastDataTime, last > first else { return false }
    return Double(seen.fullWindows.total) >= fullShare * Double(last &- first)
  }
}
