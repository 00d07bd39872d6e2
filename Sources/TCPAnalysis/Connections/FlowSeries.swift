/// What only long flows and those with trouble keep beside their heavy state: made when it is first needed.
struct FlowSeries {
  /// Round-trip times of SACK blocks.
  var sackRoundTrips = RoundTripSamples()
  /// What the clock behind the flow's time stamps is estimated from.
  var clock = TimestampClock()
  /// Window edges under each scale, while the scale is unknown.
  var scales = WindowScaleBound()
  /// The least round-trip time of each ten seconds.
  var bases = BaseStretches()
  /// The counter of marked bytes in the last option of accurate ECN that the flow sent; -1 for none.
  var lastByteCounter: Int64 = -1
  /// Bytes of the flow in flight when its receiver began to echo congestion; 0 for none.
  var echoFlight: Int64 = 0

  /// Makes it as new and keeps the room of its lists.
  mutating func reset() {
    sackRoundTrips.removeAll()
    clock = TimestampClock()
    scales = WindowScaleBound()
    bases = BaseStretches()
    lastByteCounter = -1
    echoFlight = 0
  }
}

/// Gives out and takes back what long flows keep.
struct FlowSeriesPool: ~Copyable {
  private var all: [UnsafeMutablePointer<FlowSeries>] = []
  private var free: [UnsafeMutablePointer<FlowSeries>] = []

  deinit {
    for series in all {
      series.deinitialize(count: 1)
      series.deallocate()
    }
  }

  /// Gives a flow its series if it has none.
  @inline(__always)
  mutating func provide(_ detail: UnsafeMutablePointer<FlowDetail>) -> UnsafeMutablePointer<FlowSeries> {
    detail.pointee.series ?? make(for: detail)
  }

  @inline(never)
  private mutating func make(
    for detail: UnsafeMutablePointer<FlowDetail>
  ) -> UnsafeMutablePointer<FlowSeries> {
    let series: UnsafeMutablePointer<FlowSeries>
    if let used = free.popLast() {
      series = used
    } else {
      series = .allocate(capacity: 1)
      series.initialize(to: FlowSeries())
      all.append(series)
    }
    detail.pointee.series = series
    return series
  }

  /// Takes the series of a flow back, if it has one.
  @inline(__always)
  mutating func recycle(_ detail: UnsafeMutablePointer<FlowDetail>?) {
    guard let detail, let series = detail.pointee.series else { return }
    detail.pointee.series = nil
    series.pointee.reset()
    free.append(series)
  }
}
