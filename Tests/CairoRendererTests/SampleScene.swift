import CairoRenderer
import Charts

extension Scene {
  /// An empty page on white.
  static func page(width: Double = 200, height: Double = 100, background: UInt32 = 0xFFFFFF) -> Scene {
    Scene(
      width: width, height: height, background: Color(background), name: "sample", title: "Sample",
      altText: "A sample.", longDescription: "",
      fontFamilies: ["DejaVu Sans", "Liberation Sans", "sans-serif"])
  }

  /// A page with something of each kind.
  static var sample: Scene {
    var scene = page(width: 300, height: 150)
    scene.commands = [
      .beginGroup(id: "plot", cssClass: "plot"),
      .path(
        Path(
          elements: [.move(Point(x: 20, y: 130.2)), .line(Point(x: 280, y: 130.2))],
          style: Style(stroke: .grid, lineWidth: 0.5))),
      .beginClip(Rect(x: 20, y: 20, width: 260, height: 110)),
      .rect(Rect(x: 30, y: 40, width: 60, height: 30), style: Style(fill: .red)),
      .path(
        Path(
          elements: (0..<50).map { .line(Point(x: 20 + 5 * Double($0), y: $0 % 2 == 0 ? 60 : 90)) },
          style: Style(stroke: .blue, lineWidth: 1.4, dash: [4, 1.5]))),
      .endClip, .endGroup,
    ]
    for (index, kind) in Markers.Kind.allCases.enumerated() {
      scene.commands.append(
        .markers(
          Markers(
            kind: kind, size: 8, points: [Point(x: 40 + 30 * Double(index), y: 110)],
            style: Style(stroke: .blue, fill: .red, lineWidth: 1))))
    }
    scene.commands += [
      .text(.label("Sequence number (MB)", x: 20, y: 14)),
      .text(.label("10.9.0.1:39990 → 10.9.0.2:80", x: 280, y: 14, anchor: .end)),
      .text(.label("goodput 9.43", x: 150, y: 30, anchor: .middle, isBold: true)),
    ]
    return scene
  }
}

extension Scene.Paint {
  static let red = Scene.Paint(role: "loss", color: Color(0xFF0000))
  static let blue = Scene.Paint(role: "data", color: Color(0x0000FF))
  static let black = Scene.Paint(role: "text", color: Color(0x000000))
  static let grid = Scene.Paint(role: "grid", color: Color(0xE6E6E6))
}

extension Scene.Text {
  static func label(
    _ string: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 10, isBold: Bool = false
  ) -> Scene.Text {
    Scene.Text(
      string: string, position: .init(x: x, y: y), anchor: anchor, size: size, isBold: isBold, paint: .black,
      purpose: "label", box: .init(x: x, y: y - size, width: 10, height: size))
  }
}

extension PictureMetadata {
  static let sample = PictureMetadata(
    title: "Zeitsequenz für A", description: "Time sequence A → B.", software: "captcp 1.0.0",
    source: "snd.pcap, 14 MB", keywords: ["TCP", "capture"], creationSeconds: 1_700_000_000)
}
