public import PacketCapture

/// What tshark's rules find, stream by stream.
public final class WiresharkStatistic: PeerStatistic {
  private let analysis = WiresharkAnalysis()
  private let shownTimes: ClosedRange<Int64>?
  private let streams = StableChunks(initial: StreamCounts())
  private let flags = StableChunks(initial: FlagCounts())

  /// Makes a statistic of nothing.
  ///
  /// - Parameter shownTimes: Times that are shown, nanoseconds since the epoch; `nil` shows all.
  public init(shownTimes: ClosedRange<Int64>? = nil) {
    self.shownTimes = shownTimes
    // Place 0 stands for flows without flags.
    _ = flags.allocate()
  }

  /// Streams so far.
  public var connectionCount: Int { Int(streams.count) }

  /// Takes the next segments of the file.
  public func observe(_ batch: borrowing Span<Segment>) {
    for index in batch.indices { take(batch[index]) }
  }

  private func take(_ segment: borrowing Segment) {
    let verdict = analysis.classify(segment)
    if verdict.stream == streams.count { _ = streams.allocate() }
    let stream = streams.pointer(verdict.stream)
    if stream.pointee.firstTime == nil { stream.pointee.firstTime = segment.timestamp }
    stream.pointee.lastTime = segment.timestamp
    if segment.marks.contains(.matchesFilter), shownTimes?.contains(segment.timestamp) ?? true {
      stream.pointee.isShown = true
    }
    let direction = Int(verdict.direction)
    stream.pointee.flows[direction].count(verdict)
    guard !verdict.flags.isEmpty else { return }
    if stream.pointee.flows[direction].flags == 0 { stream.pointee.flows[direction].flags = flags.allocate() }
    let counts = flags.pointer(stream.pointee.flows[direction].flags)
    var bits = verdict.flags.rawValue
    while bits != 0 {
      counts.pointee.values[bits.trailingZeroBitCount] &+= 1
      bits &= bits &- 1
    }
  }

  /// Times and shares of one stream; the counts of its two flows come first.
  private struct StreamCounts: BitwiseCopyable {
    var flows: InlineArray<2, FlowCounts> = .init(repeating: FlowCounts())
    var firstTime: Int64?
    var lastTime: Int64 = 0
    var isShown = false
  }

  /// Counts of one direction.
  private struct FlowCounts: BitwiseCopyable {
    var packets: Int64 = 0
    var payloadBytes: Int64 = 0
    var roundTrips: Int64 = 0
    var sum: Int64 = 0
    var minimum: Int64 = .max
    var maximum: Int64 = .min
    var maxBytesInFlight: UInt32 = 0
    var maxDuplicateAck: Int32 = 0
    /// Place of the counts of flags; 0 for none.
    var flags: Int32 = 0

    mutating func count(_ verdict: WiresharkVerdict) {
      packets &+= 1
      payloadBytes &+= max(0, verdict.payloadLength)
      maxBytesInFlight = max(maxBytesInFlight, verdict.bytesInFlight)
      maxDuplicateAck = max(maxDuplicateAck, verdict.duplicateAckNumber)
      guard verdict.ackRoundTripTime != 0 else { return }
      roundTrips &+= 1
      sum &+= verdict.ackRoundTripTime
      minimum = min(minimum, verdict.ackRoundTripTime)
      maximum = max(maximum, verdict.ackRoundTripTime)
    }
  }

  private struct FlagCounts: BitwiseCopyable {
    var values: InlineArray<16, UInt32> = .init(repeating: 0)
  }
}

extension WiresharkStatistic {
  /// A count for each flag by tshark's name, then its numbers.
  public var fields: [PeerField] {
    WiresharkFlags.named.map {
      PeerField(key: $0.name, label: $0.name.split(separator: "_").joined(separator: " "))
    } + [
      PeerField(key: "maxDupAckNumber", label: "greatest dup ACK number"),
      PeerField(key: "maxBytesInFlight", label: "max bytes in flight"),
      PeerField(key: "ackRttSamples", label: "ack RTT samples"),
      PeerField(key: "ackRttMinMs", label: "ack RTT min"),
      PeerField(key: "ackRttMeanMs", label: "ack RTT mean"),
      PeerField(key: "ackRttMaxMs", label: "ack RTT max"),
    ]
  }

  /// The RTT of the handshake.
  public var connectionFields: [PeerField] { [PeerField(key: "initialRttMs", label: "initial RTT")] }

  /// What was counted of a stream, by its number.
  public func connection(at index: Int) -> PeerConnection {
    let counts = streams.pointer(Int32(truncatingIfNeeded: index)).pointee
    let ends = analysis.ends(of: index)
    let first = counts.firstTime ?? 0
    return PeerConnection(
      number: index, times: (first, counts.lastTime), isShown: counts.isShown,
      values: [.milliseconds(analysis.initialRoundTripTime(of: index).map { Double($0) / 1e6 })],
      flows: [
        flow(counts.flows[0], from: ends.source, to: ends.destination),
        flow(counts.flows[1], from: ends.destination, to: ends.source),
      ])
  }

  private func flow(_ counts: FlowCounts, from source: Endpoint, to destination: Endpoint) -> PeerFlow {
    let flags = flags.pointer(counts.flags).pointee.values
    var values: [PeerValue] = WiresharkFlags.named.map {
      .count(Int64(flags[$0.flag.rawValue.trailingZeroBitCount]))
    }
    let isTimed = counts.roundTrips > 0
    values += [
      .count(Int64(counts.maxDuplicateAck)),
      .count(counts.maxBytesInFlight > 0 ? Int64(counts.maxBytesInFlight) : nil),
      .count(counts.roundTrips),
      .milliseconds(isTimed ? Double(counts.minimum) / 1e6 : nil),
      .milliseconds(isTimed ? Double(counts.sum) / Double(counts.roundTrips) / 1e6 : nil),
      .milliseconds(isTimed ? Double(counts.maximum) / 1e6 : nil),
    ]
    return PeerFlow(
      source: source, destination: destination, packets: counts.packets, payloadBytes: counts.payloadBytes,
      values: values)
  }
}
