public import PacketCapture
public import TCPAnalysis

/// What `statistic` writes by the rules of another tool.
public struct PeerMaterial {
  /// The capture as a whole.
  public var capture: CaptureSummary
  /// Whose rules they are.
  public var rules: RuleSet
  /// What they found.
  public var statistic: any PeerStatistic
  /// Patterns of which one must match; empty shows all.
  public var patterns: [ConnectionPattern] = []
  /// The greatest number of connections shown, those with most payload; `nil` for all.
  public var top: Int?
  /// Name and version of the program.
  public var tool: String

  /// Makes the material of one run.
  public init(capture: CaptureSummary, rules: RuleSet, statistic: any PeerStatistic, tool: String) {
    self.capture = capture
    self.rules = rules
    self.statistic = statistic
    self.tool = tool
  }

  /// Hands each shown connection to `body`, one at a time.
  func forEach<Failure: Error>(_ body: (PeerConnection) throws(Failure) -> Void) throws(Failure) {
    guard let top else {
      for index in 0..<statistic.connectionCount {
        let connection = statistic.connection(at: index)
        if isShown(connection) { try body(connection) }
      }
      return
    }
    var sizes: [(index: Int, bytes: Int64)] = []
    for index in 0..<statistic.connectionCount {
      let connection = statistic.connection(at: index)
      if isShown(connection) {
        sizes.append((index, connection.flows.reduce(0) { $0 &+ $1.payloadBytes }))
      }
    }
    sizes.sort { ($1.bytes, $0.index) < ($0.bytes, $1.index) }
    for entry in sizes.prefix(top) { try body(statistic.connection(at: entry.index)) }
  }

  private func isShown(_ connection: PeerConnection) -> Bool {
    guard connection.isShown, let flow = connection.flows.first else { return false }
    return patterns.isEmpty || patterns.contains { $0.matches(flow.source, flow.destination) }
  }
}
