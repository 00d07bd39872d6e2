/// Pushes boxes on a line apart with the least movement, in their order.
enum Dodge {
  private struct Block {
    var items: [Int]
    var height: Double
    /// Sum over items of the start that the block would have if the item lay where it wants.
    var wish: Double
    var start: Double { wish / Double(items.count) }
  }

  /// Centres of boxes that do not overlap.
  ///
  /// - Parameters:
  ///   - wanted: Where each centre would lie, ascending.
  ///   - heights: Height of each box.
  ///   - range: Where the boxes must lie, if they fit there.
  /// - Returns: As many centres as boxes.
  static func centers(wanted: [Double], heights: [Double], range: ClosedRange<Double>) -> [Double] {
    var blocks: [Block] = []
    for index in wanted.indices {
      var block = Block(
        items: [index], height: heights[index],
        wish: clamp(wanted[index] - heights[index] / 2, height: heights[index], range))
      while let last = blocks.last, start(block, range) < start(last, range) + last.height - 1e-9 {
        blocks.removeLast()
        block = Block(
          items: last.items + block.items, height: last.height + block.height,
          wish: last.wish + block.wish - Double(block.items.count) * last.height)
      }
      blocks.append(block)
    }
    var centers = [Double](repeating: 0, count: wanted.count)
    for block in blocks {
      var top = start(block, range)
      for item in block.items {
        centers[item] = top + heights[item] / 2
        top += heights[item]
      }
    }
    return centers
  }

  private static func start(_ block: Block, _ range: ClosedRange<Double>) -> Double {
    clamp(block.start, height: block.height, range)
  }

  private static func clamp(_ start: Double, height: Double, _ range: ClosedRange<Double>) -> Double {
    max(range.lowerBound, min(start, range.upperBound - height))
  }
}
