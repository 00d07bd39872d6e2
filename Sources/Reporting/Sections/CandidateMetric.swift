import PacketCapture
public import TCPAnalysis

/// Measures flows before it is known which of them will be shown, so that one reading of a capture is enough.
///
/// Flows that the user named are measured alone. Without any, those of all connections are, while there are few: a flow
/// that brings next to nothing beside the opposite one is dropped, and beyond the limits all but the largest
/// connection. A request for what was dropped, or for which a wrong zero of the time axis was assumed, needs a second
/// reading; results are the same in both ways.
public final class CandidateMetric: Metric {
  /// How much is measured ahead.
  public struct Limits: Sendable, Equatable {
    /// Connections that are measured at a time, if no flow was named.
    public var connections = 16
    /// Segments of them: each leaves a point or two of about 25 bytes.
    public var segments = 4_000_000

    /// Makes the usual limits.
    public init() {}

    /// Nothing is measured ahead, not even what was named: captures are read twice.
    public static let none: Limits = {
      var limits = Limits()
      limits.connections = 0
      limits.segments = 0
      return limits
    }()
  }

  /// Makes the request of a flow from its connection, and the time of the capture's first packet.
  public typealias RequestMaker = (FlowID, ConnectionSummary, Int64) -> FlowRequest

  private struct Candidate {
    let request: FlowRequest
    let measurements: [Measurement]
  }

  private struct Group {
    let connection: Int32
    var candidates: [Candidate]
    /// New payload bytes of each direction.
    var payload: (Int64, Int64) = (0, 0)
    var segments = 0

    var largest: Int64 { max(payload.0, payload.1) }

    func payload(of flow: FlowID) -> Int64 { flow.direction == 2 ? payload.1 : payload.0 }
  }

  /// Batches between two looks at what may be dropped.
  private static let interval = 64
  /// Payload from which on a flow may be dropped that has not a sixteenth of it.
  private static let notable: Int64 = 1 << 18
  /// Flows up to which each is shown all segments: cheaper than to part them by connection.
  private static let few = 4

  private let wanted: [FlowID]
  private let limits: Limits
  private let makeRequest: RequestMaker
  private let measure: (FlowRequest) -> [Measurement]
  @exclusivity(unchecked) private var groups: [Group] = []
  /// Place in `groups` of each connection; -1 for none.
  @exclusivity(unchecked) private var places: [Int16] = []
  @exclusivity(unchecked) private var newest: Int32 = -1
  @exclusivity(unchecked) private var captureStart: Int64?
  @exclusivity(unchecked) private var batches = 0
  @exclusivity(unchecked) private var runs = SegmentRuns()
  @exclusivity(unchecked) private var hasGivenUp: Bool

  /// Makes the metric of one reading.
  ///
  /// - Parameters:
  ///   - wanted: Flows and connections that the user named, of which both flows are measured; empty for all.
  ///   - limits: How much is measured ahead.
  ///   - request: Makes a request, here of a connection of which only number and start are known.
  ///   - measurements: Makes what is measured of a flow; of its connection it may use no more than that.
  public init(
    wanted: [FlowID], limits: Limits = Limits(), request: @escaping RequestMaker,
    measurements: @escaping (FlowRequest) -> [Measurement]
  ) {
    self.wanted = wanted
    self.limits = limits
    makeRequest = request
    measure = measurements
    hasGivenUp = limits == .none
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    guard !hasGivenUp, batch.count > 0 else { return }
    if captureStart == nil { captureStart = batch[0].segment.timestamp }
    for index in batch.indices where batch[index].connection > newest { begin(batch[index]) }
    guard !hasGivenUp else { return }
    if wanted.isEmpty { count(batch) }
    if !wanted.isEmpty || groups.count <= Self.few {
      for group in groups {
        for candidate in group.candidates {
          for measurement in candidate.measurements { measurement.metric.observe(batch) }
        }
      }
    } else {
      observeByConnection(batch)
    }
    batches += 1
    if wanted.isEmpty, batches % Self.interval == 0 { drop() }
  }

  /// The results of some requests; what else was measured is forgotten.
  ///
  /// - Parameter requests: Flows as they are going to be shown.
  /// - Returns: The results of each, in the order of its measurements; `nil` if they must be read once more.
  public func take(_ requests: [FlowRequest]) -> [[any Sendable]]? {
    defer {
      groups = []
      hasGivenUp = true
    }
    guard !hasGivenUp else { return nil }
    var results: [[any Sendable]] = []
    for request in requests {
      guard let measurements = measurements(of: request) else { return nil }
      results.append(measurements.map { $0.series() })
    }
    return results
  }

  private func measurements(of request: FlowRequest) -> [Measurement]? {
    // Of a connection without any segment a second reading would see nothing either.
    guard request.flow.connection - 1 <= Int(newest) else { return measure(request) }
    let candidates = groups.first { Int($0.connection) == request.flow.connection - 1 }?.candidates
    guard let candidate = candidates?.first(where: { $0.request.flow == request.flow }),
      candidate.request.scope == request.scope
    else { return nil }
    return candidate.measurements
  }

  /// Begins to measure the connection of a segment, the first one of it.
  private func begin(_ segment: borrowing ClassifiedSegment) {
    let connection = segment.connection
    newest = connection
    let id = Int(connection) + 1
    let time = segment.segment.timestamp
    var flows = [FlowID(connection: id, direction: 1), FlowID(connection: id, direction: 2)]
    if !wanted.isEmpty {
      flows = flows.filter { flow in
        wanted.contains { $0.connection == id && ($0.direction == nil || $0.direction == flow.direction) }
      }
      if flows.isEmpty { return }
    } else if groups.count >= limits.connections {
      leaveOnlyLarge()
      guard groups.count < limits.connections else { return giveUp() }
    }
    var summary = ConnectionSummary()
    summary.id = id
    summary.firstTime = time
    let candidates = flows.map { flow in
      let request = makeRequest(flow, summary, captureStart ?? time)
      return Candidate(request: request, measurements: measure(request))
    }
    groups.append(Group(connection: connection, candidates: candidates))
    if wanted.isEmpty { place(groups.count - 1) }
  }

  private func place(_ index: Int) {
    let connection = Int(groups[index].connection)
    while places.count <= connection { places.append(-1) }
    places[connection] = Int16(clamping: index)
  }

  private func placeAll() {
    places = []
    for index in groups.indices { place(index) }
  }

  private func place(of connection: Int32) -> Int? {
    guard connection >= 0, Int(connection) < places.count else { return nil }
    let place = Int(places[Int(connection)])
    return place < 0 ? nil : place
  }

  private func count(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      guard let place = place(of: batch[index].connection) else { continue }
      groups[place].segments += 1
      if batch[index].direction == 0 {
        groups[place].payload.0 += Int64(batch[index].newBytes)
      } else {
        groups[place].payload.1 += Int64(batch[index].newBytes)
      }
    }
  }

  /// Hands on the segments of each connection to its own metrics: the runs of a batch together, since reaching a metric
  /// costs as much as taking a segment.
  private func observeByConnection(_ batch: borrowing Span<ClassifiedSegment>) {
    runs.begin(groups: groups.count, segments: batch.count)
    var first = 0
    while first < batch.count {
      let connection = batch[first].connection
      var next = first + 1
      while next < batch.count, batch[next].connection == connection { next += 1 }
      if let place = place(of: connection) { runs.append(first..<next, to: place) }
      first = next
    }
    for place in groups.indices {
      let own = Span(_unsafeElements: runs.runs(of: place))
      guard own.count > 0 else { continue }
      for candidate in groups[place].candidates {
        for measurement in candidate.measurements { measurement.metric.observe(batch, runs: own) }
      }
    }
  }

  /// Drops flows that bring next to nothing beside the opposite one, and more where there is too much of all.
  private func drop() {
    for index in groups.indices {
      let largest = groups[index].largest
      guard largest >= Self.notable, groups[index].candidates.count > 1 else { continue }
      let group = groups[index]
      groups[index].candidates.removeAll { group.payload(of: $0.request.flow) < largest / 16 }
    }
    guard groups.reduce(0, { $0 + $1.segments }) > limits.segments else { return }
    leaveOnlyLarge()
    // What a second reading would keep, too, is kept.
    if groups.count > 1, groups.reduce(0, { $0 + $1.segments }) > limits.segments { giveUp() }
  }

  private func leaveOnlyLarge() {
    let largest = groups.map(\.largest).max() ?? 0
    guard largest >= Self.notable else { return }
    groups.removeAll { $0.largest < largest / 4 }
    placeAll()
  }

  private func giveUp() {
    hasGivenUp = true
    groups = []
    places = []
  }
}
