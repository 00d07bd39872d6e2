import Charts

/// Draws the commands of a scene on a canvas.
struct ScenePainter {
  private let canvas: CairoCanvas
  private let fonts: PangoText
  private let scene: Scene

  init(scene: Scene, canvas: CairoCanvas, fonts: PangoText) {
    self.canvas = canvas
    self.fonts = fonts
    self.scene = scene
  }

  /// Draws everything; commands whose places are not numbers are left out.
  func paint(hasBackground: Bool) throws(RendererError) {
    if hasBackground {
      canvas.setColor(scene.background, opacity: 1)
      canvas.paint()
    }
    var clips = 0
    for command in scene.commands {
      switch command {
      case .path(let path): paint(path)
      case .rect(let rect, let style): paint(rect, style: style)
      case .text(let text): paint(text)
      case .markers(let markers): MarkerPainter(canvas: canvas, markers: markers).paint()
      case .beginGroup, .endGroup: break
      case .beginClip(let rect):
        canvas.beginClip(rect.isDrawable ? rect : nil)
        clips += 1
      case .endClip where clips > 0:
        canvas.endClip()
        clips -= 1
      case .endClip: break
      }
    }
    for _ in 0..<clips { canvas.endClip() }
    try canvas.check()
  }

  private func paint(_ path: Scene.Path) {
    guard path.elements.allSatisfy(\.isFinite) else { return }
    canvas.newPath()
    if let snap = PixelSnap(style: path.style, pixelsPerPoint: canvas.pixelsPerPoint) {
      snap.add(path.elements, to: canvas)
      paint(snap.style)
    } else if LongStroke.isNeeded(for: path, on: canvas) {
      LongStroke(path: path, canvas: canvas).paint()
    } else {
      canvas.add(path.elements)
      paint(path.style)
    }
  }

  private func paint(_ rect: Scene.Rect, style: Scene.Style) {
    guard rect.isDrawable else { return }
    canvas.newPath()
    canvas.rectangle(rect)
    canvas.setSharpCorners(true)
    paint(style)
    canvas.setSharpCorners(false)
  }

  /// Fills and strokes the path.
  private func paint(_ style: Scene.Style) {
    let isStroked = style.stroke != nil && style.lineWidth.isFinite && style.lineWidth > 0
    if let fill = style.fill {
      canvas.setPaint(fill)
      canvas.fill(keepingPath: isStroked)
    }
    if let stroke = style.stroke, isStroked {
      canvas.setPaint(stroke)
      canvas.setLine(width: style.lineWidth, dash: style.dash, roundCaps: style.roundCaps)
      canvas.stroke()
    }
    canvas.newPath()
  }

  private func paint(_ text: Scene.Text) {
    if let plate = text.plate, text.box.isDrawable {
      canvas.newPath()
      canvas.rectangle(text.box)
      canvas.setPaint(plate)
      canvas.fill()
    }
    guard !text.string.isEmpty, text.position.isFinite,
      let line = fonts.line(text.string, families: scene.fontFamilies, size: text.size, isBold: text.isBold)
    else { return }
    let width = line.extent.width
    let x =
      switch text.anchor {
      case .start: text.position.x
      case .middle: text.position.x - width / 2
      case .end: text.position.x - width
      }
    canvas.setPaint(text.paint)
    canvas.show(line, x: x, baseline: text.position.y)
  }
}

extension Scene.Point {
  /// Whether both coordinates are numbers.
  var isFinite: Bool { x.isFinite && y.isFinite }
}

extension Scene.Rect {
  /// Whether all sides are numbers, and none negative.
  var isDrawable: Bool {
    x.isFinite && y.isFinite && width.isFinite && height.isFinite && width >= 0 && height >= 0
  }
}

extension Scene.Path.Element {
  /// Whether the coordinates are numbers.
  var isFinite: Bool {
    switch self {
    case .move(let point), .line(let point): point.isFinite
    case .close: true
    }
  }
}
