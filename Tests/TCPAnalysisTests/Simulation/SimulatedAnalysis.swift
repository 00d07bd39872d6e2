import Fixtures
import PacketCapture

@testable import TCPAnalysis

/// A simulation, its capture, what the analysis finds in it and what there is.
struct SimulatedAnalysis {
  /// Remembers the class of each frame.
  private final class Classes: Metric {
    var classes: [UInt64: SegmentClass] = [:]
    var senders: Set<UInt64> = []
    var port: UInt16 = 0

    func observe(_ batch: borrowing Span<ClassifiedSegment>) {
      for index in batch.indices {
        let frame = batch[index].segment.frame
        classes[frame] = batch[index].segmentClass
        if batch[index].segment.sourcePort == port { senders.insert(frame) }
      }
    }
  }

  let simulation: Simulation
  let capture: SimulatedCapture
  let truth: SimulationTruth
  let analysis: Analysis
  /// Class of each frame of the flow that sends data.
  let classes: [UInt64: SegmentClass]
  /// The flow that sends data.
  let data: FlowSummary
  /// The flow of its acknowledgments.
  let answers: FlowSummary

  init(_ settings: SimulationSettings) throws {
    simulation = Simulation(settings)
    capture = SimulatedCapture(simulation)
    truth = SimulationTruth(simulation)
    let metric = Classes()
    metric.port = settings.isSenderInitiator ? 40_000 : 80
    var options = AnalysisOptions()
    options.keepsRetransmissions = true
    analysis = try Self.analyze([capture.bytes()], options, [metric])
    classes = metric.classes.filter { metric.senders.contains($0.key) }
    let connection = analysis.connections[1] ?? ConnectionSummary()
    let isForward = connection.forward.source.port == metric.port
    data = isForward ? connection.forward : connection.backward
    answers = isForward ? connection.backward : connection.forward
  }

  /// Whether the headers tell what each packet is.
  ///
  /// They do not if a host without IP identifications sends the same segment again within a millisecond, or within a
  /// tick of its time stamps: the second frame could be the capture's or the network's. Nor if it sends the last byte
  /// again alone though all was acknowledged, as a keep-alive does, or a probe that crosses the window's update.
  var isTellable: Bool {
    var last: [[UInt8]: (transmission: Int, time: Int64)] = [:]
    var acknowledged: Int64 = 0
    var highest: Int64 = 0
    var window: UInt16 = 0
    for (frame, record) in zip(simulation.captured, capture.records) {
      let sent = simulation.transmissions[frame.transmission]
      let former = last.updateValue((frame.transmission, frame.time), forKey: record.bytes)
      if !sent.isFromSender {
        acknowledged = max(acknowledged, sent.acknowledgment)
        window = sent.window
        continue
      }
      if let former, former.transmission != frame.transmission, sent.length > 0 {
        let isTwin = frame.time - former.time <= (simulation.settings.isIPv6 ? 100_000_000 : 1_000_000)
        if isTwin { return false }
      }
      let isLikeKeepAlive = sent.payload <= 1 && sent.start == highest - 1 && acknowledged == highest
      if isLikeKeepAlive, sent.role == .data { return false }
      if sent.role == .zeroWindowProbe, window > 0 { return false }
      highest = max(highest, sent.end)
    }
    return true
  }

  /// Frames of the flow that sends data to which the classifier gave this class.
  func frames(_ segmentClass: SegmentClass) -> Set<UInt64> {
    Set(classes.filter { $0.value == segmentClass }.keys)
  }

  /// Analyses captures given as bytes.
  static func analyze(
    _ files: [[UInt8]], _ options: AnalysisOptions = AnalysisOptions(), _ metrics: [any Metric] = []
  ) throws -> Analysis {
    try Fixtures.withTemporaryFiles(files) { paths in
      let input = try CaptureInput(paths: paths, options: CaptureOptions())
      return try Analyzer(options: options, metrics: metrics).run(try input.makeReader())
    }
  }
}
