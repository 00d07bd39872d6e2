import Charts
import Measurements
import PacketCapture
import Reporting
import TCPAnalysis

/// The readings of `compare`: each capture once to find its flows, and once more to measure them.
struct CompareReading {
  /// One capture.
  private struct Source {
    let session: CaptureSession
    let analysis: Analysis
    let flows: [FlowID]
  }

  private let sources: [Source]
  private let options: CompareOptions
  private let alignment: CompareData.Alignment

  /// Opens the captures and finds their flows.
  ///
  /// Several captures are compared with one another; each gives the flow asked for, or the one with most payload.
  ///
  /// - Throws: ``CommandFailure``.
  init(
    _ arguments: CaptureArguments, flows: [FlowID], options: CompareOptions, hash: Bool,
    knowledge: KnowledgeOptions, common: CommonOptions
  ) throws(CommandFailure) {
    self.options = options
    let captures = arguments.captures
    alignment = options.alignment(captures: captures.count)
    guard captures.count == 1 || flows.count <= 1 || flows.count == captures.count else {
      throw CommandFailure(
        .usage, "\(flows.count) flows for \(captures.count) captures: name one for all, or one for each")
    }
    var sources: [Source] = []
    // One key for all captures.
    var captureOptions = try knowledge.captureOptions(filter: arguments.filter, isReadTwice: true)
    for (index, capture) in captures.enumerated() {
      captureOptions.firstPseudonym = index + 1
      let session = try CaptureSession(
        captures: [capture], options: captureOptions, knowledge: knowledge.analysisOptions(), common: common)
      var analysis = try session.analyze(label: "finding flows of \(capture)")
      if hash { try session.addDigests(to: &analysis.capture) }
      session.warn(of: analysis)
      let wanted = captures.count == 1 ? flows : flows.isEmpty ? [] : [flows[flows.count == 1 ? 0 : index]]
      let chosen =
        captures.count == 1
        ? try Self.severalFlows(wanted, analysis, session.console)
        : try FlowChoice.dataFlows(wanted, in: analysis.connections, console: session.console)
      sources.append(Source(session: session, analysis: analysis, flows: chosen))
    }
    self.sources = sources
  }

  /// All first readings.
  var analyses: [Analysis] { sources.map(\.analysis) }

  /// Flows of one capture: those asked for, or those with at least a hundredth of the largest one's payload.
  private static func severalFlows(
    _ ids: [FlowID], _ analysis: Analysis, _ console: Console
  ) throws(CommandFailure) -> [FlowID] {
    try FlowChoice.check(ids, in: analysis.connections)
    var flows = ReportPlan.flows(of: analysis.connections, chosen: ids, limit: CompareChart.maximumOverlay)
    if ids.isEmpty {
      let payloads = flows.map { flow in
        analysis.connections[flow.connection]?.flow(flow.direction ?? 1).uniquePayloadBytes ?? 0
      }
      let least = (payloads.max() ?? 0) / 100
      flows = zip(flows, payloads).filter { $1 >= least || least == 0 }.map(\.0).sorted()
      if flows.count > 1 {
        let names = flows.map(\.description).joined(separator: ",")
        console.tell("flows \(names) have most payload; others: -f ID,ID")
      }
    }
    guard flows.count > 1 else {
      throw CommandFailure(
        .usage, "compare needs two flows: name them with -f ID,ID, or name a second capture")
    }
    return flows
  }

  /// Measures the flows and makes the data of the chart.
  ///
  /// - Throws: ``CommandFailure``.
  func data() throws(CommandFailure) -> CompareData {
    let requests = sources.map(requests)
    let all = requests.flatMap(\.self)
    if let labels = options.labels, labels.names.count != all.count {
      throw CommandFailure(.usage, "--labels: \(labels.names.count) names for \(all.count) flows")
    }
    let builder = CompareBuilder(
      metric: options.metric, distribution: options.distribution, form: options.form, alignment: alignment,
      binNanoseconds: try binLength(all))
    var flows: [CompareBuilder.Flow] = []
    for (index, source) in sources.enumerated() {
      let measurements = requests[index].map(builder.measurements)
      _ = try source.session.analyze(metrics: measurements.flatMap { $0.map(\.metric) }, label: "measuring")
      let capture = ReportMaterial.captureName(source.analysis)
      for (request, measured) in zip(requests[index], measurements) {
        let material = FlowMaterial(request: request, capture: capture, series: measured.map { $0.series() })
        flows.append(.init(material, name: name(of: request, source: index, number: flows.count)))
      }
    }
    return builder.chartData(flows, captures: captureNames, axis: all[0].axis)
  }

  /// The flows of a capture, each with its own zero.
  private func requests(_ source: Source) -> [FlowRequest] {
    let first = source.analysis.capture.firstTime ?? 0
    let origin: TimeAxis.Origin =
      switch alignment {
      case .start: .connection
      case .capture: .capture
      case .absolute: .absolute
      }
    let choice = TimeChoice(time: options.time, origin: nil, referenceTime: false)
    return source.flows.compactMap { flow in
      source.analysis.connections[flow.connection].map { connection in
        FlowRequest(
          flow: flow, connection: connection,
          axis: choice.axis(
            connection: connection,
            captureStart: alignment == .absolute ? sources[0].analysis.capture.firstTime ?? 0 : first,
            usual: origin))
      }
    }
  }

  private func binLength(_ requests: [FlowRequest]) throws(CommandFailure) -> Int64 {
    var first = Int64.max
    var last = Int64.min
    for request in requests {
      let flow = request.connection.flow(request.flow.direction ?? 1)
      guard let start = flow.firstTime, let end = flow.lastTime else { continue }
      first = min(first, start &- request.axis.zero)
      last = max(last, end &- request.axis.zero)
    }
    let range = first <= last ? max(0, last &- first) : 0
    let axis = requests[0].axis
    let shown = max(0, min(last, axis.zoomStop ?? last) &- max(first, axis.zoomStart ?? first))
    let bin = options.binNanoseconds ?? CompareBuilder.defaultBin(range: first <= last ? shown : 0)
    guard range / bin < Int64(ThroughputMetric.maximumBins) else {
      throw CommandFailure(
        .usage,
        "--sample-length: \(range / bin) bins are too many, at most \(ThroughputMetric.maximumBins) are counted"
      )
    }
    return bin
  }

  /// `2.1 :53514` by the port that tells connections apart, or `A 1.1` by capture.
  private func name(of request: FlowRequest, source: Int, number: Int) -> String {
    if let labels = options.labels { return labels.names[number] }
    guard sources.count == 1 else {
      return sources.count <= 26 ? "\(Self.letter(source)) \(request.flow)" : "\(source + 1): \(request.flow)"
    }
    return "\(request.flow) :\(request.connection.initiator.port)"
  }

  private static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
  }

  private var captureNames: [String] {
    let names = sources.map { ReportMaterial.captureName($0.analysis) }
    guard names.count > 1 else { return names }
    return names.enumerated().map { index, name in
      names.count <= 26 ? "\(Self.letter(index)): \(name)" : "\(index + 1): \(name)"
    }
  }
}
