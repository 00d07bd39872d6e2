public import Measurements

/// Loss and recovery of one flow as lanes of events and states.
public struct RecoveryChart: Chart, TimeChart {
  /// Name of the kind.
  public static let kind = "recovery"

  /// The data.
  public let data: RecoveryData

  /// Makes the chart of a flow.
  public init(data: RecoveryData) {
    self.data = data
  }

  /// The headline, with the zoom.
  public var title: String { title(period(nil)) }

  private func title(_ period: TimePeriod) -> String {
    "Loss and recovery events" + ChartWords.titleEnd("A \u{2192} B", period: period, axis: data.axis)
  }

  /// Endpoints, file, capture point, duration.
  public var subtitle: String {
    let length = TimeSequenceSummary.difference(data.period.upperBound, data.period.lowerBound)
    return (data.identity.subtitleParts + [Quantity.duration(nanoseconds: max(0, length))]).joined(
      separator: PageHeader.separator)
  }

  /// Zero and zoom of the time axis.
  var timeAxis: TimeAxis { data.axis }

  /// What is shown of the time axis.
  func period(_ style: ChartStyle?) -> TimePeriod {
    TimePeriod(first: data.period.lowerBound, last: data.period.upperBound, axis: data.axis, style: style)
  }

  /// One lane that has something to show.
  private struct Lane {
    var kind: RecoveryData.Kind
    var spans: [ClosedRange<Int64>]
  }

  private func lanes(_ period: TimePeriod) -> [Lane] {
    RecoveryData.Kind.allCases.compactMap { kind in
      let shown = (data.spans[kind] ?? []).filter {
        $0.upperBound >= period.first && $0.lowerBound <= period.last
      }
      return shown.isEmpty ? nil : Lane(kind: kind, spans: shown)
    }
  }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let type = Typography(style: style, measurer: measurer)
    let period = period(style)
    let lanes = lanes(period)
    let u = type.size
    return try ChartPage.scene(
      of: self, type: type, title: title(period), subtitle: subtitle, lanes: 0,
      contentHeight: max(10 * u, 2.5 * u * Double(lanes.count)) + 6.5 * u
    ) { page, builder throws(LayoutError) in
      let panel = try PanelLayout(
        spec: spec(lanes, period, type), region: page.region, type: page.type, minimumShare: 0.45,
        minimumHeight: 0.4 * page.height
      ).solve()
      try panel.checkRows()
      draw(lanes, panel, into: &builder)
      return [panel.area]
    }
  }

  private func spec(_ lanes: [Lane], _ period: TimePeriod, _ type: Typography) -> PanelSpec {
    var spec = PanelSpec(
      firstTime: period.first, lastTime: period.last, timeAxis: data.axis,
      valueAxis: ValueAxis(lower: 0, upper: 1, family: .count, names: []))
    spec.hasVerticalGrid = true
    spec.showsTicks = !lanes.isEmpty
    let rows = lanes.map { lane in
      RowTable.Row(
        name: lane.kind.laneName, paint: type.theme.textPaint(lane.kind.role),
        cells: [Self.figure(lane, isWide: SideDistribution.fits(type.style))])
    }
    spec.table = RowTable(heads: [], rows: rows, textSize: type.size, isLeading: true)
    return spec
  }

  /// The number of events, and how long states last where there is room for that.
  private static func figure(_ lane: Lane, isWide: Bool) -> String {
    let count = Quantity.count(Int64(lane.spans.count))
    guard lane.kind.isState, isWide else { return count }
    return "\(count), \(Quantity.duration(nanoseconds: WindowWords.total(lane.spans)))"
  }

  private func draw(_ lanes: [Lane], _ panel: Panel, into scene: inout SceneBuilder) {
    let type = scene.type
    scene.beginGroup("panel", id: "plot")
    panel.drawBackground(bands: [], into: &scene)
    guard !lanes.isEmpty else {
      panel.drawAxes(into: &scene)
      panel.drawMessage(emptyText, into: &scene)
      scene.endGroup()
      return
    }
    let height = min(1.7 * type.size, 0.62 * panel.plot.height / Double(lanes.count))
    for (row, lane) in lanes.enumerated() {
      scene.beginGroup("lane lane-\(lane.kind.rawValue)")
      scene.path(
        panel.laneBars(lane.spans, center: panel.rowCenter(row), height: height, type: type),
        style: .init(fill: type.theme.paint(lane.kind.role)), isInk: true)
      scene.endGroup()
    }
    panel.drawAxes(into: &scene)
    panel.drawTable(into: &scene)
    scene.endGroup()
  }

  private var emptyText: String {
    data.emptyReason.isEmpty
      ? "No loss and no recovery: \(ChartWords.counted(data.dataSegments, "data segment")), none sent again"
      : data.emptyReason
  }

  /// Caption in words: what the lanes show, and the rules by which events are told apart.
  ///
  /// - Parameter style: The part that is shown depends on it.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    let period = period(style)
    let lanes = lanes(period)
    var sentences = [
      ChartWords.head("Loss and recovery events", data.identity, period: period, axis: data.axis)
    ]
    guard !lanes.isEmpty else {
      return ChartWords.joined(sentences + [emptyText.droppedStop + "."] + data.notes)
    }
    sentences.append("Each tick is an event, each bar a state; figures to the right are their numbers.")
    sentences.append(ChartWords.sentence(counts))
    if !data.timeoutRule.isEmpty, data.spans[.afterTimeout]?.isEmpty == false {
      sentences.append(data.timeoutRule)
    }
    return ChartWords.joined(sentences + data.notes)
  }

  /// Numbers of the whole flow: retransmissions always, the other kinds where there are any.
  private var counts: [String] {
    RecoveryData.Kind.allCases.compactMap { kind in
      let spans = data.spans[kind] ?? []
      guard kind == .retransmission || !spans.isEmpty else { return nil }
      let count = ChartWords.counted(Int64(spans.count), kind.noun, kind.plural)
      return kind.isState ? "\(count), \(Quantity.duration(nanoseconds: WindowWords.total(spans)))" : count
    }
  }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let head = "Loss and recovery events over time of \(data.identity.endpoints)"
    guard !lanes(period(nil)).isEmpty else { return ChartWords.limited("\(head): \(emptyText.droppedStop).") }
    return ChartWords.limited("\(head): \(counts.joined(separator: ", ")).")
  }

  /// All numbers that title, caption, alternative text and tables print.
  public var facts: [ChartFact] {
    RecoveryData.Kind.allCases.flatMap { kind -> [ChartFact] in
      let spans = data.spans[kind] ?? []
      var facts = [ChartFact.count(kind.factName, Int64(spans.count), kind.noun, kind.plural)]
      if kind.isState, !spans.isEmpty {
        let time = WindowWords.total(spans)
        facts.append(
          ChartFact(
            name: kind.factName + "Seconds", value: Double(time) / 1e9,
            text: "\(kind.noun) \(Quantity.duration(nanoseconds: time)) in all"))
      }
      return facts
    }
  }

  /// All events and states.
  public var dataTables: [DataTable] {
    let rows = RecoveryData.Kind.allCases.flatMap { kind in
      (data.spans[kind] ?? []).map { (kind.rawValue, $0) }
    }
    return [
      DataTable(
        name: "",
        columns: [
          .init("start_s", .seconds(rows.map(\.1.lowerBound), decimals: 9)),
          .init("end_s", .seconds(rows.map(\.1.upperBound), decimals: 9)),
          .init("kind", .text(rows.map(\.0))),
        ])
    ]
  }
}

extension RecoveryData.Kind {
  /// Whether it lasts.
  var isState: Bool { self == .timeoutWait || self == .zeroWindow }

  /// Name of its lane.
  var laneName: String {
    switch self {
    case .retransmission: "retransmit"
    case .afterTimeout: "after timeout"
    case .spurious: "needless"
    case .duplicateAck: "duplicate ACK"
    case .sackAck: "SACK in ACK"
    case .timeoutWait: "RTO wait"
    case .outOfOrder: "out of order"
    case .zeroWindow: "zero window"
    }
  }

  /// Colour of its lane.
  var role: Role {
    switch self {
    case .retransmission, .afterTimeout, .zeroWindow: .loss
    case .spurious, .outOfOrder: .data
    case .duplicateAck: .ack
    case .sackAck: .sack
    case .timeoutWait: .aux
    }
  }

  /// One of it in words.
  var noun: String {
    switch self {
    case .retransmission: "retransmission"
    case .afterTimeout: "retransmission after a timeout"
    case .spurious: "needless retransmission"
    case .duplicateAck: "duplicate ACK"
    case .sackAck: "ACK with SACK"
    case .timeoutWait: "wait for a timeout"
    case .outOfOrder: "segment out of order"
    case .zeroWindow: "zero window period"
    }
  }

  /// Several of it.
  var plural: String {
    switch self {
    case .afterTimeout: "retransmissions after a timeout"
    case .sackAck: "ACKs with SACK"
    case .timeoutWait: "waits for a timeout"
    case .outOfOrder: "segments out of order"
    default: noun + "s"
    }
  }

  /// Name of its count.
  var factName: String {
    switch self {
    case .retransmission: "retransmissions"
    case .afterTimeout: "retransmissionsAfterTimeout"
    case .spurious: "spuriousRetransmissions"
    case .duplicateAck: "duplicateAcks"
    case .sackAck: "sackAcks"
    case .timeoutWait: "timeoutWaits"
    case .outOfOrder: "outOfOrderSegments"
    case .zeroWindow: "zeroWindowPeriods"
    }
  }
}
