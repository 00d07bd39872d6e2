public import Measurements

extension ThroughputChart {
  /// Caption in words: what is drawn, how to read it, what was left out.
  ///
  /// - Parameter style: The caption tells of reduction where it happened.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    var sentences = [
      ChartWords.head(
        data.layer == .goodput ? "Goodput" : "Throughput", data.identity, period: period, axis: data.axis)
    ]
    if case .message(let sentence) = mode {
      return (sentences + [sentence + "."] + data.notes).joined(separator: " ")
    }
    sentences +=
      mode == .bars ? ["Bars: bytes in each bin of \(bins.binText)."] : lineSentences(period, style: style)
    sentences.append(layerSentence)
    if data.layer != .goodput, !bins.isSeveral {
      sentences.append("Goodput: payload bytes never seen before.")
    }
    if mode == .lines, bins.lastLength < bins.length {
      sentences.append(
        "The last bin is incomplete (\(Quantity.duration(nanoseconds: bins.lastLength))) and not drawn.")
    }
    if bins.leftOut > 0 {
      sentences.append(
        "\(bins.leftOut) further series with fewer bytes \(bins.leftOut == 1 ? "is" : "are") not drawn.")
    }
    sentences.append(resentText + ".")
    return (sentences + data.notes).joined(separator: " ")
  }

  private func lineSentences(_ period: TimePeriod, style: ChartStyle) -> [String] {
    var parts: [String] = []
    if bins.hasMean {
      if !bins.isSeveral { parts.append("thin step: \(layerName) bytes in bins of \(bins.binText)") }
      parts.append(
        "\(bins.isSeveral ? "lines" : "thick lines"): moving mean over \(bins.meanText), drawn at the window's end"
      )
    } else {
      parts.append("steps: bins of \(bins.binText)")
    }
    if let meanGoodput {
      parts.append("dashed: mean goodput of the whole flow, \(Quantity.si(meanGoodput, "bit/s"))")
    }
    var sentences = [ChartWords.sentence(parts)]
    let visible = visibleBins(period).count
    let asked = style.width ?? style.preset.width
    let columns = (asked.isFinite ? asked : style.preset.width) * 0.75 / 72 * style.preset.columnsPerInch
    if Double(visible) > columns {
      sentences.append("\(Quantity.count(Int64(visible))) bins drawn as per-column envelope.")
    }
    if style.hasLogarithmicY {
      let silent = lines.first.map { bins.rates($0.bytes).count { $0 <= 0 } } ?? 0
      if silent > 0 {
        sentences.append("\(Quantity.count(Int64(silent))) silent bins are ticks at the lower edge.")
      }
    }
    return sentences
  }

  /// Which bytes count.
  private var layerSentence: String {
    switch data.layer {
    case .goodput: "Goodput: payload bytes never seen before."
    case .applicationLayer: "Application layer: payload bytes, repeats included."
    case .transportLayer: "TCP: header and payload bytes."
    case .networkLayer: "IP: packets with their headers."
    case .linkLayer:
      "Wire: link header (14 bytes on Ethernet) and IP packet, without preamble and check sequence."
    case .phy:
      "Phy: link layer and 24 bytes a frame of Ethernet preamble, check sequence and gap."
    }
  }

  private var resentText: String {
    let count = ChartWords.counted(data.retransmittedSegments, "retransmission")
    guard data.dataSegments > 0 else { return count }
    return "\(count) of \(ChartWords.counted(data.dataSegments, "data segment"))"
      + " (\(Quantity.percent(data.retransmittedSegments, of: data.dataSegments)))"
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let endpoints = data.identity.endpoints
    if case .message(let sentence) = mode {
      return ChartWords.limited("Throughput chart of \(endpoints) without any rate: \(sentence).")
    }
    var parts = [
      "\(data.layer == .goodput ? "Goodput" : "Throughput") over time of \(endpoints), "
        + "\(Quantity.duration(nanoseconds: bins.duration)) in bins of \(bins.binText)"
    ]
    let wanted = ["goodputMeanBitsPerSecond", "peakBitsPerSecond", "minimumBitsPerSecond"]
    parts += facts.filter { wanted.contains($0.name) }.map(\.text)
    parts.append(resentText)
    return ChartWords.limited(parts.joined(separator: ", ") + ".")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    var facts = [
      ChartFact(
        name: "durationSeconds", value: Double(bins.duration) / 1e9,
        text: Quantity.duration(nanoseconds: bins.duration)),
      ChartFact(name: "binSeconds", value: Double(bins.length) / 1e9, text: "bins of \(bins.binText)"),
      .count("bins", Int64(bins.count), "bin"),
    ]
    let total = data.series.reduce(0.0) { $0 + Double($1.totalBytes) }
    let goodput = data.series.reduce(0.0) { $0 + Double($1.totalGoodputBytes) }
    facts.append(ChartFact(name: "totalBytes", value: total, text: "\(Quantity.si(total, "B")) of the layer"))
    facts.append(
      ChartFact(
        name: "totalGoodputBytes", value: goodput, text: "\(Quantity.si(goodput, "B")) of new payload"))
    if case .message = mode { return facts }
    if let meanGoodput {
      facts.append(
        ChartFact(
          name: "goodputMeanBitsPerSecond", value: meanGoodput,
          text: "mean goodput \(Quantity.si(meanGoodput, "bit/s"))"))
    }
    if let line = lines.first, bins.drawnCount > 0 {
      let rates = bins.rates(line.bytes)
      let peak = rates.max() ?? 0
      let least = rates.min() ?? 0
      facts.append(
        ChartFact(
          name: "peakBitsPerSecond", value: peak,
          text: "peak bin \(Quantity.si(peak, "bit/s")) (\(line.name))"))
      facts.append(
        ChartFact(
          name: "minimumBitsPerSecond", value: least,
          text: "lowest bin \(Quantity.si(least, "bit/s")) (\(line.name))"))
    }
    facts.append(.count("dataSegments", data.dataSegments, "data segment"))
    facts.append(.count("retransmittedSegments", data.retransmittedSegments, "retransmission"))
    return facts
  }

  /// Bins with their true lengths, and times of retransmissions, unreduced.
  public var dataTables: [DataTable] {
    let layer = columnPrefix
    let isSeveral = data.series.count > 1
    var names: [String] = []
    var times: [Int64] = []
    var durations: [Int64] = []
    var bytes: [Int64?] = []
    var goodputs: [Int64?] = []
    var resentNames: [String] = []
    var resentTimes: [Int64] = []
    for series in data.series {
      for bin in 0..<min(bins.count, max(series.bytes.count, series.goodputBytes.count)) {
        names.append(series.name)
        times.append(bins.start(of: bin))
        durations.append(bin == bins.count - 1 ? bins.lastLength : bins.length)
        bytes.append(bin < series.bytes.count ? series.bytes[bin] : nil)
        goodputs.append(bin < series.goodputBytes.count ? series.goodputBytes[bin] : nil)
      }
      resentNames += series.retransmissionTimes.map { _ in series.name }
      resentTimes += series.retransmissionTimes
    }
    func rates(_ values: [Int64?]) -> DataTable.Values {
      .numbers(
        zip(values, durations).map { value, duration in
          guard let value, duration > 0 else { return .nan }
          return ThroughputBins.rate(Double(value), nanoseconds: Double(duration))
        }, decimals: 3)
    }
    var columns: [DataTable.Column] = isSeveral ? [.init("series", .text(names))] : []
    columns += [
      .init("time_s", .seconds(times, decimals: 9)), .init("duration_s", .seconds(durations, decimals: 9)),
    ]
    if data.layer != .goodput {
      columns += [.init("\(layer)_B", .integers(bytes)), .init("\(layer)_bit_per_s", rates(bytes))]
    }
    columns += [.init("goodput_B", .integers(goodputs)), .init("goodput_bit_per_s", rates(goodputs))]
    var resent: [DataTable.Column] = isSeveral ? [.init("series", .text(resentNames))] : []
    resent.append(.init("time_s", .seconds(resentTimes, decimals: 9)))
    return [DataTable(name: "", columns: columns), DataTable(name: "retransmission", columns: resent)]
  }

  /// Names of the layer's columns; an interface of the tool.
  var columnPrefix: String {
    switch data.layer {
    case .goodput: "goodput"
    case .applicationLayer: "application"
    case .transportLayer: "transport"
    case .networkLayer: "network"
    case .linkLayer: "wire"
    case .phy: "phy"
    }
  }
}
