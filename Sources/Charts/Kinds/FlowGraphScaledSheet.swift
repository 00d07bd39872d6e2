/// A flow graph whose vertical direction is time.
struct FlowGraphScaledSheet {
  private let chart: FlowGraphChart
  private let type: Typography
  private let header: PageHeader
  private let columns: FlowGraphColumns
  private let heads: FlowGraphHeads
  private let ways: [Way]
  private let first: Int64
  private let last: Int64

  /// A packet's way: when it left and when it arrived, nanoseconds from the axis' zero.
  private struct Way {
    let packet: FlowGraphPacket
    let departure: Int64
    let arrival: Int64
  }

  init(chart: FlowGraphChart, type: Typography) {
    self.chart = chart
    self.type = type
    let data = chart.data
    header = PageHeader(title: chart.title, subtitle: chart.subtitle, type: type)
    columns = FlowGraphColumns(data: data, rows: chart.rows, type: type)
    heads = FlowGraphHeads(data: data, columns: columns, type: type)
    ways = data.packets.prefix(FlowGraphChart.scaledPackets).map {
      Self.way(of: $0, in: data, linkRate: chart.options.linkRate)
    }
    let low = ways.reduce(Int64.max) { min($0, $1.departure) }
    let high = ways.reduce(Int64.min) { max($0, max($1.departure, $1.arrival)) }
    first = ways.isEmpty ? 0 : low
    last = max(first &+ 1000, high)
  }

  /// Both ends of a packet's way; the end that was not seen lies half a round-trip time away.
  private static func way(of packet: FlowGraphPacket, in data: FlowGraphData, linkRate: Double?) -> Way {
    let sending = linkRate.map { 8e9 * Double(packet.wireLength) / $0 } ?? 0
    let half = Double(data.roundTrip ?? 0) / 2 + (sending.isFinite ? min(sending, 1e15) : 0)
    func moved(_ time: Int64, _ share: Double) -> Int64 {
      time.addingReportingOverflow(Int64(max(-4e18, min(4e18, share * half)))).partialValue
    }
    if data.peerCapture != nil {
      let sent = packet.isFromLeft ? packet.leftTime : packet.rightTime
      let arrived = packet.isFromLeft ? packet.rightTime : packet.leftTime
      let departure = sent ?? arrived.map { moved($0, -1) } ?? packet.time
      return Way(packet: packet, departure: departure, arrival: arrived ?? moved(departure, 1))
    }
    let isBesideSender: Bool? =
      switch data.tap {
      case .left: packet.isFromLeft
      case .right: !packet.isFromLeft
      case .between: nil
      }
    guard let isBesideSender else {
      return Way(packet: packet, departure: moved(packet.time, -0.5), arrival: moved(packet.time, 0.5))
    }
    return isBesideSender
      ? Way(packet: packet, departure: packet.time, arrival: moved(packet.time, 1))
      : Way(packet: packet, departure: moved(packet.time, -1), arrival: packet.time)
  }

  /// Draws the page.
  ///
  /// - Throws: ``LayoutError`` if there is no room.
  func scene() throws(LayoutError) -> Scene {
    let u = type.size
    let top = header.height + heads.height + 0.7 * u
    let height = type.style.height ?? max(1.8 * type.style.preset.height, top + 30 * u)
    let plot = Scene.Rect(
      x: columns.left, y: top, width: columns.right - columns.left, height: height - top - 1.2 * u)
    guard plot.width >= 8 * u, plot.height >= 8 * u else {
      throw .noRoom(text: "arrows", width: type.pageWidth, height: height)
    }
    var builder = SceneBuilder(type: type, pageHeight: height)
    header.draw(into: &builder)
    let scale = TimeScale(first: first, last: last, left: plot.y, right: plot.maxY)
    let ticks = TimeTicks(first: first, last: last, axis: chart.data.axis).ticks(
      in: LabelRoom(length: plot.height, textSize: u, extent: { _ in 1.3 * u }, air: 0.6 * u, spacing: 42))
    heads.draw(top: header.height, timeTitles: ticks.titles, into: &builder)
    drawAxis(ticks, plot: plot, into: &builder)
    let arrows = ways.map { way in
      let from = way.packet.isFromLeft ? plot.x : plot.maxX
      let to = way.packet.isFromLeft ? plot.maxX : plot.x
      return FlowGraphArrow(
        packet: way.packet, start: Scene.Point(x: from, y: scale.position(way.departure)),
        end: Scene.Point(x: to, y: scale.position(way.arrival)), isSmall: true,
        isOpen: chart.data.isOpen(way.packet))
    }
    for arrow in arrows { arrow.draw(into: &builder) }
    if !chart.options.isMinimal { drawLabels(arrows, plot: plot, into: &builder) }
    return chart.finished(builder, height: height, title: chart.title)
  }

  private func drawAxis(_ ticks: AxisTicks, plot: Scene.Rect, into scene: inout SceneBuilder) {
    let line = Scene.Style(stroke: type.theme.paint(.axis), lineWidth: 1.3 * type.line)
    for tick in ticks.ticks where !tick.label.isEmpty {
      let y = plot.y + tick.fraction * plot.height
      if chart.options.hasGrid {
        scene.line(
          x1: plot.x, y1: y, x2: plot.maxX, y2: y,
          style: .init(stroke: type.theme.paint(.grid), lineWidth: type.hair))
      }
      scene.line(x1: plot.x - 0.35 * type.size, y1: y, x2: plot.x, y2: y, style: line)
      scene.text(
        tick.label, x: plot.x - columns.air, y: scene.baseline(center: y), anchor: .end,
        paint: type.theme.paint(.text), purpose: "tick")
    }
    for x in [plot.x, plot.maxX] {
      scene.line(x1: x, y1: plot.y - 0.2 * type.size, x2: x, y2: plot.maxY + 0.2 * type.size, style: line)
    }
  }

  /// Texts and frames of as many arrows as find room, from the top.
  private func drawLabels(_ arrows: [FlowGraphArrow], plot: Scene.Rect, into scene: inout SceneBuilder) {
    var lastLabel = -Double.infinity
    var lastFrame = -Double.infinity
    let pitch = type.linePitch
    for (index, arrow) in arrows.enumerated() {
      let isLost = arrow.packet.fate == .lost
      let share = isLost ? FlowGraphArrow.lostShare / 2 : 0.5
      let center = arrow.point(at: share)
      if center.y >= lastLabel + pitch {
        let room = plot.width * (isLost ? FlowGraphArrow.lostShare : 1) - 3 * type.size
        let text = type.fitting(chart.data.labels(of: .packet(index)), width: room)
        scene.text(
          text, x: center.x, y: scene.baseline(center: center.y), anchor: .middle,
          paint: arrow.textPaint(type),
          purpose: "label", hasPlate: true)
        lastLabel = center.y
      }
      let y = arrow.packet.isFromLeft ? arrow.end.y : arrow.start.y
      if let frame = arrow.packet.rightFrame ?? arrow.packet.leftFrame, y >= lastFrame + pitch, y <= plot.maxY
      {
        scene.text(
          "#\(frame)", x: columns.rightFrames, y: scene.baseline(center: y, size: type.smallSize),
          size: type.smallSize, paint: type.theme.paint(.muted), purpose: "frame")
        lastFrame = y
      }
    }
  }
}
