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

  /// Runs it.
  ///
  /// - Throws: ``CommandFailure``.
  func run() throws(CommandFailure) {
    let destination = try options.initOption.destination(
      options.output, captures: options.arguments.captures, anonymity: options.knowledge.anonymity)
    let style = try options.chart.style()
    let session = try CaptureSession(
      options.arguments, knowledge: options.knowledge, common: options.common, isReadTwice: true)
    var analysis = try session.analyze(label: "finding flows")
    if options.digest.hash { try session.addDigests(to: &analysis.capture) }
    session.warn(of: analysis)
    let flows = try chosenFlows(analysis, console: session.console)
    let materials = try materials(of: flows, analysis, session)
    let results = materials.compactMap { section.result(of: $0) }
    if options.stdio { return try StandardOutput().write(SeriesData(results).plainLines()) }
    let delivery = SeriesDelivery(
      results: results, charts: section.charts(of: materials), module: Series.module,
      digests: analysis.capture.files.compactMap(\.sha256), style: session.console.outputStyle,
      chartStyle: style,
      maker: PictureMaker(
        settings: options.chart.pictureSettings, origin: PictureMaker.Origin(analysis),
        console: session.console))
    guard !options.initOption.isWanted || results.count == 1 else {
      throw CommandFailure(.usage, "--init makes a folder for one figure: name one flow with -f, as 3.1")
    }
    var files = try delivery.deliver(to: destination)
    if let result = results.first, let chart = delivery.charts.first {
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

  /// Reads the capture once more for what the section measures of each flow.
  private func materials(
    of flows: [FlowID], _ analysis: Analysis, _ session: CaptureSession
  ) throws(CommandFailure) -> [FlowMaterial] {
    let requests = flows.compactMap { flow in
      analysis.connections[flow.connection].map { connection in
        var request = FlowRequest(
          flow: flow, connection: connection,
          axis: options.time.axis(connection: connection, captureStart: analysis.capture.firstTime ?? 0))
        request.frames = options.frames.frames
        return request
      }
    }
    let measurements = requests.map { section.measurements(of: $0) }
    let label = flows.count == 1 ? "reading flow \(flows[0])" : "reading \(flows.count) flows"
    _ = try session.analyze(metrics: measurements.flatMap { $0.map(\.metric) }, label: label)
    let capture = ReportMaterial.captureName(analysis)
    return zip(requests, measurements).map { request, measurements in
      FlowMaterial(request: request, capture: capture, series: measurements.map { $0.series() })
    }
  }
}
