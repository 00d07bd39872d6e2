import Measurements

/// Writes a scene as SVG: real text, one accessible picture, the same bytes for the same scene.
public struct SVGWriter: Sendable, Equatable {
  /// Prefix of all ids, or `nil` for the scene's name; two pictures of one page need different ones.
  public var idPrefix: String?
  /// Writes colours as `var(--data,#154C9E)`, so that a page can change its theme.
  public var usesVariables: Bool
  /// Leaves the size to the page instead of writing width and height in points.
  public var isFluid: Bool

  /// Makes a writer.
  public init(idPrefix: String? = nil, usesVariables: Bool = false, isFluid: Bool = false) {
    self.idPrefix = idPrefix
    self.usesVariables = usesVariables
    self.isFluid = isFluid
  }

  /// The scene as an SVG document that may also stand inside HTML; it ends with a line feed.
  ///
  /// The attribute `data-plot` of the root holds for each plot `left top width height x0 x1 y0 y1 scale`, separated
  /// by `;`: edges in units of the view box, the values at its edges, and `linear` or `log` for the vertical axis.
  public func svg(_ scene: Scene) -> [UInt8] {
    var writer = SVGDocument(scene: scene, options: self)
    writer.write()
    return writer.text.bytes
  }
}

/// One SVG document while it is written.
private struct SVGDocument {
  let scene: Scene
  let options: SVGWriter
  let prefix: String
  var text = TextBuffer(capacity: 64 << 10)
  /// What open groups and clips must close.
  private var clipCount = 0

  init(scene: Scene, options: SVGWriter) {
    self.scene = scene
    self.options = options
    prefix = Self.identifier(options.idPrefix ?? scene.name)
  }

  /// Letters, digits, hyphens and underscores only, a letter first.
  private static func identifier(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isKept =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar == "-" || scalar == "_" || ("0"..."9").contains(scalar))
      return isKept ? Character(scalar) : "-"
    }
    let result = String(kept)
    return result.first?.isLetter == true ? result : "c" + result
  }

  mutating func write() {
    writeRoot()
    element("title", id: "title", content: scene.title)
    let description = [scene.altText, scene.longDescription].filter { !$0.isEmpty }.joined(separator: " ")
    element("desc", id: "desc", content: description)
    text.append("<rect class=\"background\" width=\"")
    number(scene.width)
    text.append("\" height=\"")
    number(scene.height)
    text.append("\" fill=\"\(color(Scene.Paint(role: "background", color: scene.background)))\"/>\n")
    for command in scene.commands { write(command) }
    text.append("</svg>\n")
  }

  private mutating func writeRoot() {
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"")
    text.append("\(prefix)-title \(prefix)-desc\" viewBox=\"0 0 ")
    number(scene.width)
    text.append(" ")
    number(scene.height)
    text.append("\"")
    if !options.isFluid {
      attribute("width", scene.width, suffix: "pt")
      attribute("height", scene.height, suffix: "pt")
    }
    let families = scene.fontFamilies.map {
      $0.contains(" ") ? "'\($0.filter { $0 != "'" && $0 != "\\" })'" : $0
    }
    text.append(" font-family=\"\(Escaping.markup(families.joined(separator: ", ")))\"")
    text.append(" style=\"font-variant-numeric:tabular-nums\" data-plot=\"")
    for (index, plot) in scene.plots.enumerated() {
      if index > 0 { text.append(";") }
      let rect = plot.rect
      for value in [rect.x, rect.y, rect.width, rect.height] {
        number(value)
        text.append(" ")
      }
      for value in [
        plot.xRange.lowerBound, plot.xRange.upperBound, plot.yRange.lowerBound, plot.yRange.upperBound,
      ] {
        text.append(value, decimals: 9, trimmingZeros: true)
        text.append(" ")
      }
      text.append(plot.hasLogarithmicY ? "log" : "linear")
    }
    text.append("\">\n")
  }

  private mutating func element(_ name: String, id: String, content: String) {
    text.append("<\(name) id=\"\(prefix)-\(id)\">\(Escaping.markup(content))</\(name)>\n")
  }

  private mutating func write(_ command: Scene.Command) {
    switch command {
    case .path(let path): write(path)
    case .rect(let rect, let style):
      text.append("<rect")
      write(rect)
      write(style)
      text.append("/>\n")
    case .text(let label): write(label)
    case .markers(let markers): write(markers)
    case .beginGroup(let id, let cssClass):
      text.append("<g")
      if let id { text.append(" id=\"\(prefix)-\(Self.identifier(id))\"") }
      if let cssClass { text.append(" class=\"\(Escaping.markup(cssClass))\"") }
      text.append(">\n")
    case .endGroup, .endClip: text.append("</g>\n")
    case .beginClip(let rect):
      clipCount += 1
      text.append("<clipPath id=\"\(prefix)-clip\(clipCount)\"><rect")
      write(rect)
      text.append("/></clipPath>\n<g clip-path=\"url(#\(prefix)-clip\(clipCount))\">\n")
    }
  }

  private mutating func write(_ rect: Scene.Rect) {
    attribute("x", rect.x)
    attribute("y", rect.y)
    attribute("width", rect.width)
    attribute("height", rect.height)
  }

  private mutating func write(_ path: Scene.Path) {
    guard !path.elements.isEmpty else { return }
    text.append("<path d=\"")
    var current = Scene.Point(x: .nan, y: .nan)
    for element in path.elements {
      switch element {
      case .move(let point):
        pair("M", point)
        current = point
      case .line(let point):
        if point.y == current.y {
          text.append("H")
          number(point.x)
        } else if point.x == current.x {
          text.append("V")
          number(point.y)
        } else {
          pair("L", point)
        }
        current = point
      case .close: text.append("Z")
      }
    }
    text.append("\"")
    write(path.style)
    text.append("/>\n")
  }

  private mutating func pair(_ command: String, _ point: Scene.Point) {
    text.append(command)
    number(point.x)
    text.append(" ")
    number(point.y)
  }

  private mutating func write(_ style: Scene.Style) {
    if let fill = style.fill { paint("fill", fill) } else { text.append(" fill=\"none\"") }
    guard let stroke = style.stroke else { return }
    paint("stroke", stroke)
    attribute("stroke-width", style.lineWidth)
    if !style.dash.isEmpty {
      text.append(" stroke-dasharray=\"")
      for (index, length) in style.dash.enumerated() {
        if index > 0 { text.append(" ") }
        number(length)
      }
      text.append("\"")
    }
    if style.roundCaps { text.append(" stroke-linecap=\"round\"") }
  }

  private mutating func paint(_ name: String, _ paint: Scene.Paint) {
    text.append(" \(name)=\"\(color(paint))\"")
    if paint.opacity < 1 { attribute("\(name)-opacity", max(0, paint.opacity)) }
  }

  private func color(_ paint: Scene.Paint) -> String {
    options.usesVariables ? "var(--\(paint.role),\(paint.color.hex))" : paint.color.hex
  }

  private mutating func write(_ label: Scene.Text) {
    if let plate = label.plate {
      text.append("<rect class=\"plate\"")
      write(label.box)
      text.append(" fill=\"\(color(plate))\"/>\n")
    }
    text.append("<text class=\"\(Escaping.markup(label.purpose))\"")
    attribute("x", label.position.x)
    attribute("y", label.position.y)
    if label.anchor != .start { text.append(" text-anchor=\"\(label.anchor.rawValue)\"") }
    attribute("font-size", label.size)
    if label.isBold { text.append(" font-weight=\"bold\"") }
    paint("fill", label.paint)
    text.append(">\(Escaping.markup(label.string))</text>\n")
  }

  private mutating func write(_ markers: Scene.Markers) {
    guard !markers.points.isEmpty else { return }
    let isOne = markers.points.count == 1
    let isRound = markers.kind == .circle || markers.kind == .dot
    if isRound {
      if !isOne {
        text.append("<g")
        write(markers.style)
        text.append(">\n")
      }
      for point in markers.points {
        text.append("<circle")
        attribute("cx", point.x)
        attribute("cy", point.y)
        attribute("r", markers.size / 2)
        if isOne { write(markers.style) }
        text.append("/>\n")
      }
      if !isOne { text.append("</g>\n") }
      return
    }
    if options.isFluid { return writeMovable(markers) }
    write(
      Scene.Path(
        elements: markers.points.flatMap { markers.kind.outline(at: $0, size: markers.size) },
        style: markers.style))
  }

  /// Markers whose only absolute coordinates are their centres, so that a script moves them without knowing shapes.
  private mutating func writeMovable(_ markers: Scene.Markers) {
    text.append("<path class=\"mark\" d=\"")
    for point in markers.points {
      pair("M", point)
      var current = point
      var start = point
      for element in markers.kind.outline(at: point, size: markers.size) {
        switch element {
        case .move(let next), .line(let next):
          let isMove = if case .move = element { true } else { false }
          pair(isMove ? "m" : "l", Scene.Point(x: next.x - current.x, y: next.y - current.y))
          if isMove { start = next }
          current = next
        case .close:
          text.append("z")
          current = start
        }
      }
    }
    text.append("\"")
    write(markers.style)
    text.append("/>\n")
  }

  private mutating func attribute(_ name: String, _ value: Double, suffix: String = "") {
    text.append(" \(name)=\"")
    number(value)
    text.append("\(suffix)\"")
  }

  private mutating func number(_ value: Double) {
    text.append(value.isFinite ? value : 0, decimals: 2, trimmingZeros: true)
  }
}

extension Scene.Markers.Kind {
  /// The outline of a marker without curves; circles and dots have none.
  public func outline(at center: Scene.Point, size: Double) -> [Scene.Path.Element] {
    let half = size / 2
    func point(_ x: Double, _ y: Double) -> Scene.Point {
      Scene.Point(
        x: SceneBuilder.rounded(center.x + x * half), y: SceneBuilder.rounded(center.y + y * half))
    }
    switch self {
    case .circle, .dot: return []
    case .diamond:
      return [.move(point(0, -1)), .line(point(1, 0)), .line(point(0, 1)), .line(point(-1, 0)), .close]
    case .triangle: return [.move(point(0, -1)), .line(point(1, 0.8)), .line(point(-1, 0.8)), .close]
    case .cross: return [.move(point(-1, -1)), .line(point(1, 1)), .move(point(-1, 1)), .line(point(1, -1))]
    case .tick: return [.move(point(-1, 0)), .line(point(1, 0))]
    case .square:
      return [.move(point(-1, -1)), .line(point(1, -1)), .line(point(1, 1)), .line(point(-1, 1)), .close]
    }
  }
}
