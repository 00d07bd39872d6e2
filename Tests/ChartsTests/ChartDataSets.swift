import Measurements

@testable import Charts

/// A repeatable random generator (SplitMix64), so that a failing test names its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Data of all sizes and shapes that a chart must survive.
enum ChartDataSets {
  static let identity = FlowIdentity(
    flow: "1.1", source: "10.9.0.1:39990", destination: "10.9.0.2:5201", capture: "snd.pcap",
    capturePoint: "taken at A")
  static let longIdentity = FlowIdentity(
    flow: "1.1", source: "[2001:0db8:85a3:08d3:1319:8a2e:0370:7344]:65535",
    destination: "[fe80:1234:5678:9abc:def0:1234:5678:9abc]:65535",
    capture: "a-rather-long-capture-name.pcapng",
    capturePoint: "taken between A and B")
  static let zero: Int64 = 1_700_000_000_123_456_789

  /// Names of the data sets of the layout tests.
  static let names = [
    "none", "one", "two", "ten", "10^4", "zero duration", "constant", "IPv6", "10^12 B", "1 us", "absolute",
    "wrap",
    "zoom", "states", "hours",
  ]

  /// A flow with a segment each `step` nanoseconds; some are resent, most are acknowledged.
  static func flow(
    segments: Int, step: Int64, size: Int64 = 1448, start: Int64 = 0, firstByte: Int64 = 1,
    resentEvery: Int = 29
  ) -> TimeSequenceData {
    var data = TimeSequenceData(identity: identity, axis: TimeAxis(zero: zero))
    data.eventTimes = segments > 1 ? [start] : []
    data.eventKinds = segments > 1 ? [.syn] : []
    data.eventValues = segments > 1 ? [0] : []
    var highest = firstByte
    for index in 0..<segments {
      let time = start + Int64(index + 1) * step
      let isResent = index % resentEvery == resentEvery - 1
      let first = isResent ? highest - 3 * size : highest
      data.segmentTimes.append(time)
      data.segmentStarts.append(first)
      data.segmentEnds.append(first + size)
      data.segmentKinds.append(
        isResent ? (index % (3 * resentEvery) == 2 ? .reordered : .retransmission) : .newData)
      highest = max(highest, first + size)
      guard segments > 1 else { continue }
      let isDuplicate = index % resentEvery > resentEvery - 5
      data.ackTimes.append(time + step / 2)
      data.ackValues.append(max(firstByte, highest - (isDuplicate ? 5 : 2) * size))
      data.ackIsDuplicate.append(isDuplicate)
      data.ackHasDSACK.append(index % (4 * resentEvery) == resentEvery)
      data.windowEdges.append(highest + 20 * size)
      if isDuplicate {
        data.sackTimes.append(time + step / 2)
        data.sackLefts.append(highest - size)
        data.sackRights.append(highest)
      }
    }
    data.dataSegments = Int64(segments)
    data.retransmittedSegments = Int64(data.segmentKinds.count { $0 == .retransmission })
    return data
  }

  /// The data set of a name.
  static func timeSequence(_ name: String) -> TimeSequenceData {
    var data: TimeSequenceData
    switch name {
    case "none":
      data = flow(segments: 0, step: 1)
      data.emptyReason = "No data segment: the capture has only the direction B \u{2192} A (0 of 812 packets)"
    case "one": data = flow(segments: 1, step: 5_000_000)
    case "two": data = flow(segments: 2, step: 40_000_000)
    case "ten": data = flow(segments: 10, step: 10_000_000, resentEvery: 4)
    case "10^4": data = flow(segments: 10_000, step: 1_200_000)
    case "10^5": data = flow(segments: 100_000, step: 1_200_000)
    case "10^7": data = flow(segments: 10_000_000, step: 1_200_000)
    case "zero duration": data = flow(segments: 3, step: 0)
    case "constant": data = flow(segments: 40, step: 50_000_000, size: 0)
    case "IPv6":
      data = flow(segments: 200, step: 7_000_000)
      data.identity = longIdentity
    case "10^12 B": data = flow(segments: 300, step: 1_000_000_000, size: 4_000_000_000)
    case "1 us": data = flow(segments: 50, step: 20, start: 12_345_678_000)
    case "absolute":
      data = flow(segments: 200, step: 7_000_000)
      data.axis.origin = .absolute
    case "wrap":
      data = flow(segments: 100, step: 1_000_000, firstByte: 1)
      data.initialSequenceNumber = 4_294_900_000
    case "zoom":
      data = flow(segments: 2000, step: 2_000_000)
      data.axis.zoomStart = 1_300_000_000
      data.axis.zoomStop = 1_800_000_000
    case "states":
      data = flow(segments: 150, step: 20_000_000)
      data.timeoutWaits = [500_000_000...1_400_000_000, 1_500_000_000...1_520_000_000]
      data.zeroWindows = [1_700_000_000...2_700_000_000]
      data.eventTimes += [1_000_000_000, 1_100_000_000, 2_500_000_000, 2_900_000_000, 3_000_000_000]
      data.eventKinds += [.push, .ece, .cwr, .rst, .fin]
      data.eventValues += [60_000, 60_000, 150_000, 200_000, 210_000]
    default: data = flow(segments: 400, step: 40_000_000_000, size: 100_000)
    }
    return data
  }

  /// Options that go with a data set.
  static func options(_ name: String) -> TimeSequenceChart.Options {
    var options = TimeSequenceChart.Options()
    options.showsAbsoluteNumbers = name == "wrap"
    options.showsExtendedMarks = name == "states"
    return options
  }

  /// The same flows counted in bins.
  static func throughput(_ name: String, bin: Int64? = nil, mean: Int = 10) -> ThroughputData {
    let flow = timeSequence(name)
    let first = flow.segmentTimes.first ?? 0
    let last = flow.segmentTimes.last ?? 0
    let length = bin ?? max(1, (last - first) / 120)
    let start = first.flooredDivision(by: length)
    let count = flow.segmentTimes.isEmpty ? 0 : Int(last.flooredDivision(by: length) - start) + 1
    var bytes = [Int64](repeating: 0, count: count)
    var unique = bytes
    for (row, time) in flow.segmentTimes.enumerated() {
      let index = Int(time.flooredDivision(by: length) - start)
      let size = flow.segmentEnds[row] - flow.segmentStarts[row]
      bytes[index] += size + 66
      if flow.segmentKinds[row] == .newData { unique[index] += size }
    }
    let total = unique.reduce(0, +)
    var data = ThroughputData(
      identity: flow.identity, axis: flow.axis, layer: .linkLayer, binNanoseconds: length,
      firstBinStart: start * length, lastBinNanoseconds: last - last.flooredDivision(by: length) * length + 1,
      meanBins: mean,
      series: [
        .init(
          name: "", bytes: bytes, goodputBytes: unique,
          retransmissionTimes: zip(flow.segmentTimes, flow.segmentKinds).filter { $0.1 == .retransmission }
            .map(\.0),
          totalBytes: bytes.reduce(0, +), totalGoodputBytes: total, dataNanoseconds: last - first,
          goodputBitsPerSecond: last > first ? Double(total) * 8e9 / Double(last - first) : nil)
      ])
    data.packets = Int64(flow.segmentTimes.count)
    data.dataSegments = flow.dataSegments
    data.retransmittedSegments = flow.retransmittedSegments
    data.emptyReason = flow.emptyReason
    return data
  }

  /// Styles of the layout tests: all presets on white, all themes on screen and in a column of a paper.
  static let styles: [ChartStyle] =
    Preset.allCases.map { ChartStyle(preset: $0) }
    + [Preset.screen, .paperColumn].flatMap { preset in
      [Theme.dark, .grey].map { ChartStyle(preset: preset, theme: $0) }
    }
}
