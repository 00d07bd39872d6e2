/// What the user has marked: bands and lines behind the data, and their words where they find room.
extension Panel {
  /// What is marked in the part that the plot shows, by its number in the style.
  private func marked(_ type: Typography) -> [(
    number: Int, annotation: Annotation, span: ClosedRange<Double>
  )] {
    guard spec.xAxis == nil, spec.showsTicks else { return [] }
    return type.style.annotations.enumerated().compactMap { number, annotation in
      annotation.span(on: spec.timeAxis).flatMap(visibleSpan).map { (number, annotation, $0) }
    }
  }

  /// Periods as bands.
  func markedBands(_ type: Typography) -> [ClosedRange<Double>] {
    marked(type).filter(\.annotation.isPeriod).map(\.span)
  }

  /// Draws a line for each moment.
  func drawMarkedMoments(into scene: inout SceneBuilder) {
    let moments = marked(scene.type).filter { !$0.annotation.isPeriod }
    guard !moments.isEmpty else { return }
    scene.beginGroup("marked")
    scene.path(
      moments.flatMap { moment -> [Scene.Path.Element] in
        let x = moment.span.lowerBound
        return [.move(.init(x: x, y: plot.y)), .line(.init(x: x, y: plot.maxY))]
      },
      style: .init(stroke: scene.type.theme.paint(.aux), lineWidth: scene.type.line * 0.7, dash: [3, 2]),
      isInk: true)
    scene.endGroup()
  }

  /// Writes the words of what is marked, each once on a page; one that finds no room stands in the caption only.
  func drawMarkedNames(into scene: inout SceneBuilder) {
    let marked = marked(scene.type).filter { !scene.namedAnnotations.contains($0.number) }
    guard !marked.isEmpty else { return }
    scene.beginGroup("marked-names")
    for item in marked where drawMarkedName(item.annotation, span: item.span, into: &scene) {
      scene.namedAnnotations.insert(item.number)
    }
    scene.endGroup()
  }

  /// Inside a band that is wide enough, else to the right or left; from the top of the plot downwards.
  private func drawMarkedName(
    _ annotation: Annotation, span: ClosedRange<Double>, into scene: inout SceneBuilder
  ) -> Bool {
    let u = scene.type.size
    let text = scene.type.shortened(annotation.text, width: 0.5 * plot.width)
    let width = scene.type.width(text)
    let gap = 0.4 * u
    var places = [span.upperBound + gap, span.lowerBound - gap - width]
    if annotation.isPeriod, span.upperBound - span.lowerBound >= width + u {
      places.insert((span.lowerBound + span.upperBound - width) / 2, at: 0)
    }
    for limit in [0, 0.15] {
      for x in places {
        for middle in stride(from: plot.y + 0.9 * u, to: plot.maxY - 0.8 * u, by: 0.5 * u) {
          let y = scene.baseline(center: middle)
          let box = scene.box(text, x: x, y: y, anchor: .start)
          guard plot.contains(box.expanded(by: 0.1 * u)), isClear(box, scene),
            scene.ink.share(in: box) <= limit
          else { continue }
          scene.text(
            text, x: x, y: y, paint: scene.type.theme.paint(.text), purpose: "annotation",
            hasPlate: needsPlate(box.expanded(by: 0.2 * u), scene))
          return true
        }
      }
    }
    return false
  }
}
