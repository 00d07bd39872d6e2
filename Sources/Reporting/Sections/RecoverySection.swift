import Charts
import TCPAnalysis

/// Loss and recovery in lanes, in reports: of flows that sent a hundredth of their data segments again, or more.
public struct RecoverySection: Section {
  /// Name of the module that draws the same of any flow.
  public static let module = "spurious-retransmissions"
  /// Share of the data segments that must have been sent again, in per cent.
  public static let resentPercent: Int64 = 1

  private let isAlways: Bool

  /// Makes the section.
  ///
  /// - Parameter isAlways: Whether flows that sent less again are drawn too.
  public init(isAlways: Bool = false) { self.isAlways = isAlways }

  /// Asks for losses and recoveries, and for the verdicts on retransmissions.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let flow = request.connection.flow(request.flow.direction ?? 1)
    let isNotable =
      flow.retransmittedPackets > 0
      && flow.retransmittedPackets &* 100 >= flow.dataPackets &* Self.resentPercent
    guard isAlways || isNotable else { return [] }
    let metric = RecoveryMetric(request.scope)
    return [
      Measurement(key: "recovery \(request.flow)", metric: metric, needsRetransmissions: true) {
        metric.series
      }
    ]
  }

  /// The lanes of the flow.
  public func content(of flow: FlowMaterial) -> SectionContent? {
    RecoveryBuilder.chartData(of: flow, retransmissions: flow.retransmissions).map {
      SectionContent(title: "Loss and recovery", chart: RecoveryChart(data: $0))
    }
  }

  /// When a retransmission counts as one after a timeout.
  public var methods: [Definition] {
    [Definition("Sent again after a timeout", RichText(RecoveryBuilder.timeoutRule))]
  }
}
