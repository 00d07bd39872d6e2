public import PacketCapture

/// Reads a capture once and feeds every metric.
public final class Analyzer {
  /// Segments handed to a metric at a time.
  private static let batchSize = 256

  private let options: AnalysisOptions
  private let metrics: [any Metric]

  /// Makes an analyzer for one run.
  public init(options: AnalysisOptions = AnalysisOptions(), metrics: [any Metric] = []) {
    self.options = options
    self.metrics = metrics
  }

  /// Reads all packets, tracks connections and hands classified segments to the metrics.
  ///
  /// Segments are put into time order within a bounded window first, then copies of captured frames are found,
  /// then each is classified. Memory grows with open connections and with what the metrics keep.
  ///
  /// - Parameters:
  ///   - reader: A reader at its first packet.
  ///   - progress: Called about every 4096 packets with bytes and packets read; `false` stops the run.
  /// - Returns: Capture summary and all connections.
  /// - Throws: ``AnalysisError``.
  /// - Complexity: O(1) a packet, O(log g) in the gaps of its flow.
  public func run(
    _ reader: CaptureReader, progress: ((UInt64, UInt64) -> Bool)? = nil
  ) throws(AnalysisError) -> Analysis {
    var classifier = Classifier(options: options)
    var sorter = TimeSorter()
    let batch = Batch(capacity: Self.batchSize)
    var feed = try SegmentFeed(reader)
    classifier.twoTaps = feed.twoTaps
    var packets = feed.packetsAhead
    reading: while true {
      let outcome = try feed.next(into: sorter.next)
      packets &+= 1
      switch outcome {
      case .segment:
        sorter.accept(hash: classifier.index.hash(sorter.next.pointee))
        if sorter.isFull { take(&sorter, &classifier, batch) }
      case .other: break
      case .end: break reading
      }
      if packets & 4095 == 0, let progress, !progress(reader.bytesRead, packets) { throw .interrupted }
    }
    while sorter.count > 0 { take(&sorter, &classifier, batch) }
    flush(batch)
    return try result(reader.summary, &classifier, clockSteps: sorter.clockSteps)
  }

  /// Classified segments on their way to the metrics.
  private final class Batch {
    let storage: UnsafeMutablePointer<ClassifiedSegment>
    let capacity: Int
    var count = 0

    init(capacity: Int) {
      self.capacity = capacity
      storage = .allocate(capacity: capacity)
      storage.initialize(repeating: ClassifiedSegment(), count: capacity)
    }

    deinit {
      storage.deinitialize(count: capacity)
      storage.deallocate()
    }
  }

  private func take(_ sorter: inout TimeSorter, _ classifier: inout Classifier, _ batch: Batch) {
    let place = batch.storage + batch.count
    classifier.lookAhead(sorter)
    classifier.classify(sorter.first.pointee, sorter.firstLookup, into: place)
    if place.pointee.ackClass == .unseen, sorter.holdsAcknowledged(by: sorter.first.pointee) {
      classifier.noteEarlyAcknowledgment(place)
    }
    if !metrics.isEmpty {
      place.pointee.segment = sorter.first.pointee
      batch.count += 1
      if batch.count == batch.capacity { flush(batch) }
    }
    sorter.dropFirst()
  }

  private func flush(_ batch: Batch) {
    guard batch.count > 0 else { return }
    let span = Span(_unsafeStart: batch.storage, count: batch.count)
    for metric in metrics { metric.observe(span) }
    batch.count = 0
  }

  private func result(
    _ summary: CaptureSummary, _ classifier: inout Classifier, clockSteps: Int64
  ) throws(AnalysisError) -> Analysis {
    guard classifier.records.count > 0 else {
      throw .noTCP(packets: summary.packets, skipped: summary.skipped)
    }
    classifier.finishAll()
    let records = ConnectionRecords(classifier.records, options: options)
    var analysis = Analysis(
      capture: summary, connections: records,
      captureDuplicates: classifier.captureDuplicates + classifier.foreignFrames,
      notes: CaptureNotes.collect(
        summary, classifier.totals,
        [
          (.twoTaps, classifier.foreignFrames), (.captureDuplicates, classifier.captureDuplicates),
          (.duplicatesAssumed, classifier.assumedDuplicates), (.clockStep, clockSteps),
        ])
    )
    analysis.retransmissions = classifier.retransmissions.sorted {
      ($0.fileIndex, $0.frame) < ($1.fileIndex, $1.frame)
    }
    return analysis
  }
}
