import PacketCapture
public import TCPAnalysis

/// Runs all rules over what two readings of a capture gave.
public struct FindingSearch {
  /// Findings that are kept, the most serious first; a scan of a million ports needs no more.
  public static let limit = 1000
  /// What a reading must list of each flow's retransmissions: ``AnalysisOptions/sampledRetransmissions``.
  public static let retransmissionSamples = Occurrences.limit

  private let analysis: Analysis
  private let observations: Observations
  private let chosen: [FlowID]

  /// Makes a search.
  ///
  /// - Parameters:
  ///   - analysis: All connections, with samples of their retransmissions.
  ///   - observations: What was seen of the connections that were watched.
  ///   - chosen: Flows and connections that are told of; empty for all.
  public init(analysis: Analysis, observations: Observations, chosen: [FlowID] = []) {
    self.analysis = analysis
    self.observations = observations
    self.chosen = chosen
  }

  /// The connections to watch in the second reading, each with the direction of its data.
  ///
  /// - Parameters:
  ///   - records: All connections.
  ///   - chosen: What the user named; empty for those with most payload.
  /// - Returns: Connections, at most ``ObservationMetric/connectionLimit``.
  public static func watched(
    of records: ConnectionRecords, chosen: [FlowID] = []
  ) -> [(connection: ConnectionSummary, direction: Int)] {
    let connections = chosen.map { FlowID(connection: $0.connection) }
    return ReportPlan.flows(of: records, chosen: connections, limit: ObservationMetric.connectionLimit)
      .compactMap { flow in records[flow.connection].map { ($0, flow.direction ?? 1) } }
  }

  /// All findings, the most serious first.
  ///
  /// - Complexity: O(n) in the connections, each unpacked once.
  public func findings() -> FindingList {
    var list = FindingList()
    let samples = Dictionary(grouping: analysis.retransmissions) { $0.flow.connection }
    list.add(captureFindings())
    let numbers = Set(chosen.map(\.connection))
    for connection in analysis.connections where connection.isShown {
      guard chosen.isEmpty || numbers.contains(connection.id) else { continue }
      let seen = observations.connections[connection.id]
      if seen == nil { list.unwatched += 1 }
      let subject = ConnectionSubject(
        connection: connection, seen: seen, retransmissions: samples[connection.id] ?? [],
        captureEnd: analysis.capture.lastTime)
      list.add(findings(in: subject))
    }
    list.finish()
    return list
  }

  private func captureFindings() -> [(Finding, Int)] {
    let subject = CaptureSubject(
      capture: analysis.capture, notes: analysis.notes, seen: observations.capture)
    return FindingRules.all.enumerated().flatMap { place, rule in
      rule.findings(in: subject).map { ($0, place) }
    }
  }

  /// Whether the user asked for what a finding is about; a finding of a connection is one of both of its flows.
  private func isChosen(_ subject: FlowID?) -> Bool {
    guard let subject, subject.direction != nil, !chosen.isEmpty else { return true }
    return chosen.contains { $0 == subject || $0 == FlowID(connection: subject.connection) }
  }

  private func findings(in subject: ConnectionSubject) -> [(Finding, Int)] {
    FindingRules.all.enumerated().flatMap { place, rule -> [(Finding, Int)] in
      var found = rule.findings(in: subject)
      for direction in [1, 2] where subject.connection.flow(direction).packets > 0 {
        found += rule.findings(in: subject.flow(direction))
      }
      return found.filter { isChosen($0.subject) }.map { ($0, place) }
    }
  }
}

/// Findings in the order in which they are told, in bounded memory.
public struct FindingList: Sendable, Equatable {
  /// The most serious ones.
  public private(set) var findings: [Finding] = []
  /// How many there are of each severity, those that were not kept among them.
  public private(set) var counts: [Finding.Severity: Int] = [:]
  /// Connections that were judged by their sums alone: too many to watch all.
  public internal(set) var unwatched = 0

  private var ranks: [Int] = []
  /// Places of findings by rule and group.
  private var groups: [String: Int] = [:]

  /// Makes an empty list.
  public init() {}

  /// How many there are.
  public var total: Int { counts.values.reduce(0, +) }

  /// How many are as serious as this or more.
  public func count(from severity: Finding.Severity) -> Int {
    counts.reduce(0) { $1.key >= severity ? $0 + $1.value : $0 }
  }

  mutating func add(_ found: [(Finding, Int)]) {
    for (finding, rank) in found {
      if let group = finding.group {
        let key = "\(finding.rule) \(finding.severity.rawValue) \(group)"
        if let place = groups[key] {
          join(finding, at: place)
          continue
        }
        groups[key] = findings.count
      }
      counts[finding.severity, default: 0] += 1
      findings.append(finding)
      ranks.append(rank)
    }
    if findings.count >= 2 * FindingSearch.limit { prune() }
  }

  mutating func finish() {
    prune()
    groups = [:]
  }

  private mutating func join(_ finding: Finding, at place: Int) {
    findings[place].alikeCount += 1
    findings[place].weight += finding.weight
    if let connection = finding.connection, findings[place].alike.count < Finding.alikeLimit {
      findings[place].alike.append(connection)
    }
  }

  private mutating func prune() {
    let order = findings.indices.sorted { isBefore($0, $1) }.prefix(FindingSearch.limit)
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    // What was dropped begins anew: a finding of its group is as little serious as it was.
    groups = groups.compactMapValues { places[$0] }
    (findings, ranks) = (order.map { findings[$0] }, order.map { ranks[$0] })
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (first, second) = (findings[left], findings[right])
    if first.severity != second.severity { return first.severity > second.severity }
    if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
    if first.weight != second.weight { return first.weight > second.weight }
    return (first.subject ?? FlowID(connection: 0), left) < (second.subject ?? FlowID(connection: 0), right)
  }
}
