import Measurements

/// The bins of a throughput chart, checked: times within 64 bits, few enough series.
struct ThroughputBins: Sendable {
  /// The series that are drawn, those with the most bytes, in their order.
  let series: [ThroughputData.Series]
  /// Series that are not drawn.
  let leftOut: Int
  /// Number of bins.
  let count: Int
  /// Bins that are drawn as lines: without an incomplete last one.
  let drawnCount: Int
  /// Length of a bin in nanoseconds.
  let length: Int64
  /// Length of the last bin in nanoseconds.
  let lastLength: Int64
  /// Start of the first bin.
  let start: Int64
  /// Bins that the moving mean is over.
  let meanBins: Int

  init(_ data: ThroughputData, maximumSeries: Int) {
    let ranked = data.series.indices.sorted {
      (data.series[$1].totalBytes, $0) < (data.series[$0].totalBytes, $1)
    }
    let kept = Set(ranked.prefix(maximumSeries))
    series = data.series.indices.filter(kept.contains).map { data.series[$0] }
    leftOut = data.series.count - series.count
    length = max(1, data.binNanoseconds)
    lastLength = max(0, min(data.lastBinNanoseconds, length))
    start = data.firstBinStart
    let available = series.map { max($0.bytes.count, $0.goodputBytes.count) }.max() ?? 0
    let room = TimeScale.distance(from: start, to: Int64.max) / Double(length)
    count = max(0, min(available, Int(min(room, 1e15)) - 1))
    drawnCount = lastLength < length ? max(0, count - 1) : count
    meanBins = max(1, data.meanBins)
  }

  /// Whether series are told apart by name.
  var isSeveral: Bool { series.count > 1 }
  /// Whether there are moving means.
  var hasMean: Bool { meanBins > 1 && drawnCount >= meanBins }
  /// Start of a bin.
  func start(of bin: Int) -> Int64 { start &+ Int64(bin) &* length }
  /// End of a bin; that of the last one is its true end.
  func end(of bin: Int) -> Int64 { start(of: bin) &+ (bin == count - 1 ? lastLength : length) }
  /// End of all bins.
  var end: Int64 { count > 0 ? end(of: count - 1) : start }
  /// Time from the first to the last data byte.
  var duration: Int64 { series.map(\.dataNanoseconds).max() ?? 0 }

  /// Bits per second of some bytes in a time; 0 for no time.
  static func rate(_ bytes: Double, nanoseconds: Double) -> Double {
    nanoseconds > 0 ? bytes * 8e9 / nanoseconds : 0
  }

  /// Bits per second in each bin that is drawn.
  func rates(_ bytes: [Int64]) -> [Double] {
    (0..<drawnCount).map { Self.rate(Double($0 < bytes.count ? bytes[$0] : 0), nanoseconds: Double(length)) }
  }

  /// Moving mean in bits per second over the bins up to each one; none before the window is full.
  func means(_ bytes: [Int64]) -> [(bin: Int, rate: Double)] {
    guard drawnCount >= meanBins else { return [] }
    func value(_ bin: Int) -> Double { bin < bytes.count ? Double(bytes[bin]) : 0 }
    var sum = (0..<meanBins).reduce(0.0) { $0 + value($1) }
    let time = Double(length) * Double(meanBins)
    var result = [(bin: meanBins - 1, rate: Self.rate(sum, nanoseconds: time))]
    for bin in meanBins..<max(meanBins, drawnCount) {
      sum += value(bin) - value(bin - meanBins)
      result.append((bin, Self.rate(sum, nanoseconds: time)))
    }
    return result
  }

  /// Length of a bin as printed.
  var binText: String { Self.text(length) }
  /// Length of the mean's window as printed.
  var meanText: String { Self.text(length.multipliedReportingOverflow(by: Int64(meanBins)).partialValue) }

  /// A duration without needless zeros, uneven ones with four digits: `100 ms`, `2.5 s`, `12.35 ms`.
  static func text(_ nanoseconds: Int64) -> String {
    let units: [(String, Int64)] = [("s", 1_000_000_000), ("ms", 1_000_000), ("\u{B5}s", 1000)]
    let (symbol, factor) = units.first { nanoseconds >= $0.1 } ?? ("ns", 1)
    var text = TextBuffer()
    let value = Double(nanoseconds) / Double(factor)
    text.append(value, decimals: value >= 100 ? 1 : value >= 10 ? 2 : 3, trimmingZeros: true)
    return "\(text.string) \(symbol)"
  }
}
