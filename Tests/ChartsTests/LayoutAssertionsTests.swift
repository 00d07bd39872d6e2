import Testing

@testable import Charts

/// Each rule is broken once, so that a silent checker would be noticed.
@Suite struct LayoutAssertionsTests {
  private let style = ChartStyle()

  private func page(_ commands: [Scene.Command]) -> [String] {
    var scene = Scene(
      width: 648, height: 331, background: Color(0xFFFFFF), name: "x", title: "", altText: "",
      longDescription: "",
      fontFamilies: [])
    scene.commands = commands
    scene.plots = [.init(rect: .init(x: 60, y: 60, width: 500, height: 200), xRange: 0...1, yRange: 0...1)]
    return LayoutAssertions.violations(in: scene, style: style)
  }

  private func text(
    _ string: String, x: Double, y: Double, size: Double = 10, hasPlate: Bool = false,
    purpose: String = "tick"
  ) -> Scene.Command {
    .text(
      Scene.Text(
        string: string, position: .init(x: x, y: y), anchor: .start, size: size, isBold: false,
        paint: Theme.light.paint(.text), purpose: purpose,
        box: .init(x: x, y: y - 8, width: 30, height: 10),
        plate: hasPlate ? Theme.light.paint(.background) : nil))
  }

  private func line(_ y: Double) -> Scene.Command {
    .path(
      Scene.Path(
        elements: [.move(.init(x: 0, y: y)), .line(.init(x: 600, y: y + 1))],
        style: .init(stroke: Theme.light.paint(.data))))
  }

  @Test func goodPageHasNoViolation() {
    #expect(page([text("a", x: 10, y: 50), text("b", x: 100, y: 50), line(200)]).isEmpty)
  }

  @Test func textOutsideThePageIsFound() {
    #expect(page([text("a", x: 630, y: 50)]).count == 1)
  }

  @Test func textsThatTouchAreFound() {
    #expect(
      page([text("a", x: 10, y: 50, purpose: "name"), text("b", x: 41, y: 50, purpose: "name")]).count == 1)
    #expect(
      page([text("a", x: 10, y: 50, purpose: "name"), text("b", x: 43, y: 50, purpose: "name")]).isEmpty)
  }

  @Test func ticksOfOneRowNeedMoreAir() {
    #expect(page([text("a", x: 10, y: 50), text("b", x: 44, y: 50)]).count == 1)
    #expect(page([text("a", x: 10, y: 50), text("b", x: 46.5, y: 50)]).isEmpty)
  }

  @Test func textOnALineNeedsAPlate() {
    #expect(page([text("a", x: 10, y: 50), line(47)]).count == 1)
    #expect(page([text("a", x: 10, y: 50, hasPlate: true), line(47)]).isEmpty)
  }

  @Test func clippedLineDoesNotReachAText() {
    let clip = Scene.Rect(x: 100, y: 0, width: 100, height: 300)
    #expect(page([text("a", x: 10, y: 50), .beginClip(clip), line(47), .endClip]).isEmpty)
  }

  @Test func smallTextIsFound() {
    #expect(page([text("a", x: 10, y: 50, size: 8)]).count == 1)
  }

  @Test func smallPlotIsFound() {
    var scene = Scene(
      width: 648, height: 331, background: Color(0xFFFFFF), name: "x", title: "", altText: "",
      longDescription: "",
      fontFamilies: [])
    scene.plots = [.init(rect: .init(x: 0, y: 0, width: 280, height: 130), xRange: 0...1, yRange: 0...1)]
    #expect(LayoutAssertions.violations(in: scene, style: style).count == 2)
  }

  @Test func markerOutsideItsClipIsFound() {
    let clip = Scene.Rect(x: 100, y: 0, width: 100, height: 300)
    func marker(_ x: Double) -> Scene.Command {
      .markers(.init(kind: .circle, size: 4, points: [.init(x: x, y: 20)], style: .init()))
    }
    #expect(page([.beginClip(clip), marker(90), .endClip]).count == 1)
    #expect(page([.beginClip(clip), marker(97), .endClip, marker(20)]).isEmpty)
  }
}
