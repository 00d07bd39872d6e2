import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// The bins of `throughput`: one series for each flow, connection, or the whole capture.
///
/// They are added up from those of the first reading, or else counted by a second one.
struct ThroughputReading {
  /// What is counted; `nil` is the whole capture.
  private let targets: [FlowID?]
  private let analysis: Analysis
  private let axis: TimeAxis
  private let options: ThroughputOptions

  /// Chooses bins for some flows; none counts the whole capture.
  init(flows: [FlowID], analysis: Analysis, time: TimeOptions, options: ThroughputOptions) {
    targets = flows.isEmpty ? [nil] : flows
    self.analysis = analysis
    self.options = options
    let connection = flows.first.flatMap { analysis.connections[$0.connection] }
    // Flows of several connections have no common start but the capture's.
    let isOne = !flows.isEmpty && Set(flows.map(\.connection)).count == 1
    axis = time.axis(
      connection: isOne ? connection : nil, captureStart: analysis.capture.firstTime ?? 0,
      usual: isOne ? .connection : .capture)
  }

  /// Reads the capture and makes the data of the chart.
  ///
  /// - Throws: ``CommandFailure``.
  func data(_ session: CaptureSession, _ ahead: ThroughputAhead) throws(CommandFailure) -> ThroughputData {
    let range = targets.map(times).reduce(times(targets[0])) {
      ($0.first < $1.first ? $0.first : $1.first, max($0.last, $1.last))
    }
    let bin = try binLength(first: range.first, last: range.last)
    let start = ThroughputSection.binStart(containing: range.first, zero: axis.zero, bin: bin)
    var series = ahead.take(targets, analysis: analysis, axis: axis, bin: bin, start: start)
    if series == nil { series = try count(session, bin: bin, start: start) }
    let sources = zip(targets, series ?? []).map { target, series in
      ThroughputSection.Source(name: name(target), series: series, flows: summaries(target))
    }
    var data = ThroughputSection.chartData(
      sources: sources, identity: identity, axis: axis, meanBins: options.mean)
    data.unitName = options.unit?.rawValue
    return data
  }

  private func count(
    _ session: CaptureSession, bin: Int64, start: Int64
  ) throws(CommandFailure) -> [ThroughputSeries] {
    session.console.debug("reading a second time: counting bytes")
    let metrics = targets.map {
      ThroughputMetric(flow: $0, layer: options.mode, binNanoseconds: bin, start: start)
    }
    _ = try session.analyze(metrics: metrics, label: "counting bytes")
    return metrics.map(\.series)
  }

  /// Name of the chart's files in a folder.
  var fileName: String {
    guard let first = targets.first.flatMap(\.self) else { return "throughput" }
    return "throughput-\(first.description.replacing(".", with: "-"))"
      + (targets.count > 1 ? "-and-more" : "")
  }

  private func binLength(first: Int64, last: Int64) throws(CommandFailure) -> Int64 {
    let from = max(first, axis.zoomStart.map { axis.zero &+ $0 } ?? first)
    let to = min(last, axis.zoomStop.map { axis.zero &+ $0 } ?? last)
    let bin = options.binNanoseconds ?? ThroughputMetric.defaultBin(range: max(0, to &- from))
    let bins = (last &- first) / bin
    guard bins < Int64(ThroughputMetric.maximumBins) else {
      throw CommandFailure(
        .usage,
        "--sample-length: \(bins) bins are too many, at most \(ThroughputMetric.maximumBins) are counted")
    }
    return bin
  }

  /// First and last packet of what is counted.
  private func times(_ target: FlowID?) -> (first: Int64, last: Int64) {
    let zero = analysis.capture.firstTime ?? 0
    let firsts = summaries(target).compactMap(\.firstTime)
    let lasts = summaries(target).compactMap(\.lastTime)
    guard target != nil else { return (zero, analysis.capture.lastTime ?? zero) }
    return (firsts.min() ?? zero, max(lasts.max() ?? zero, firsts.min() ?? zero))
  }

  private func summaries(_ target: FlowID?) -> [FlowSummary] {
    guard let target else { return [total] }
    guard let connection = analysis.connections[target.connection] else { return [] }
    return target.direction.map { [connection.flow($0)] } ?? connection.flows
  }

  /// What the chart needs to know of the whole capture, without keeping a summary a flow.
  private var total: FlowSummary {
    var total = FlowSummary()
    for connection in analysis.connections {
      for flow in [connection.forward, connection.backward] {
        total.packets += flow.packets
        total.uniquePayloadBytes += flow.uniquePayloadBytes
        total.dataPackets += flow.dataPackets
        total.retransmittedPackets += flow.retransmittedPackets
        total.firstDataTime = [total.firstDataTime, flow.firstDataTime].compactMap(\.self).min()
        total.lastDataTime = [total.lastDataTime, flow.lastDataTime].compactMap(\.self).max()
      }
    }
    return total
  }

  private func name(_ target: FlowID?) -> String {
    guard targets.count > 1, let target, let connection = analysis.connections[target.connection] else {
      return ""
    }
    let flow = connection.flow(target.direction ?? 1)
    return "\(target) to \(flow.destination)"
  }

  private var identity: FlowIdentity {
    let capture = ReportMaterial.captureName(analysis)
    guard let first = targets[0], let connection = analysis.connections[first.connection] else {
      return FlowNames.identity(ofCapture: capture, connections: analysis.connections.count)
    }
    guard targets.count > 1 else {
      var identity = FlowNames.identity(of: first, connection: connection, capture: capture)
      identity.flow = first.description
      return identity
    }
    let names = targets.compactMap { $0?.description }.joined(separator: ", ")
    return FlowIdentity(
      flow: names, source: "flows \(names)", destination: "", capture: capture, capturePoint: "")
  }
}
