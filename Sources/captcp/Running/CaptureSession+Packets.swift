import PacketCapture
import TCPAnalysis

/// What takes packets and may have to stop.
protocol StoppableObserver: PacketObserver {
  /// Why it can take no more; `nil` while it can.
  var failure: CommandFailure? { get }
}

extension CaptureSession {
  /// Reads everything once and hands every packet on with its connection.
  ///
  /// - Parameters:
  ///   - place: Where the packets go, which may ask for a format.
  ///   - shownTimes: Times of the packets that are handed on.
  ///   - makeReceiver: Makes what takes the records, before the first one.
  ///   - failure: Asked every few thousand packets; the reading stops there if there is one.
  /// - Returns: The connections, and what was not handed on.
  /// - Throws: ``CommandFailure``.
  func split(
    to place: CapturePlace, shownTimes: ClosedRange<Int64>?,
    makeReceiver: (CaptureEncoder) throws(CommandFailure) -> any RecordReceiver,
    failure: @escaping () -> CommandFailure?
  ) throws(CommandFailure) -> (analysis: Analysis, leftOut: ConnectionSplitter.LeftOut) {
    var knowledge = knowledge
    knowledge.shownTimes = shownTimes
    // The list of files needs endpoints only.
    knowledge.detailedConnections = 0
    let bar = console.showsProgress ? ProgressBar(label: "splitting", totalBytes: input.totalBytes) : nil
    defer { bar?.end() }
    let reader: CaptureReader
    do {
      reader = try makeReader()
    } catch {
      throw CommandFailure(error, captures: captures)
    }
    let encoder = CaptureEncoder(reader, form: place.form)
    try place.check(encoder)
    let splitter = ConnectionSplitter(
      encoder: encoder, receiver: try makeReceiver(encoder), shownTimes: shownTimes)
    reader.observe(with: splitter)
    let metric = FileOrderMetric(receiver: splitter)
    do {
      let analysis = try Analyzer(options: knowledge, metrics: [metric]).run(reader) { bytes, packets in
        bar?.update(bytes: bytes, packets: packets)
        return failure() == nil
      }
      metric.finish()
      return (analysis, splitter.leftOut)
    } catch {
      if let failure = failure() { throw failure }
      throw CommandFailure(error, captures: captures)
    }
  }

  /// Reads everything once and shows every packet to an observer; nothing is analysed.
  ///
  /// - Parameters:
  ///   - label: What the progress bar calls it.
  ///   - makeObserver: Makes the observer for a reader at its first packet.
  /// - Returns: The observer, and the summary of the capture.
  /// - Throws: ``CommandFailure``, also that of the observer.
  func readPackets<Observer: StoppableObserver>(
    label: String, makeObserver: (CaptureReader) throws(CommandFailure) -> Observer
  ) throws(CommandFailure) -> (observer: Observer, summary: CaptureSummary) {
    let bar = console.showsProgress ? ProgressBar(label: label, totalBytes: input.totalBytes) : nil
    defer { bar?.end() }
    do {
      let reader = try input.makeReader()
      let observer = try makeObserver(reader)
      reader.observe(with: observer)
      var segment = Segment()
      var packets: UInt64 = 0
      while try reader.next(into: &segment) != .end {
        if let failure = observer.failure { throw failure }
        packets &+= 1
        if packets & 4095 == 0 { bar?.update(bytes: reader.bytesRead, packets: packets) }
      }
      if let failure = observer.failure { throw failure }
      return (observer, reader.summary)
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as CaptureFileError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.badInput, "\(error)")
    }
  }
}
