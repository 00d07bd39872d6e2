public import PacketCapture

/// Finds out why one frame was classified as it was, by the classifier itself.
///
/// The capture is read twice: first to find the frame and its connection, then to watch the classifier judge it and
/// to see what the packets behind it tell.
public final class Explainer {
  private let frame: UInt64
  private let file: UInt16
  private var options: AnalysisOptions

  /// Makes an explainer.
  ///
  /// - Parameters:
  ///   - frame: Number of the packet in its file.
  ///   - file: Index of the file.
  ///   - options: What the user told.
  public init(frame: UInt64, file: UInt16 = 0, options: AnalysisOptions = AnalysisOptions()) {
    self.frame = frame
    self.file = file
    self.options = options
    self.options.keepsRetransmissions = true
  }

  /// Explains the frame.
  ///
  /// - Parameter makeReader: Gives a reader at the first packet; called twice.
  /// - Returns: The explanation, or what stands there instead of a TCP segment.
  /// - Throws: ``AnalysisError``.
  public func explain(_ makeReader: () throws(AnalysisError) -> CaptureReader) throws(AnalysisError)
    -> FrameContent
  {
    let finder = FrameProbe(frame: frame, file: file)
    switch try finder.find(in: try makeReader()) {
    case .none(let packets): return .none(packets: packets)
    case .other(let reason): return .other(reason: reason)
    case .segment(let target): return .segment(try watch(target, in: try makeReader()))
    }
  }

  private func watch(_ target: Segment, in reader: CaptureReader) throws(AnalysisError) -> Explanation {
    var classifier = Classifier(options: options)
    var sorter = TimeSorter()
    let watcher = ExplanationWatcher(target: target)
    let peers = RuleSet.allCases.compactMap(PeerClassifier.init)
    var verdicts: [PeerVerdict] = []
    let place = UnsafeMutablePointer<ClassifiedSegment>.allocate(capacity: 1)
    place.initialize(to: ClassifiedSegment())
    defer { place.deallocate() }
    var feed = try SegmentFeed(reader)
    classifier.twoTaps = feed.twoTaps
    reading: while true {
      switch try feed.next(into: sorter.next) {
      case .segment:
        // The rules of other tools want the order of the file.
        if verdicts.isEmpty {
          let given = peers.map { $0.classify(sorter.next.pointee) }
          if isTarget(sorter.next.pointee) { verdicts = given }
        }
        sorter.accept()
        if sorter.isFull { step(&sorter, &classifier, watcher, place) }
      case .other: break
      case .end: break reading
      }
    }
    while sorter.count > 0 { step(&sorter, &classifier, watcher, place) }
    classifier.finishAll()
    var explanation = watcher.explanation(
      retransmissions: classifier.retransmissions,
      connections: ConnectionRecords(classifier.records, options: options))
    explanation.peers = verdicts
    return explanation
  }

  private func step(
    _ sorter: inout TimeSorter, _ classifier: inout Classifier, _ watcher: ExplanationWatcher,
    _ place: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    let isTarget = isTarget(sorter.first.pointee)
    if isTarget { classifier.recorder = watcher.recorder }
    classifier.classify(sorter.first.pointee, into: place)
    classifier.recorder = nil
    place.pointee.segment = sorter.first.pointee
    watcher.observe(place.pointee, isTarget: isTarget, classifier)
    sorter.dropFirst()
  }

  private func isTarget(_ segment: borrowing Segment) -> Bool {
    if segment.frame != frame { return false }
    return segment.fileIndex == file
  }
}
