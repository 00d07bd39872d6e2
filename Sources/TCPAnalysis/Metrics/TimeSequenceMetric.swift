import PacketCapture

/// Collects the time sequence of one flow.
///
/// Keeps every segment of the flow and every ACK of the receiver: about 30 bytes each; for a picture, once there are very
/// many, the extremes of bins of time and all that is no new data (`RowThinner`).
public final class TimeSequenceMetric: Metric {
  /// What was collected.
  @exclusivity(unchecked) public private(set) var series: TimeSequenceSeries
  private let direction: UInt8
  private let connection: Int32
  @exclusivity(unchecked) private var zeroWindow: TimeSequenceSeries.Period?
  @exclusivity(unchecked) private var lastFrame: UInt64 = 0
  @exclusivity(unchecked) private var lastTime: Int64 = 0
  @exclusivity(unchecked) private var lastData: (time: Int64, frame: UInt64)?
  @exclusivity(unchecked) private var segmentThinner: RowThinner
  @exclusivity(unchecked) private var ackThinner: RowThinner
  @exclusivity(unchecked) private var eventThinner: RowThinner

  /// Makes the metric of a flow; a connection without direction is taken as its first flow.
  ///
  /// - Parameters:
  ///   - flow: The flow whose data are followed.
  ///   - isForPicture: Whether only a picture of the whole flow is made of it.
  public convenience init(flow: FlowID, isForPicture: Bool = false) {
    self.init(flow: flow, thinner: RowThinner(isWanted: isForPicture))
  }

  init(flow: FlowID, thinner: RowThinner) {
    segmentThinner = thinner
    ackThinner = thinner
    eventThinner = thinner
    let direction = flow.direction ?? 1
    series = TimeSequenceSeries(flow: FlowID(connection: flow.connection, direction: direction))
    self.direction = UInt8(direction - 1)
    connection = Int32(clamping: flow.connection - 1)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices where batch[index].connection == connection {
      guard batch[index].segmentClass != .captureDuplicate else { continue }
      if batch[index].direction == direction {
        observeSent(batch[index])
      } else {
        observeReturned(batch[index])
      }
      lastFrame = batch[index].segment.frame
      lastTime = batch[index].segment.timestamp
      if zeroWindow != nil { extendZeroWindow() }
    }
  }

  private func observeSent(_ classified: borrowing ClassifiedSegment) {
    let segment = classified.segment
    let flags = segment.flags
    if flags.contains(.syn) {
      series.initialSequenceNumber = segment.sequenceNumber
      append(.syn, classified, at: classified.start)
    }
    if flags.contains(.fin) { append(.fin, classified, at: classified.end) }
    if flags.contains(.rst) { append(.rst, classified, at: classified.start) }
    guard segment.payloadLength > 0, !flags.contains(.rst) else { return }
    if flags.contains(.psh) { append(.push, classified, at: classified.end) }
    if flags.contains(.cwr), !flags.contains(.syn) { append(.cwr, classified, at: classified.end) }
    appendData(classified)
  }

  private func appendData(_ classified: borrowing ClassifiedSegment) {
    let segment = classified.segment
    let start = classified.start + (segment.flags.contains(.syn) ? 1 : 0)
    series.segmentTimes.append(segment.timestamp)
    series.segmentFrames.append(segment.frame)
    series.segmentStarts.append(start)
    series.segmentEnds.append(start + Int64(segment.payloadLength))
    series.segmentClasses.append(classified.segmentClass)
    series.segmentKinds.append(classified.kind)
    series.segmentMarks.append(classified.marks)
    // Each timeout ends a wait of its own, also one in a row of timeouts with growing waits.
    if classified.kind == .rto, let last = lastData {
      series.timeoutWaits.append(
        .init(start: last.time, stop: segment.timestamp, firstFrame: last.frame, lastFrame: segment.frame))
    }
    lastData = (segment.timestamp, segment.frame)
    if series.segmentTimes.count >= segmentThinner.limit { series.thinSegments(with: &segmentThinner) }
  }

  private func observeReturned(_ classified: borrowing ClassifiedSegment) {
    let segment = classified.segment
    if segment.flags.contains(.rst) { append(.rstOfReceiver, classified, at: classified.acknowledgment) }
    guard segment.flags.contains(.ack), !segment.flags.contains(.rst),
      !classified.marks.contains(.ackImplausible)
    else { return }
    series.ackTimes.append(segment.timestamp)
    series.ackFrames.append(segment.frame)
    series.ackValues.append(classified.acknowledgment)
    series.ackClasses.append(classified.ackClass)
    series.ackHasDSACK.append(classified.marks.contains(.dsack))
    series.ackWindows.append(classified.windowBytes)
    if segment.flags.contains(.ece), !segment.flags.contains(.syn) {
      append(.ece, classified, at: classified.acknowledgment)
    }
    for index in 0..<Int(min(segment.options.sackBlockCount, 4)) {
      series.sackTimes.append(segment.timestamp)
      series.sackRanges.append(classified.sackRanges[index])
    }
    if series.ackTimes.count >= ackThinner.limit { series.thinAcks(with: &ackThinner) }
    series.thinSackBlocks()
    observeZeroWindow(classified)
  }

  private func observeZeroWindow(_ classified: borrowing ClassifiedSegment) {
    guard classified.ackClass != .old else { return }
    let segment = classified.segment
    if classified.marks.contains(.zeroWindow) {
      guard zeroWindow == nil else { return }
      zeroWindow = .init(
        start: segment.timestamp, stop: segment.timestamp, firstFrame: segment.frame, lastFrame: segment.frame
      )
      series.zeroWindows.append(
        .init(
          start: segment.timestamp, stop: segment.timestamp, firstFrame: segment.frame,
          lastFrame: segment.frame))
      append(.zeroWindow, classified, at: classified.acknowledgment)
    } else if zeroWindow != nil {
      close(at: segment.timestamp, frame: segment.frame)
    }
  }

  private func close(at time: Int64, frame: UInt64) {
    zeroWindow = nil
    let last = series.zeroWindows.count - 1
    guard last >= 0 else { return }
    series.zeroWindows[last].stop = time
    series.zeroWindows[last].lastFrame = frame
  }

  /// A period that nothing has ended yet reaches to the last packet of the connection.
  private func extendZeroWindow() {
    let last = series.zeroWindows.count - 1
    guard last >= 0 else { return }
    series.zeroWindows[last].stop = lastTime
    series.zeroWindows[last].lastFrame = lastFrame
  }

  private func append(
    _ event: TimeSequenceSeries.Event, _ classified: borrowing ClassifiedSegment, at value: Int64
  ) {
    series.eventTimes.append(classified.segment.timestamp)
    series.eventFrames.append(classified.segment.frame)
    series.events.append(event)
    series.eventValues.append(value)
    if series.events.count >= eventThinner.limit { series.thinEvents(with: &eventThinner) }
  }
}
