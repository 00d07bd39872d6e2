/// The page of one chart: header, room for plots below it, and what goes with every picture.
struct ChartPage {
  /// The type of the chart.
  let type: Typography
  /// Title and subtitle.
  let header: PageHeader
  /// Height of the page in points.
  let height: Double

  /// The page below the header.
  var region: Scene.Rect {
    Scene.Rect(x: 0, y: header.height, width: type.pageWidth, height: height - header.height)
  }

  /// What one try of a layout adds to the page or leaves out.
  private struct Attempt {
    var extraHeight = 0.0
    var subtitleLines = 4
    var showsTitle = true
    var showsKey = true
    var showsLanes = true
  }

  /// Lays a chart out.
  ///
  /// A page of free height grows while header and key leave too little to the plots; on one whose height was asked
  /// for the subtitle is shortened, then left out, then the key, the title and event lanes.
  ///
  /// Event lanes add to the height of the preset, and so does `extraHeight`, what the kind needs beyond it. Kinds whose
  /// rows set the height give that of all below the header as `contentHeight`. Without a long description the first
  /// twelve facts make one. `draw` draws into the page and returns its plots.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  static func scene(
    of chart: some Chart, type: Typography, title: String, subtitle: String, lanes: Int,
    extraHeight: Double = 0, contentHeight: Double? = nil, longDescription: String? = nil,
    draw: (ChartPage, inout SceneBuilder) throws(LayoutError) -> [Scene.PlotArea]
  ) throws(LayoutError) -> Scene {
    let style = type.style
    func page(_ attempt: Attempt) -> ChartPage {
      let header = PageHeader(
        title: attempt.showsTitle ? title : nil, subtitle: subtitle,
        maximumSubtitleLines: attempt.subtitleLines,
        type: type)
      var type = type
      if !attempt.showsKey { type.showsKey = false }
      type.showsLanes = attempt.showsLanes
      return ChartPage(
        type: type, header: header,
        height: type.pageHeight(
          lanes: lanes, extra: extraHeight + attempt.extraHeight,
          content: contentHeight.map { $0 + header.height }))
    }
    func scene(_ attempt: Attempt) throws(LayoutError) -> Scene {
      let page = page(attempt)
      var builder = SceneBuilder(type: type, pageHeight: page.height)
      page.header.draw(into: &builder)
      let plots = try draw(page, &builder)
      var scene = Scene(
        width: SceneBuilder.rounded(type.pageWidth), height: SceneBuilder.rounded(page.height),
        background: type.theme.color(.background), name: Swift.type(of: chart).kind,
        title: style.title ?? title,
        altText: chart.altText,
        longDescription: longDescription ?? chart.facts.map(\.text).prefix(12).joined(separator: "; "),
        fontFamilies: type.families)
      scene.commands = builder.commands
      scene.plots = plots
      return scene
    }
    let result = try firstFitting(attempts(style: style, size: type.size), scene)
    assert(
      LayoutAssertions.violations(in: result, style: style).isEmpty,
      "\(LayoutAssertions.violations(in: result, style: style))")
    return result
  }

  private static func attempts(style: ChartStyle, size: Double) -> [Attempt] {
    guard style.height != nil else {
      return (0...12).map { Attempt(extraHeight: 1.6 * size * Double($0)) }
    }
    return [
      Attempt(), Attempt(subtitleLines: 1), Attempt(subtitleLines: 0),
      Attempt(subtitleLines: 0, showsKey: false),
      Attempt(subtitleLines: 0, showsTitle: false, showsKey: false),
      Attempt(subtitleLines: 0, showsTitle: false, showsKey: false, showsLanes: false),
    ]
  }

  private static func firstFitting(
    _ attempts: [Attempt], _ layout: (Attempt) throws(LayoutError) -> Scene
  ) throws(LayoutError) -> Scene {
    for attempt in attempts.dropLast() {
      if let scene = try? layout(attempt) { return scene }
    }
    return try layout(attempts.last ?? Attempt())
  }
}
