import Measurements

/// One page of a flow graph whose rows are packets.
struct FlowGraphSheet {
  private let chart: FlowGraphChart
  private let rows: [FlowGraphRow]
  private let type: Typography
  private let page: (number: Int, count: Int)?
  private let columns: FlowGraphColumns
  private let header: PageHeader
  private let heads: FlowGraphHeads

  /// Lays nothing out yet; the columns are those of all pages, where the widest numbers of the whole chart find room.
  init(
    chart: FlowGraphChart, rows: [FlowGraphRow], columns: FlowGraphColumns, type: Typography,
    page: (Int, Int)?
  ) {
    self.chart = chart
    self.rows = rows
    self.type = type
    self.page = page.map { (number: $0.0, count: $0.1) }
    self.columns = columns
    var title = chart.title
    if let page { title += ", page \(page.0) of \(page.1)" }
    header = PageHeader(title: title, subtitle: chart.subtitle, type: type)
    heads = FlowGraphHeads(data: chart.data, columns: columns, type: type)
  }

  /// Height of a packet's row.
  var rowHeight: Double { (chart.options.isMinimal ? 1.7 : 2.7) * type.size }

  /// Height of a row.
  func height(of row: FlowGraphRow) -> Double { row.first == nil ? 1.6 * type.size : rowHeight }

  private var top: Double { header.height + heads.height }
  private var bottom: Double { 1.2 * type.size }

  /// Room for rows on a page; without bound where a page may grow.
  var rowRoom: Double {
    let preset = type.style.preset
    let most: Double? = preset == .slide ? preset.height : preset.isPaper ? 648 : nil
    guard let height = type.style.height ?? most else { return .infinity }
    return height - top - bottom
  }

  /// Draws the page.
  ///
  /// - Throws: ``LayoutError`` if the life lines stand too close.
  func scene() throws(LayoutError) -> Scene {
    let used = rows.reduce(0) { $0 + height(of: $1) }
    let pageHeight = max(top + used + bottom, type.style.height ?? 0)
    guard columns.right - columns.left >= 8 * type.size else {
      throw .noRoom(text: "arrows", width: type.pageWidth, height: pageHeight)
    }
    var builder = SceneBuilder(type: type, pageHeight: pageHeight)
    header.draw(into: &builder)
    heads.draw(top: header.height, into: &builder)
    drawLifeLines(into: &builder)
    var y = top
    for row in rows {
      draw(row, top: y, into: &builder)
      y += height(of: row)
    }
    var title = chart.title
    if let page { title += ", page \(page.number) of \(page.count)" }
    return chart.finished(builder, height: pageHeight, title: title)
  }

  /// The life lines, broken where nothing happened.
  private func drawLifeLines(into scene: inout SceneBuilder) {
    let style = Scene.Style(stroke: type.theme.paint(.axis), lineWidth: 1.3 * type.line)
    let slash = Scene.Style(stroke: type.theme.paint(.text), lineWidth: type.line * 0.8)
    let u = type.size
    for x in [columns.left, columns.right] {
      var start = top - 0.4 * u
      var y = top
      for row in rows {
        if row.first == nil {
          let middle = y + height(of: row) / 2
          scene.line(x1: x, y1: start, x2: x, y2: middle - 0.35 * u, style: style)
          for edge in [middle - 0.35 * u, middle + 0.35 * u] {
            scene.line(x1: x - 0.5 * u, y1: edge + 0.2 * u, x2: x + 0.5 * u, y2: edge - 0.2 * u, style: slash)
          }
          start = middle + 0.35 * u
        }
        y += height(of: row)
      }
      scene.line(x1: x, y1: start, x2: x, y2: y + 0.3 * u, style: style)
    }
  }

  private func draw(_ row: FlowGraphRow, top: Double, into scene: inout SceneBuilder) {
    let middle = top + height(of: row) / 2
    guard let place = row.first else {
      scene.text(
        chart.data.labels(of: row).first ?? "", x: columns.left - columns.air,
        y: scene.baseline(center: middle, size: type.smallSize), anchor: .end, size: type.smallSize,
        paint: type.theme.paint(.muted), purpose: "gap")
      return
    }
    if chart.options.hasGrid {
      scene.line(
        x1: columns.left, y1: top, x2: columns.right, y2: top,
        style: .init(stroke: type.theme.paint(.grid), lineWidth: type.hair))
    }
    let packet = chart.data.packets[place]
    let slope = (chart.options.isMinimal ? 0.5 : 0.9) * type.size
    let (from, to) = packet.isFromLeft ? (columns.left, columns.right) : (columns.right, columns.left)
    let arrow = FlowGraphArrow(
      packet: packet, start: Scene.Point(x: from, y: middle - slope / 2),
      end: Scene.Point(x: to, y: middle + slope / 2), isSmall: chart.options.isMinimal,
      isOpen: chart.data.isOpen(packet))
    arrow.draw(into: &scene)
    if !chart.options.isMinimal { drawLabel(of: row, on: arrow, into: &scene) }
    for cell in columns.cells(row, chart.data) {
      let size = cell.isMuted ? type.smallSize : type.size
      scene.text(
        cell.text, x: cell.x, y: scene.baseline(center: middle, size: size), anchor: cell.anchor, size: size,
        paint: type.theme.paint(cell.isMuted ? .muted : .text), purpose: cell.isMuted ? "frame" : "time")
    }
  }

  /// The text on a plate in the middle of the arrow, or of that part of it which was drawn.
  private func drawLabel(of row: FlowGraphRow, on arrow: FlowGraphArrow, into scene: inout SceneBuilder) {
    let isLost = arrow.packet.fate == .lost
    let share = isLost ? FlowGraphArrow.lostShare / 2 : 0.5
    let room =
      (columns.right - columns.left) * (isLost ? FlowGraphArrow.lostShare : 1) - (isLost ? 2 : 3) * type.size
    let text = type.fitting(chart.data.labels(of: row), width: room)
    let center = arrow.point(at: share)
    scene.text(
      text, x: center.x, y: scene.baseline(center: center.y), anchor: .middle, paint: arrow.textPaint(type),
      purpose: "label", hasPlate: true)
  }
}
