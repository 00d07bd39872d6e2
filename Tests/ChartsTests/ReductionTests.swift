import Testing

@testable import Charts

@Suite struct ColumnReducerTests {
  private func points(_ seed: Int, count: Int) -> [Scene.Point] {
    var generator = SeededGenerator(seed: UInt64(seed))
    var x = 0.0
    return (0..<count).map { _ in
      x += Double.random(in: 0...0.2, using: &generator)
      return Scene.Point(x: x, y: Double.random(in: 0...300, using: &generator))
    }
  }

  @Test(arguments: 0..<60)
  func extremesAndEndsOfEachColumnSurviveInOrder(_ seed: Int) {
    let all = points(seed, count: 3000)
    let kept = ColumnReducer.reduce(all, left: 0, columnWidth: 0.72)
    func columns(_ points: [Scene.Point]) -> [Int: [Scene.Point]] {
      Dictionary(grouping: points) { Int(($0.x / 0.72).rounded(.down)) }
    }
    let before = columns(all)
    let after = columns(kept)
    #expect(before.count == after.count)
    for (column, values) in before {
      let rest = after[column] ?? []
      #expect(rest.count <= 4)
      #expect(rest.map(\.y).min() == values.map(\.y).min())
      #expect(rest.map(\.y).max() == values.map(\.y).max())
      #expect(rest.first == values.first && rest.last == values.last)
    }
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  /// Pixel rows that a line covers in each column, drawn without antialiasing.
  private func cover(_ points: [Scene.Point], width: Double) -> [Int: Set<Int>] {
    var result: [Int: Set<Int>] = [:]
    var previous: Scene.Point?
    for point in points {
      let column = Int((point.x / width).rounded(.down))
      if let before = previous, Int((before.x / width).rounded(.down)) == column {
        let rows = [Int(before.y), Int(point.y)].sorted()
        result[column, default: []].formUnion(rows[0]...rows[1])
      } else {
        result[column, default: []].insert(Int(point.y))
      }
      previous = point
    }
    return result
  }

  @Test(arguments: 0..<20)
  func reducedLineCoversTheSamePixels(_ seed: Int) {
    let all = points(seed, count: 4000)
    let kept = ColumnReducer.reduce(all, left: 0, columnWidth: 1)
    #expect(cover(all, width: 1) == cover(kept, width: 1))
  }

  @Test func valuesThatAreNotFiniteAreLeftOut() {
    let values = [Double.nan, 1, .infinity, 2].enumerated().map { Scene.Point(x: Double($0), y: $1) }
    #expect(ColumnReducer.reduce(values, left: 0, columnWidth: 10).map(\.y) == [1, 2])
  }

  @Test func stepLineHoldsItsValue() {
    var line = StepLine(holdsValue: true)
    line.append(x: 0, y: 10)
    line.append(x: 5, y: 4)
    line.append(x: 5, y: 2)
    #expect(
      line.elements() == [
        .move(.init(x: 0, y: 10)), .line(.init(x: 5, y: 10)), .line(.init(x: 5, y: 4)),
        .line(.init(x: 5, y: 2)),
      ])
  }

  @Test func singlePointMakesNoLine() {
    var line = StepLine(holdsValue: true)
    line.append(x: 0, y: 10)
    #expect(line.elements().isEmpty)
  }
}

@Suite struct BarReducerTests {
  @Test func barsOfOneColumnThatTouchAreOne() {
    let bars: [SegmentMarks.Bar] = [(0.1, 10, 5), (0.3, 6, 2), (0.4, 30, 20), (1.5, 9, 8)]
    let united = BarReducer.united(bars, left: 0, columnWidth: 1)
    #expect(united.map(\.x) == [0.5, 0.5, 1.5])
    #expect(united.map(\.top) == [2, 20, 8])
    #expect(united.map(\.bottom) == [10, 30, 9])
  }

  @Test func numberOfBarsIsBounded() {
    let bars = (0..<5000).map { index -> SegmentMarks.Bar in
      (Double(index) * 0.1, Double(index % 100) * 3 + 1, Double(index % 100) * 3)
    }
    #expect(BarReducer.united(bars, left: 0, columnWidth: 1, maximum: 900).count <= 900)
  }
}

@Suite struct DensityClassTests {
  @Test(arguments: [
    (0, DensityClass.small), (50, .small), (51, .medium), (120, .medium), (121, .large), (1_000_000, .large),
  ])
  func marksPerColumnDecide(_ marks: Int, _ expected: DensityClass) {
    #expect(DensityClass(marks: marks, columns: 100) == expected)
  }
}

@Suite struct DodgeTests {
  @Test func boxesThatAreApartStay() {
    #expect(Dodge.centers(wanted: [10, 50], heights: [10, 10], range: 0...100) == [10, 50])
  }

  @Test func boxesThatOverlapShareTheMovement() {
    #expect(Dodge.centers(wanted: [50, 52], heights: [10, 10], range: 0...100) == [46, 56])
  }

  @Test func boxesStayInTheRange() {
    #expect(Dodge.centers(wanted: [0, 0, 0], heights: [10, 10, 10], range: 0...100) == [5, 15, 25])
    #expect(Dodge.centers(wanted: [99, 100], heights: [10, 20], range: 0...100) == [75, 90])
  }

  @Test(arguments: 0..<100)
  func boxesNeverOverlapAndKeepTheirOrder(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...8, using: &generator)
    let wanted = (0..<count).map { _ in Double.random(in: -10...210, using: &generator) }.sorted()
    let heights = (0..<count).map { _ in Double.random(in: 5...24, using: &generator) }
    let centers = Dodge.centers(wanted: wanted, heights: heights, range: 0...200)
    for index in 1..<max(1, count) {
      #expect(centers[index] - centers[index - 1] >= (heights[index] + heights[index - 1]) / 2 - 1e-6)
    }
    #expect(centers[0] - heights[0] / 2 >= -1e-6)
    #expect((centers.last ?? 0) + (heights.last ?? 0) / 2 <= 200 + 1e-6)
  }
}
