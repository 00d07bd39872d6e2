import PacketCapture

/// What the classifier knew when it judged one segment: taken down by the classifier itself, in the middle of it.
///
/// It is set for the one segment that is explained and costs one comparison for all others.
final class ClassificationRecorder {
  /// The state of a flow before the segment moved it.
  struct FlowFacts {
    let traits: FlowTraits
    let highestSent: Int64
    let highestAcknowledged: Int64
    let newestWindowField: Int64
    let windowEdge: Int64
    let synPackets: Int64
    let packets: Int64
    let dataPackets: Int64
    let lastDataTime: Int64
    let lastTime: Int64
    let identificationSteps: Int64
    let identificationRises: Int64
    let lastIdentification: Int64
    let timeToLiveMin: Int64
    let timeToLiveMax: Int64
    let gaps: [GapList.Gap]
    /// Data that waits for acknowledgment, the oldest first.
    let waiting: [SentQueue.Entry]

    init(_ flow: UnsafeMutablePointer<FlowState>) {
      traits = flow.pointee.traits
      highestSent = flow.pointee[.highestSent]
      highestAcknowledged = flow.pointee[.highestAcknowledged]
      newestWindowField = flow.pointee[.newestWindowField]
      windowEdge = flow.pointee[.windowEdge]
      synPackets = flow.pointee[.synPackets]
      packets = flow.pointee[.packets]
      dataPackets = flow.pointee[.dataPackets]
      lastDataTime = flow.pointee[.lastDataTime]
      lastTime = flow.pointee[.lastTime]
      identificationSteps = flow.pointee[.identificationSteps]
      identificationRises = flow.pointee[.identificationRises]
      lastIdentification = flow.pointee[.lastIdentification]
      timeToLiveMin = flow.pointee[.timeToLiveMin]
      timeToLiveMax = flow.pointee[.timeToLiveMax]
      gaps = flow.pointee.detail?.pointee.gaps.gaps ?? []
      let count = flow.pointee.detail?.pointee.sent.count ?? 0
      waiting = (0..<count).compactMap { flow.pointee.detail?.pointee.sent[$0] }
    }
  }

  /// The flow that the segment travels in, with the segment already counted in `packets`.
  private(set) var own: FlowFacts?
  /// The opposite flow.
  private(set) var other: FlowFacts?
  /// Time of the segment, nanoseconds from the first packet of the connection, plus one.
  private(set) var time: Int64 = 0
  /// Least time to both ends and back in nanoseconds; 0 if unknown.
  private(set) var fullRoundTrip: Int64 = 0
  /// What the kind of a retransmission was found from.
  private(set) var resend: Classifier.Resend?
  /// The episode of recovery before the retransmission.
  private(set) var recovery: RecoveryState?
  /// What speaks against a reset's sender.
  private(set) var resetSigns: ResetSigns = []

  /// Takes down the state of both flows.
  func record(_ context: Classifier.Context, fullRoundTrip: Int64) {
    own = FlowFacts(context.own)
    other = FlowFacts(context.other)
    time = context.time
    self.fullRoundTrip = fullRoundTrip
  }

  /// Takes down what speaks against a reset's sender.
  func record(_ signs: ResetSigns) {
    resetSigns = signs
  }

  /// Takes down what a retransmission is judged by.
  func record(_ resend: Classifier.Resend, _ recovery: RecoveryState) {
    self.resend = resend
    self.recovery = recovery
  }
}
