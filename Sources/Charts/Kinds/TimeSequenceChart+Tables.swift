public import Measurements

extension TimeSequenceChart {
  /// Segments, ACKs, SACK blocks, windows, events and states of the whole flow, unreduced.
  public var dataTables: [DataTable] {
    [segmentTable, ackTable, sackTable, windowTable, eventTable, stateTable]
  }

  private var segmentTable: DataTable {
    let rows = data.segmentCount
    return DataTable(
      name: "",
      columns: [
        .init("time_s", .seconds(Array(data.segmentTimes.prefix(rows)), decimals: 9)),
        .init("start_B", .integers(data.segmentStarts.prefix(rows).map(Optional.some))),
        .init("end_B", .integers(data.segmentEnds.prefix(rows).map(Optional.some))),
        .init("kind", .text(data.segmentKinds.prefix(rows).map(\.columnName))),
      ])
  }

  private var ackTable: DataTable {
    let rows = data.ackCount
    func flags(_ values: [Bool]) -> [Int64?] {
      (0..<rows).map { $0 < values.count ? (values[$0] ? 1 : 0) : nil }
    }
    return DataTable(
      name: "ack",
      columns: [
        .init("time_s", .seconds(Array(data.ackTimes.prefix(rows)), decimals: 9)),
        .init("ack_B", .integers(data.ackValues.prefix(rows).map(Optional.some))),
        .init("duplicate", .integers(flags(data.ackIsDuplicate))),
        .init("dsack", .integers(flags(data.ackHasDSACK))),
      ])
  }

  private var sackTable: DataTable {
    let rows = data.sackCount
    return DataTable(
      name: "sack",
      columns: [
        .init("time_s", .seconds(Array(data.sackTimes.prefix(rows)), decimals: 9)),
        .init("left_B", .integers(data.sackLefts.prefix(rows).map(Optional.some))),
        .init("right_B", .integers(data.sackRights.prefix(rows).map(Optional.some))),
      ])
  }

  private var windowTable: DataTable {
    let rows = min(data.ackCount, data.windowEdges.count)
    let widths = (0..<rows).map { row in
      data.windowEdges[row].map { TimeSequenceSummary.difference($0, data.ackValues[row]) }
    }
    return DataTable(
      name: "window",
      columns: [
        .init("time_s", .seconds(Array(data.ackTimes.prefix(rows)), decimals: 9)),
        .init("edge_B", .integers(Array(data.windowEdges.prefix(rows)))),
        .init("window_B", .integers(widths)),
      ])
  }

  private var eventTable: DataTable {
    let rows = data.eventCount
    return DataTable(
      name: "event",
      columns: [
        .init("time_s", .seconds(Array(data.eventTimes.prefix(rows)), decimals: 9)),
        .init("kind", .text(data.eventKinds.prefix(rows).map(\.columnName))),
        .init("sequence_B", .integers(data.eventValues.prefix(rows).map(Optional.some))),
      ])
  }

  private var stateTable: DataTable {
    let states = data.timeoutWaits.map { ("timeout-wait", $0) } + data.zeroWindows.map { ("zero-window", $0) }
    return DataTable(
      name: "state",
      columns: [
        .init("start_s", .seconds(states.map(\.1.lowerBound), decimals: 9)),
        .init("end_s", .seconds(states.map(\.1.upperBound), decimals: 9)),
        .init("kind", .text(states.map(\.0))),
      ])
  }
}

extension TimeSequenceData.SegmentKind {
  /// The kind as it stands in a table; an interface of the tool.
  var columnName: String {
    switch self {
    case .newData: "new"
    case .retransmission: "retransmission"
    case .retransmissionAfterTimeout: "retransmission-after-timeout"
    case .reordered: "reordered"
    }
  }
}

extension TimeSequenceData.EventKind {
  /// The kind as it stands in a table; an interface of the tool.
  var columnName: String {
    switch self {
    case .syn: "syn"
    case .fin: "fin"
    case .rst: "rst"
    case .rstOfReceiver: "rst-of-receiver"
    case .push: "psh"
    case .ece: "ece"
    case .cwr: "cwr"
    case .zeroWindow: "zero-window"
    }
  }
}
