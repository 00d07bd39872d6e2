import Measurements

/// Writes a scene as text, one draw command a line, to compare layouts without drawing them.
public enum SceneRecording {
  /// The recording: JSON lines, the page first, then plots and commands in drawing order.
  public static func lines(_ scene: Scene) -> [UInt8] {
    var text = TextBuffer(capacity: 64 << 10)
    line(into: &text) { json in
      json.member("page", scene.name)
      json.member("width", scene.width, decimals: 2)
      json.member("height", scene.height, decimals: 2)
      json.member("background", scene.background.hex)
      json.member("title", scene.title)
      json.member("alt", scene.altText)
      json.member("description", scene.longDescription)
      json.member("fonts", scene.fontFamilies.joined(separator: ", "))
    }
    for plot in scene.plots {
      line(into: &text) { json in
        json.key("plot")
        box(plot.rect, into: &json)
        json.member("x0", plot.xRange.lowerBound)
        json.member("x1", plot.xRange.upperBound)
        json.member("y0", plot.yRange.lowerBound)
        json.member("y1", plot.yRange.upperBound)
        json.member("logarithmicY", plot.hasLogarithmicY)
      }
    }
    for command in scene.commands {
      line(into: &text) { json in write(command, into: &json) }
    }
    return text.bytes
  }

  private static func line(into text: inout TextBuffer, _ members: (inout JSONWriter) -> Void) {
    var json = JSONWriter(pretty: false)
    json.beginObject()
    members(&json)
    json.endObject()
    text.append(contentsOf: json.text.bytes)
    text.append("\n")
  }

  private static func write(_ command: Scene.Command, into json: inout JSONWriter) {
    switch command {
    case .path(let path):
      json.member("path", outline(path))
      write(path.style, into: &json)
    case .rect(let rect, let style):
      json.key("rect")
      box(rect, into: &json)
      write(style, into: &json)
    case .text(let text): write(text, into: &json)
    case .markers(let markers):
      json.member("markers", markers.kind.rawValue)
      json.member("size", markers.size, decimals: 2)
      json.key("points")
      json.beginArray()
      for point in markers.points {
        json.value(point.x, decimals: 2)
        json.value(point.y, decimals: 2)
      }
      json.endArray()
      write(markers.style, into: &json)
    case .beginGroup(let id, let cssClass):
      json.member("group", cssClass)
      if let id { json.member("id", id) }
    case .endGroup: json.member("end", "group")
    case .beginClip(let rect):
      json.key("clip")
      box(rect, into: &json)
    case .endClip: json.member("end", "clip")
    }
  }

  private static func write(_ text: Scene.Text, into json: inout JSONWriter) {
    json.member("text", text.string)
    json.member("x", text.position.x, decimals: 2)
    json.member("y", text.position.y, decimals: 2)
    json.member("anchor", text.anchor.rawValue)
    json.member("size", text.size, decimals: 2)
    if text.isBold { json.member("bold", true) }
    json.member("purpose", text.purpose)
    json.member("fill", paint(text.paint))
    json.key("box")
    box(text.box, into: &json)
    if let plate = text.plate { json.member("plate", plate.role) }
  }

  private static func write(_ style: Scene.Style, into json: inout JSONWriter) {
    if let stroke = style.stroke {
      json.member("stroke", paint(stroke))
      json.member("width", style.lineWidth, decimals: 2)
    }
    if let fill = style.fill { json.member("fill", paint(fill)) }
    if !style.dash.isEmpty {
      json.key("dash")
      json.beginArray()
      for length in style.dash { json.value(length, decimals: 2) }
      json.endArray()
    }
    if style.roundCaps { json.member("caps", "round") }
  }

  private static func paint(_ paint: Scene.Paint) -> String {
    var text = TextBuffer()
    text.append("\(paint.role) \(paint.color.hex)")
    if paint.opacity < 1 {
      text.append(" ")
      text.append(paint.opacity, decimals: 2, trimmingZeros: true)
    }
    return text.string
  }

  private static func outline(_ path: Scene.Path) -> String {
    var text = TextBuffer()
    func pair(_ command: String, _ point: Scene.Point) {
      text.append(command)
      text.append(point.x, decimals: 2, trimmingZeros: true)
      text.append(",")
      text.append(point.y, decimals: 2, trimmingZeros: true)
    }
    for element in path.elements {
      switch element {
      case .move(let point): pair("M", point)
      case .line(let point): pair("L", point)
      case .close: text.append("Z")
      }
    }
    return text.string
  }

  private static func box(_ rect: Scene.Rect, into json: inout JSONWriter) {
    json.beginArray()
    for value in [rect.x, rect.y, rect.width, rect.height] { json.value(value, decimals: 2) }
    json.endArray()
  }
}
