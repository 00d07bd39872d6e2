import PacketCapture
import Reporting
import TCPAnalysis

/// Finds the flows that a spec names, by reading each capture at most once for each way of finding.
final class SpecFlows {
  /// A flow that was found.
  struct Found: Equatable {
    /// Its number; a connection has no direction.
    var id: FlowID
    /// Whether it, or flow 1 of the connection, goes from the host that opened the connection.
    var isFromInitiator: Bool
  }

  private let file: SpecFile
  private let common: CommonOptions
  private let cache: SpecCache
  private var known: [String: [Found]] = [:]

  /// Makes a finder for one run.
  init(file: SpecFile, common: CommonOptions, cache: SpecCache) {
    self.file = file
    self.common = common
    self.cache = cache
  }

  /// The flows that a name of the spec stands for.
  ///
  /// - Throws: ``CommandFailure`` if there are none.
  func flows(named name: String) throws(CommandFailure) -> [Found] {
    if let flows = known[name] { return flows }
    guard let flow = file.flow(name), let capture = file.capture(flow.capture) else { return [] }
    let key = try cache.key([
      "flow", try cache.program(), try cache.digests(of: capture.files), capture.filter ?? "",
      "\(flow.choice)",
    ])
    let flows: [Found]
    if let stored = cache.flows(key) {
      flows = stored
    } else {
      flows = try find(flow, in: capture)
      try cache.store(flows, key)
    }
    known[name] = flows
    return flows
  }

  private func find(
    _ flow: ReportSpec.Flow, in capture: ReportSpec.Capture
  ) throws(CommandFailure) -> [Found] {
    var filter = capture.filter
    if case .match(let match) = flow.choice { filter = filter.map { "(\($0)) and (\(match))" } ?? match }
    let session: CaptureSession
    do {
      session = try CaptureSession(
        captures: capture.files, options: CaptureOptions(filter: filter), knowledge: AnalysisOptions(),
        common: common)
    } catch {
      throw file.failure(flow.place, "flow \(flow.name): \(error.message)", error.status)
    }
    let records = try session.analyze(label: "finding flow \(flow.name)").connections
    var ids: [FlowID]
    switch flow.choice {
    case .ids(let given): ids = given
    case .match: ids = ReportPlan.flows(of: records, limit: 1)
    case .rank(let rank): ids = Array(ReportPlan.flows(of: records, limit: rank).dropFirst(rank - 1))
    }
    var found: [Found] = []
    for id in ids {
      guard let connection = records[id.connection] else {
        throw file.failure(
          flow.place, "flow \(id) does not exist: the capture has \(records.count) connections")
      }
      found.append(Found(id: id, isFromInitiator: connection.isForwardFromInitiator == (id.direction != 2)))
    }
    guard !found.isEmpty else {
      let reason =
        switch flow.choice {
        case .rank(let rank): "there are fewer than \(rank) connections"
        default: "no connection passes its filter"
        }
      throw file.failure(flow.place, "flow \(flow.name): \(reason)", .badInput)
    }
    return found
  }
}
