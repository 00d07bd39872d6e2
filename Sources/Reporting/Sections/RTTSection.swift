import Charts
import Measurements
public import TCPAnalysis

/// Round-trip times of a flow's data: samples, smoothed value, minimum, and why others were left out.
public struct RTTSection: SeriesSection {
  /// Name of the module.
  public static let module = "rtt"

  private let method: RTTSeries.Method
  private let choice: RTTSeries.Choice
  /// Whether the chart has a histogram beside the samples.
  let showsHistogram: Bool

  /// Makes the section.
  ///
  /// - Parameters:
  ///   - method: What makes a sample.
  ///   - choice: Which segment a sample of rule `ack` is of.
  ///   - showsHistogram: Draws a histogram beside the samples, not the cumulative distribution.
  public init(
    method: RTTSeries.Method = .ack, choice: RTTSeries.Choice = .newest, showsHistogram: Bool = false
  ) {
    self.method = method
    self.choice = choice
    self.showsHistogram = showsHistogram
  }

  /// Asks for the samples of the flow.
  public func measurements(of request: FlowRequest) -> [Measurement] {
    let metric = RTTMetric(request.scope, method: method, choice: choice)
    let key = "rtt \(request.flow) \(method.rawValue) \(choice.rawValue)"
    return [Measurement(key: key, metric: metric) { metric.series }]
  }

  /// What a sample is.
  public var methods: [Definition] {
    [
      Definition(
        "RTT by ACK",
        "From a segment with data to the ACK that ends exactly at its last byte; none where anything it covers was "
          + "sent again, came late, or was reported by SACK before (RFC 6298, section 3, and more than Karn's rule)."
      ),
      Definition(
        "RTT by time stamps",
        "From the first segment with a TSval to the first ACK of new data that echoes it (RFC 7323, section 4; pping)."
      ),
      Definition(
        "RTT by SACK", "From a segment that was sent once to the first SACK block that covers it."),
      Definition(
        "Smoothed RTT",
        "SRTT of RFC 6298, section 2: seven eighths of the last value and one eighth of the sample."),
      Definition(
        "RTT of the whole path",
        "A sample by ACK and the one of the opposite flow (its data, or its part of the handshake) that is nearest in "
          + "time, added: from end to end and back, wherever it was captured."),
      Definition(
        "Base RTT",
        "The least of the handshake's RTT and the samples by ACK; in the table also the least of the last 10 s."
      ),
    ]
  }

  /// Samples with their smoothed value and minimum so far, and the numbers that they come down to.
  public func result(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(RTTSeries.self), var result = outline(of: flow) else { return nil }
    let samples = Distribution(series.samples.map(Double.init))
    result.facts = facts(series, samples, flow)
    result.tables = [mainTable(series, zero: flow.axis.zero)]
    result.plainColumns = [0, 3]
    return result
  }

  /// What is said of them in words.
  public func outline(of flow: FlowMaterial) -> SeriesResult? {
    guard let series = flow.series(RTTSeries.self) else { return nil }
    var result = SeriesResult(of: flow, title: "Round-trip times", parameters: parameters)
    result.notes = notes(series, flow)
    result.addNotes([.noHandshake, .oneSided, .offload, .optionsCut, .captureDrop, .clockStep])
    if flow.summary.isCaptureIncomplete { result.notes.append(.incomplete("a sample may be too long")) }
    if series.samples.isEmpty {
      result.addEmptyReason(isEmpty: flow.summary.dataPackets == 0)
    } else if let note = SeriesNote.fewSamples(series.samples.count) {
      result.notes.append(note)
    }
    return result
  }

  private var parameters: [String] {
    switch method {
    case .ack: [choice == .newest ? "rule ack" : "rule ack, oldest segment"]
    case .timestamps: ["rule timestamps"]
    case .sack: ["rule sack"]
    case .path: ["rule path"]
    }
  }

  private func facts(_ series: RTTSeries, _ samples: Distribution, _ flow: FlowMaterial) -> [SeriesFact] {
    let connection = flow.connection
    // The least sample of the whole path is another thing than that from the capture point on.
    let least = method == .path ? series.samples.min() : flow.summary.roundTripTime?.minimum
    let base = [connection.handshakeRTT, least].compactMap(\.self).min()
    var window = WindowedMinimum()
    let bases = zip(series.samples, series.times).map { window.add($0, at: $1) }
    var smoothed = SmoothedRTT()
    for sample in series.samples { smoothed.add(sample) }
    var facts: [SeriesFact] =
      [
        SeriesFact("method", .word(method.rawValue), label: "rule", text: method.rawValue),
        .count("samples", Int64(samples.count), "samples"),
      ] + SeriesFact.times(samples)
    facts += [
      .milliseconds("smoothedMs", smoothed.value, "smoothed, at the end"),
      .milliseconds(
        "baseMs", base.map { Double($0) }, method == .path ? "base RTT of the path" : "base RTT of the flow"),
      .milliseconds("base10sMaxMs", bases.max().map { Double($0) }, "base over 10 s, greatest"),
      .milliseconds("base10sLastMs", bases.last.map { Double($0) }, "base over 10 s, at the end"),
      .milliseconds(
        "handshakeFarMs", connection.handshakeFar.map { Double($0) }, "handshake: SYN to SYN/ACK"),
      .milliseconds(
        "handshakeNearMs", connection.handshakeNear.map { Double($0) }, "handshake: SYN/ACK to ACK"),
      .milliseconds("handshakeMs", connection.handshakeRTT.map { Double($0) }, "handshake"),
      .count("newAcks", series.newAcks, "ACKs of new data"),
    ]
    switch method {
    case .ack: facts += exclusions(series)
    case .timestamps:
      facts.append(
        SeriesFact(
          "timestampClockHertz", .number(series.timestampHertz, decimals: 3),
          label: "clock of the time stamps",
          text: series.timestampHertz.map { "\(Quantity.significant($0)) Hz" } ?? SeriesFact.unknown))
    case .sack: break
    case .path: facts += pathFacts(series)
    }
    return facts
  }

  private func exclusions(_ series: RTTSeries) -> [SeriesFact] {
    let reasons: [(RoundTripExclusion, String, String)] = [
      (.retransmitted, "excludedRetransmitted", "left out: sent again"),
      (.behindHole, "excludedBehindHole", "left out: waited for earlier bytes"),
      (.alreadySacked, "excludedAlreadySacked", "left out: reported by SACK before"),
      (.notAtBoundary, "excludedNotAtBoundary", "left out: ends inside a segment"),
    ]
    return reasons.map { .count($0.1, series.exclusions[$0.0] ?? 0, $0.2) }
  }

  private func pathFacts(_ series: RTTSeries) -> [SeriesFact] {
    let parts = Distribution(series.senderParts.map(Double.init))
    let distances = Distribution(series.distances.map(Double.init))
    return [
      .count("senderSamples", Int64(series.senderSamples), "samples on the sender's side"),
      .milliseconds("senderPartMedianMs", parts.median, "median of the sender's part"),
      .milliseconds("apartMedianMs", distances.median, "added samples apart, median"),
      .milliseconds("apartMaxMs", distances.maximum, "added samples apart, greatest"),
    ]
  }

  private func notes(_ series: RTTSeries, _ flow: FlowMaterial) -> [SeriesNote] {
    var notes: [SeriesNote] = []
    if series.method == .path {
      if series.samples.count > 0, series.senderSamples == 1 {
        notes.append(
          SeriesNote(
            "oneSenderSample",
            "The way to the sender was measured only once, most likely by the handshake: how it changed is unknown."
          ))
      }
      return notes + emptyNotes(series, flow)
    }
    switch CaptureSide(flow.connection, direction: flow.direction) {
    case .sender: break
    case .receiver:
      notes.append(
        SeriesNote(
          "nearReceiver",
          "Taken beside the receiver: the samples are its ACK delay, and not the path's round trip."))
    case .middle:
      notes.append(
        SeriesNote(
          "partOfPath",
          "Taken between the hosts: the samples are the round trip from there to the receiver only."))
    case .unknown:
      notes.append(
        SeriesNote(
          "capturePointUnknown",
          "The capture point is unknown: the samples reach from there to the receiver and back (tell it with "
            + "--capture-point)."))
    }
    return notes + emptyNotes(series, flow)
  }

  /// Why there are no samples, if there are none.
  private func emptyNotes(_ series: RTTSeries, _ flow: FlowMaterial) -> [SeriesNote] {
    var notes: [SeriesNote] = []
    guard series.samples.isEmpty, flow.summary.dataPackets > 0 else { return notes }
    let receiver = flow.connection.flow(3 - flow.direction)
    let isTimed = flow.summary.timestamps != false && receiver.timestamps != false
    let hasSack = flow.summary.sackPermitted != false && receiver.sackPermitted != false
    switch method {
    case .ack: notes.append(SeriesNote(AnalysisNote(.noRoundTripTime)))
    case .timestamps:
      notes.append(
        SeriesNote(
          "noTimestampSamples",
          isTimed
            ? "No ACK of new data echoes a TSval for the first time."
            : "Time stamps are not in use: no samples."
        ))
    case .path:
      notes.append(
        series.senderSamples > 0
          ? SeriesNote(AnalysisNote(.noRoundTripTime))
          : SeriesNote(
            "noSenderSamples",
            "Nothing measures the way to the sender: the opposite flow sent no data and the handshake was not captured."
          ))
    case .sack:
      notes.append(
        SeriesNote(
          "noSackSamples",
          hasSack
            ? "No SACK block covers a segment that was sent once and not acknowledged before: nothing was lost or "
              + "reordered." : "SACK is not in use: no samples."))
    }
    return notes
  }

  private func mainTable(_ series: RTTSeries, zero: Int64) -> DataTable {
    var smoothed = SmoothedRTT()
    var smoothedColumn: [Double] = []
    var leastColumn: [Double] = []
    smoothedColumn.reserveCapacity(series.samples.count)
    leastColumn.reserveCapacity(series.samples.count)
    var baseColumn: [Double] = []
    baseColumn.reserveCapacity(series.samples.count)
    var least = Double.infinity
    var window = WindowedMinimum()
    for (sample, time) in zip(series.samples, series.times) {
      baseColumn.append(Double(window.add(sample, at: time)) / 1e6)
      smoothed.add(sample)
      least = min(least, Double(sample) / 1e6)
      smoothedColumn.append((smoothed.value ?? .nan) / 1e6)
      leastColumn.append(least)
    }
    return DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds(series.times.map { $0 &- zero }, decimals: 9)),
        .init("frame", .unsigned(series.ackFrames)), .init("data_frame", .compact(series.dataFrames)),
        .init("rtt_ms", .numbers(series.samples.map { Double($0) / 1e6 }, decimals: 6)),
        .init("smoothed_ms", .numbers(smoothedColumn, decimals: 6)),
        .init("min_ms", .numbers(leastColumn, decimals: 6)),
        .init("base_10s_ms", .numbers(baseColumn, decimals: 6)),
      ] + (series.method == .path ? pathColumns(series) : []),
      form: .dots(column: "rtt_ms", isLogarithmic: false))
  }

  private func pathColumns(_ series: RTTSeries) -> [DataTable.Column] {
    [
      .init("sender_part_ms", .numbers(series.senderParts.map { Double($0) / 1e6 }, decimals: 6)),
      .init("apart_s", .seconds(series.distances, decimals: 9)),
    ]
  }
}
