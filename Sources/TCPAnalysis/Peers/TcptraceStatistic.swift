public import PacketCapture

/// What tcptrace's rules count, connection by connection as it splits them.
public final class TcptraceStatistic: PeerStatistic {
  private let analysis = TcptraceAnalysis()
  private let shownTimes: ClosedRange<Int64>?
  private let spans = StableChunks(initial: Span(firstTime: 0, lastTime: 0, isShown: false))

  /// Makes a statistic of nothing.
  ///
  /// - Parameter shownTimes: Times that are shown, nanoseconds since the epoch; `nil` shows all.
  public init(shownTimes: ClosedRange<Int64>? = nil) {
    self.shownTimes = shownTimes
  }

  /// Connections so far.
  public var connectionCount: Int { analysis.connectionCount }

  /// Takes the next segments of the file.
  public func observe(_ batch: borrowing Swift.Span<Segment>) {
    for index in batch.indices { take(batch[index]) }
  }

  private func take(_ segment: borrowing Segment) {
    let verdict = analysis.classify(segment)
    if verdict.connection > Int(spans.count) {
      spans.pointer(spans.allocate()).pointee.firstTime = segment.timestamp
    }
    let span = spans.pointer(Int32(truncatingIfNeeded: verdict.connection - 1))
    span.pointee.lastTime = segment.timestamp
    if segment.marks.contains(.matchesFilter), shownTimes?.contains(segment.timestamp) ?? true {
      span.pointee.isShown = true
    }
  }

  /// Times of a connection, nanoseconds since the epoch, and whether it is shown.
  private struct Span: BitwiseCopyable {
    var firstTime: Int64
    var lastTime: Int64
    var isShown: Bool
  }
}

extension TcptraceStatistic {
  /// The counts of a flow; tcptrace's own columns stand at ``TcptraceCounts``.
  public var fields: [PeerField] {
    [
      PeerField(key: "dataPackets", label: "data packets"),
      PeerField(key: "dataBytes", label: "data bytes"),
      PeerField(key: "rexmtPackets", label: "rexmt packets"),
      PeerField(key: "rexmtBytes", label: "rexmt bytes"),
      PeerField(key: "outOfOrderPackets", label: "out-of-order packets"),
      PeerField(key: "uniqueBytes", label: "unique bytes"),
      PeerField(key: "zeroWindowProbePackets", label: "zero-window probe packets"),
      PeerField(key: "zeroWindowProbeBytes", label: "zero-window probe bytes"),
      PeerField(key: "rttSamples", label: "RTT samples"),
      PeerField(key: "rttMinMs", label: "RTT min"),
      PeerField(key: "rttMaxMs", label: "RTT max"),
      PeerField(key: "rttMeanMs", label: "RTT mean"),
      PeerField(key: "ambiguousAcks", label: "ambiguous ACKs"),
      PeerField(key: "postLossAcks", label: "post-loss ACKs"),
      PeerField(key: "cumulativeAcks", label: "segments cumulatively acked"),
      PeerField(key: "duplicateAcks", label: "duplicate ACKs"),
      PeerField(key: "tripleDuplicateAcks", label: "triple duplicate ACKs"),
      PeerField(key: "hardwareDuplicates", label: "hardware duplicates"),
    ]
  }

  /// Nothing is told of a connection as a whole.
  public var connectionFields: [PeerField] { [] }

  /// What was counted of a connection; tcptrace numbers them from 1.
  public func connection(at index: Int) -> PeerConnection {
    let span = spans.pointer(Int32(truncatingIfNeeded: index)).pointee
    let ends = analysis.ends(of: index)
    return PeerConnection(
      number: index + 1, times: (span.firstTime, span.lastTime), isShown: span.isShown, values: [],
      flows: [
        flow(analysis.counts(of: index, 0), from: ends.source, to: ends.destination),
        flow(analysis.counts(of: index, 1), from: ends.destination, to: ends.source),
      ])
  }

  private func flow(_ counts: TcptraceCounts, from source: Endpoint, to destination: Endpoint) -> PeerFlow {
    let isTimed = counts.rttSamples > 0
    let values: [PeerValue] = [
      .count(counts.dataPackets), .count(counts.dataBytes), .count(counts.rexmtPackets),
      .count(counts.rexmtBytes), .count(counts.outOfOrderPackets), .count(counts.uniqueBytes),
      .count(counts.zeroWindowProbePackets), .count(counts.zeroWindowProbeBytes),
      .count(counts.rttSamples),
      .milliseconds(isTimed ? Double(counts.rttMinMicroseconds) / 1e3 : nil),
      .milliseconds(isTimed ? Double(counts.rttMaxMicroseconds) / 1e3 : nil),
      .milliseconds(counts.rttMeanMicroseconds.map { $0 / 1e3 }),
      .count(counts.ambiguousAcks), .count(counts.postLossAcks), .count(counts.cumulativeAcks),
      .count(counts.duplicateAcks), .count(counts.tripleDuplicateAcks), .count(counts.hardwareDuplicates),
    ]
    return PeerFlow(
      source: source, destination: destination, packets: counts.packets, payloadBytes: counts.dataBytes,
      values: values)
  }
}
