import Charts
import PacketCapture
import Reporting
import TCPAnalysis

/// One run of a module of a series: finds the flows, reads what its section measures, and writes the result.
struct SeriesRun<Series: SeriesSection> {
  /// What is measured and said.
  let section: Series
  /// What the user asked for.
  let options: SeriesOptions
  /// Whether a connection stands for both of its flows, and not for the one with more payload.
  var takesBothFlows = false
  /// How much is measured before it is known which flows are shown.
  var limits = CandidateMetric.Limits()

  /// Runs it.
  ///
  /// - Throws: ``CommandFailure``.
  func run() throws(CommandFailure) {
    let destination = try options.initOption.destination(
      options.output, captures: options.arguments.captures, anonymity: options.knowledge.anonymity)
    let style = try options.chart.style()
    let session = try CaptureSession(
      options.arguments, knowledge: options.knowledge, common: options.common, isReadTwice: isReadTwice)
    let maker = requestMaker(
      isForPicture: destination.isOnlyPictures && options.chart.xRange == nil)
    let candidates = CandidateMetric(
      wanted: options.flows.ids, limits: limits, request: maker, measurements: section.measurements)
    var analysis = try session.analyze(metrics: [candidates])
    if options.digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let flows = try chosenFlows(analysis, console: session.console)
    let materials = try materials(of: flows, analysis, candidates, session, maker)
    let results = Deferred { materials.compactMap { section.result(of: $0) } }
    let data = Deferred { results.value.map { $0.asData(style) } }
    if options.stdio { return try StandardOutput().write(SeriesData(results.value).plainLines()) }
    let delivery = SeriesDelivery(
      flows: materials.compactMap { section.outline(of: $0)?.flow }, results: results, data: data,
      charts: section.charts(of: materials), module: Series.module,
      digests: analysis.capture.files.compactMap(\.sha256), style: session.console.outputStyle,
      chartStyle: style,
      maker: PictureMaker(
        settings: options.chart.pictureSettings, origin: PictureMaker.Origin(analysis),
        console: session.console))
    guard !options.initOption.isWanted || delivery.flows.count == 1 else {
      throw CommandFailure(.usage, "--init makes a folder for one figure: name one flow with -f, as 3.1")
    }
    var files = try delivery.deliver(to: destination)
    if options.initOption.isWanted, let result = data.value.first, let chart = delivery.charts.first {
      let initRun = InitRun(
        option: options.initOption, captures: options.arguments.captures,
        furtherInputs: [options.chart.annotate], console: session.console)
      try initRun.write(
        section.starter(of: result), tables: result.tables, chart: chart, style: style,
        name: delivery.fileName,
        to: destination, &files)
    }
    try options.output.writeDependencies(of: files, captures: options.arguments.captures)
  }

  private func chosenFlows(_ analysis: Analysis, console: Console) throws(CommandFailure) -> [FlowID] {
    guard takesBothFlows, !options.flows.ids.isEmpty else {
      return try FlowChoice.dataFlows(options.flows.ids, in: analysis.connections, console: console)
    }
    try FlowChoice.check(options.flows.ids, in: analysis.connections)
    var seen: Set<FlowID> = []
    return options.flows.ids
      .flatMap { id in
        id.direction == nil ? [1, 2].map { FlowID(connection: id.connection, direction: $0) } : [id]
      }
      .filter { seen.insert($0).inserted }
  }

  /// Whether a second reading may be needed: a flow must be found, or its first packet, or bytes are wanted for a digest.
  private var isReadTwice: Bool {
    options.flows.ids.isEmpty || options.time.time?.isRelative == true || options.digest.hash
      || limits == .none
  }

  /// Makes requests as the options ask for them.
  ///
  /// - Parameter isForPicture: Whether nothing but pictures is made, which show all that is measured.
  /// - Returns: What makes the request of a flow.
  private func requestMaker(isForPicture: Bool) -> CandidateMetric.RequestMaker {
    { flow, connection, captureStart in
      var request = FlowRequest(
        flow: flow, connection: connection,
        axis: options.time.axis(connection: connection, captureStart: captureStart))
      request.frames = options.frames.frames
      request.isForPicture = isForPicture
      return request
    }
  }

  /// Takes what was measured of each flow, or reads the capture once more for it.
  private func materials(
    of flows: [FlowID], _ analysis: Analysis, _ candidates: CandidateMetric, _ session: CaptureSession,
    _ maker: CandidateMetric.RequestMaker
  ) throws(CommandFailure) -> [FlowMaterial] {
    let requests = flows.compactMap { flow in
      analysis.connections[flow.connection].map {
        maker(flow, $0, analysis.capture.firstTime ?? 0)
      }
    }
    let label = flows.count == 1 ? "reading flow \(flows[0])" : "reading \(flows.count) flows"
    let series = try session.series(of: requests, candidates, label: label, section.measurements)
    let capture = ReportMaterial.captureName(analysis)
    return zip(requests, series).map { FlowMaterial(request: $0, capture: capture, series: $1) }
  }
}
