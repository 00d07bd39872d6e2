import PacketCapture

/// Counts bytes in bins of equal length; silent bins are zero, so none is missing.
public final class ThroughputMetric: Metric {
  /// Bins at most; packets behind the last one only set ``ThroughputSeries/isCut``.
  public static let maximumBins = 10_000_000

  /// What was counted.
  @exclusivity(unchecked) public private(set) var series: ThroughputSeries
  private let connection: Int32
  private let direction: UInt8
  private let takesAll: Bool
  /// Bins above which their length becomes ten times as much; `nil` for bins of fixed length.
  private var coarsensAbove: Int?
  private var maximum = ThroughputMetric.maximumBins

  /// Makes the metric of a flow, a connection, or (`nil`) the whole capture.
  ///
  /// - Parameters:
  ///   - flow: What is counted.
  ///   - layer: Which bytes.
  ///   - binNanoseconds: Length of a bin, above 0.
  ///   - start: Start of bin 0, nanoseconds since the epoch; what lies before is left out.
  public init(flow: FlowID?, layer: ThroughputSeries.Layer, binNanoseconds: Int64, start: Int64) {
    series = ThroughputSeries(flow: flow, layer: layer, binNanoseconds: max(1, binNanoseconds), start: start)
    takesAll = flow == nil
    connection = Int32(clamping: (flow?.connection ?? 0) - 1)
    direction = flow?.direction.map { UInt8(clamping: $0 - 1) } ?? .max
  }

  /// Makes the metric of a flow whose right length of bins is known only at the end: ``ThroughputSeries/merged(bin:start:)``
  /// makes them.
  ///
  /// Bins start with the least default length, or have the length that is given; where they would be too many, those
  /// without a given length become ten times as long. What is the default for a whole flow stays a multiple of them.
  ///
  /// - Parameters:
  ///   - flow: What is counted.
  ///   - layer: Which bytes.
  ///   - binNanoseconds: Length of a bin that the user chose; `nil` for the default.
  ///   - zero: Zero of the time axis, nanoseconds since the epoch: bins are counted from there.
  public convenience init(
    ahead flow: FlowID?, layer: ThroughputSeries.Layer, binNanoseconds: Int64?, zero: Int64
  ) {
    self.init(
      flow: flow, layer: layer, binNanoseconds: binNanoseconds ?? Self.leastDefaultBin, start: zero)
    // Few enough that those of all candidates need little memory. A default bin is about a 150th of the range: more
    // than 4096 bins of 1, 10, 100 … make it at least twenty of them.
    if binNanoseconds == nil { coarsensAbove = 4096 } else { maximum = 1 << 16 }
  }

  private static let leastDefaultBin: Int64 = 10_000_000

  /// The default length of a bin: the 1-2-5 value nearest to a 150th of the range, at least 10 ms.
  public static func defaultBin(range nanoseconds: Int64) -> Int64 {
    let wanted = max(nanoseconds / 150, 1)
    var best = leastDefaultBin
    var step = leastDefaultBin
    while step <= 1_000_000_000_000_000 {
      for factor in [Int64(1), 2, 5] where (step * factor - wanted).magnitude < (best - wanted).magnitude {
        best = step * factor
      }
      step *= 10
    }
    return best
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      guard takesAll || batch[index].connection == connection,
        direction == .max || batch[index].direction == direction,
        batch[index].segmentClass != .captureDuplicate
      else { continue }
      add(batch[index])
    }
  }

  private func add(_ classified: ClassifiedSegment) {
    let time = classified.segment.timestamp
    guard time >= series.start else { return }
    let (elapsed, isBeyond) = time.subtractingReportingOverflow(series.start)
    var bin = Int(elapsed / series.binNanoseconds)
    if let most = coarsensAbove, bin >= most, !isBeyond { bin = coarsen(for: elapsed, most) }
    guard !isBeyond, bin < maximum else {
      series.isCut = true
      return
    }
    if bin >= series.bytes.count {
      let missing = bin + 1 - series.bytes.count
      series.bytes.append(contentsOf: repeatElement(0, count: missing))
      series.goodputBytes.append(contentsOf: repeatElement(0, count: missing))
      series.packets.append(contentsOf: repeatElement(0, count: missing))
    }
    series.bytes[bin] += bytes(classified)
    series.goodputBytes[bin] += Int64(classified.newBytes)
    series.packets[bin] += 1
    series.lastTime = max(series.lastTime, time)
    if classified.segmentClass == .retransmission || classified.segmentClass == .synRetransmission {
      series.retransmissionTimes.append(time)
    }
  }

  /// Makes bins longer until a time fits in; gives its bin.
  private func coarsen(for elapsed: Int64, _ most: Int) -> Int {
    while elapsed / series.binNanoseconds >= Int64(most), series.binNanoseconds < .max / 10,
      let longer = series.merged(bin: series.binNanoseconds * 10, start: series.start)
    {
      series = longer
    }
    return Int(elapsed / series.binNanoseconds)
  }

  private func bytes(_ classified: ClassifiedSegment) -> Int64 {
    let segment = classified.segment
    return switch series.layer {
    case .goodput: Int64(classified.newBytes)
    case .applicationLayer: Int64(segment.payloadLength)
    case .transportLayer: Int64(segment.transportLength)
    case .networkLayer: Int64(segment.networkLength)
    case .linkLayer: Int64(segment.linkLength)
    case .phy: Int64(segment.linkLength) + 24
    }
  }
}
