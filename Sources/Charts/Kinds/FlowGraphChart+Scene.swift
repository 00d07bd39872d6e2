extension FlowGraphChart {
  /// Lays all pages out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func pages(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> [Scene] {
    let type = Typography(style: style, measurer: measurer)
    guard !data.packets.isEmpty else { return [emptyPage(type)] }
    if options.isToScale { return [try FlowGraphScaledSheet(chart: self, type: type).scene()] }
    var pages: [Scene] = []
    let columns = FlowGraphColumns(data: data, rows: rows, type: type)
    let parts = try split(columns, type)
    for (index, part) in parts.enumerated() {
      let sheet = FlowGraphSheet(
        chart: self, rows: part, columns: columns, type: type,
        page: parts.count > 1 ? (index + 1, parts.count) : nil)
      pages.append(try sheet.scene())
    }
    return pages
  }

  /// The rows of each page.
  private func split(
    _ columns: FlowGraphColumns, _ type: Typography
  ) throws(LayoutError) -> [[FlowGraphRow]] {
    let sheet = FlowGraphSheet(chart: self, rows: [], columns: columns, type: type, page: (1, 2))
    let room = sheet.rowRoom
    guard room >= 3 * sheet.rowHeight else {
      throw .noRoom(
        text: "three rows", width: type.pageWidth, height: type.style.height ?? type.style.preset.height)
    }
    let count = rows.count { $0.first != nil }
    let most = count > Self.singlePageRows ? Self.pageRows : count
    var parts: [[FlowGraphRow]] = [[]]
    var used = 0.0
    var shown = 0
    for row in rows {
      let height = sheet.height(of: row)
      if used + height > room + 0.01 || (row.first != nil && shown == most) {
        parts.append([])
        used = 0
        shown = 0
      }
      parts[parts.count - 1].append(row)
      used += height
      if row.first != nil { shown += 1 }
    }
    return parts
  }

  /// A page with one sentence.
  private func emptyPage(_ type: Typography) -> Scene {
    let header = PageHeader(title: title, subtitle: subtitle, type: type)
    let height = max(header.height + 6 * type.size, type.style.height ?? 0)
    var builder = SceneBuilder(type: type, pageHeight: height)
    header.draw(into: &builder)
    let lines = type.wrapped(emptyText, separator: " ", width: type.pageWidth - 4 * type.size)
    for (index, line) in lines.enumerated() {
      builder.text(
        line, x: type.pageWidth / 2, y: header.height + (2.5 + 1.4 * Double(index)) * type.size,
        anchor: .middle,
        paint: type.theme.paint(.muted), purpose: "message")
    }
    return finished(builder, height: height, title: title)
  }

  /// A scene of what was drawn.
  func finished(_ builder: SceneBuilder, height: Double, title: String) -> Scene {
    let style = builder.type.style
    var scene = Scene(
      width: SceneBuilder.rounded(builder.type.pageWidth), height: SceneBuilder.rounded(height),
      background: builder.type.theme.color(.background), name: Self.kind, title: style.title ?? title,
      altText: altText, longDescription: facts.map(\.text).joined(separator: "; "),
      fontFamilies: builder.type.families)
    scene.commands = builder.commands
    assert(
      LayoutAssertions.violations(in: scene, style: style).isEmpty,
      "\(LayoutAssertions.violations(in: scene, style: style))")
    return scene
  }
}
