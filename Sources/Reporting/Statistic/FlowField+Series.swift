import TCPAnalysis

/// Round trips, timers, windows, marks and rates.
extension FlowField {
  private static func milliseconds(_ nanoseconds: Int64?) -> Value {
    .number(nanoseconds.map { Double($0) / 1e6 }, decimals: 6)
  }

  static let seriesFields: [FlowField] = [
    FlowField("baseRttMs", .minimum) { milliseconds($0.baseRoundTripTime) },
    FlowField("baseRttOver10sMaxMs", .maximum) { milliseconds($0.greatestBaseRoundTripTime) },
    FlowField("pathRttMinMs", .minimum) { milliseconds($0.pathRoundTripTime) },
    FlowField("captureIncomplete", .maximum) { .flag($0.isCaptureIncomplete) },
    FlowField("smoothedRttMs", .maximum) { milliseconds($0.timeouts.flatMap(smoothed)) },
    FlowField("rtoLinuxMs", .maximum) { milliseconds($0.timeouts.map { $0.timer.timeout(.linux) }) },
    FlowField("rtoRfc6298Ms", .maximum) { milliseconds($0.timeouts.map { $0.timer.timeout(.rfc6298) }) },
    FlowField("timeouts") { .count($0.isCaptureIncomplete ? nil : $0.timeouts?.count ?? 0) },
    FlowField("timeoutWaitPerRtoLinuxMean", .maximum) { .number($0.timeouts?.linux?.mean, decimals: 3) },
    FlowField("timeoutWaitPerRtoLinuxMax", .maximum) { .number($0.timeouts?.linux?.maximum, decimals: 3) },
    FlowField("timeoutWaitPerRtoRfc6298Mean", .maximum) { .number($0.timeouts?.rfc6298?.mean, decimals: 3) },
    FlowField("timeoutWaitPerRtoRfc6298Max", .maximum) {
      .number($0.timeouts?.rfc6298?.maximum, decimals: 3)
    },
    FlowField("timestampClockHz", .maximum) { .number($0.timestampClockHertz, decimals: 6) },
    FlowField("meanBytesInFlight", .maximum) { .number($0.meanBytesInFlight, decimals: 0) },
    FlowField("initialWindowSegments", .maximum) { .number($0.initialWindowSegments, decimals: 3) },
    FlowField("windowShrinks") { .count($0.windowShrinks) },
    FlowField("windowScaleLowerBound", .maximum) { .count($0.windowScaleLowerBound) },
    FlowField("ect1Packets") { .count($0.ect1Packets) },
    FlowField("ecnEchoEpisodes") { .count($0.congestionEchoes) },
    FlowField("accurateEcnMarkedPackets") { .count($0.accurateMarkedPackets) },
    FlowField("ecnFlightAfterEchoRatio", .minimum) { .number($0.congestionResponse, decimals: 3) },
    FlowField("reorderingExtentMaxPackets", .maximum) { .count($0.reorderingExtent) },
    FlowField("reorderingLateMaxMs", .maximum) { milliseconds($0.reorderingLag) },
    FlowField("estimatedWireDataPackets") { .count($0.estimatedWireDataPackets) },
    FlowField("accurateEcnMarkedBytes") { .count($0.accurateMarkedBytes) },
    FlowField("fastOpenRejected", .maximum) { .flag($0.fastOpenRejected) },
    FlowField("multipath", .maximum) { .flag($0.multipath) },
  ]

  private static func smoothed(_ timeouts: TimeoutSummary) -> Int64? {
    timeouts.timer.smoothedRTT > 0 ? timeouts.timer.smoothedRTT : nil
  }

  static let rateFields: [FlowField] = [
    FlowField("dataDurationSeconds", .maximum) { .seconds($0.firstDataTime == nil ? nil : $0.dataDuration) },
    FlowField("acknowledgedDurationSeconds", .maximum) { .seconds($0.acknowledgedDuration) },
    FlowField("acknowledgedBytes") { .count($0.acknowledgedBytes) },
    FlowField("wireBitsPerSecond", .maximum) { .number($0.wireBitsPerSecond, decimals: 3) },
    FlowField("ipBitsPerSecond", .maximum) { .number($0.ipBitsPerSecond, decimals: 3) },
    FlowField("payloadBitsPerSecond", .maximum) { .number($0.payloadBitsPerSecond, decimals: 3) },
    FlowField("acknowledgedBitsPerSecond", .maximum) { .number($0.acknowledgedBitsPerSecond, decimals: 3) },
    FlowField("deliveryBitsPerSecond", .maximum) { .number($0.deliveryBitsPerSecond, decimals: 3) },
  ]
}
