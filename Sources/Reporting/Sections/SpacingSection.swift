import Charts
import Measurements
import TCPAnalysis

/// The time between the data packets of a flow and between the acknowledgments that came back, and the stalls.
public struct SpacingSection: SeriesSection {
  /// Name of the module.
  public static let module = "spacing"
  /// Intervals that a mean is over unless told otherwise.
  public static let defaultSamples = 10

  private let samples: Int

  /// Makes the section.
  ///
  /// - Parameter samples: Intervals that each mean is over; 1 gives every interval.
  public init(samples: Int = SpacingSection.defaultSamples) {
    self.samples = max(1, samples)
  }

  /// Asks for the times of the packets of the flow's connection.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    // The handshake is known only at the end of a reading: it is taken into account when the result is made.
    let metric = SpacingMetric(request.scope)
    return [Measurement(key: "spacing \(request.flow)", metric: metric) { metric.series }]
  }

  /// What is measured.
  public var methods: [Definition] {
    [
      Definition(
        "Spacing",
        "Time from one packet to the next of the same column: segments with data that the flow sent (TX), ACKs that "
          + "came back (RX). No clocks are compared: only one capture's clock is needed."),
      Definition(
        "Stall",
        "No packet in either direction for longer than twice the smoothed RTT, or the handshake's if that is more, "
          + "and longer than 50 ms."),
    ]
  }

  /// Intervals, their means, and the stalls, the longest first.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SpacingSeries.self), var result = outline(of: flow) else { return nil }
    let zero = flow.axis.zero
    let stalls = series.stalls(handshake: flow.connection.handshakeRTT)
    let (sent, sentBlocks) = blocks(series.sentTimes, series.sentFrames, zero: zero)
    let (returned, returnedBlocks) = blocks(series.returnedTimes, series.returnedFrames, zero: zero)
    result.facts =
      [.count("sentIntervals", Int64(sent.count), "TX: intervals between data packets")]
      + SeriesFact.times(sent, prefix: "sent").relabelled("TX")
      + [.count("returnedIntervals", Int64(returned.count), "RX: intervals between ACKs")]
      + SeriesFact.times(returned, prefix: "returned").relabelled("RX") + stallFacts(stalls)
    result.tables = [
      DataTable(name: "", columns: sentBlocks), DataTable(name: "rx", columns: returnedBlocks),
      .stalls(stalls, zero: zero),
    ]
    result.shownTables = ["stalls"]
    result.plainTables = ["", "rx"]
    result.plainColumns = [0, 4]
    return result
  }

  /// What is said of them in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(SpacingSeries.self) else { return nil }
    var result = SeriesResult(
      of: flow, title: "Spacing",
      parameters: [samples == 1 ? "every interval" : "means of \(samples) intervals"])
    result.addNotes([.offload, .timeReversals, .oneSided, .captureDrop, .clockStep])
    result.addEmptyReason(isEmpty: series.sentTimes.isEmpty)
    return result
  }

  private func stallFacts(_ stalls: [Stall]) -> [SeriesFact] {
    let lengths = stalls.map(\.length)
    return [
      .count("stalls", Int64(lengths.count), "stalls"),
      .seconds("stalledSeconds", lengths.reduce(0, &+), "time in stalls"),
      .seconds("stallLongestSeconds", lengths.max() ?? 0, "longest stall"),
    ]
  }

  /// All intervals, and blocks of so many of them with their means; the last block may be shorter.
  private func blocks(_ times: [Int64], _ frames: [UInt32], zero: Int64) -> (Distribution, [DataTable.Column])
  {
    let gaps = zip(times.dropFirst(), times).map { max(0, $0 &- $1) }
    var ends: [Int64] = []
    var firsts: [UInt32] = []
    var lasts: [UInt32] = []
    var counts: [UInt32] = []
    var means = BlockMeans()
    var start = 0
    while start < gaps.count {
      let end = min(start + samples, gaps.count)
      ends.append(times[end] &- zero)
      firsts.append(frames[start])
      lasts.append(frames[end])
      counts.append(UInt32(clamping: end - start))
      means.append(gaps[start..<end])
      start = end
    }
    let columns: [DataTable.Column] =
      [
        .init("time_s", .seconds(ends, decimals: 9)), .init("first_frame", .unsigned(firsts)),
        .init("last_frame", .unsigned(lasts)), .init("intervals", .unsigned(counts)),
      ] + means.columns
    return (Distribution(gaps.map(Double.init)), columns)
  }
}

/// Means, least and greatest values of blocks of times, in milliseconds.
struct BlockMeans {
  private var means: [Double] = []
  private var minima: [Double] = []
  private var maxima: [Double] = []

  /// Adds a block of times in nanoseconds, which must not be empty.
  mutating func append(_ block: ArraySlice<Int64>) {
    means.append(block.reduce(0.0) { $0 + Double($1) } / Double(max(1, block.count)) / 1e6)
    minima.append(Double(block.min() ?? 0) / 1e6)
    maxima.append(Double(block.max() ?? 0) / 1e6)
  }

  /// The columns.
  var columns: [DataTable.Column] {
    [
      .init("mean_ms", .numbers(means, decimals: 6)), .init("min_ms", .numbers(minima, decimals: 6)),
      .init("max_ms", .numbers(maxima, decimals: 6)),
    ]
  }
}

extension [SeriesFact] {
  /// The facts with a word in front of their labels.
  func relabelled(_ word: String) -> [SeriesFact] {
    map { fact in
      var fact = fact
      fact.label = "\(word): \(fact.label)"
      return fact
    }
  }
}
