/// A chart that may need several pages: a PDF gets them all, other pictures are files with a number each.
public protocol PagedChart: Chart {
  /// Lays all pages out; there is at least one.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  func pages(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> [Scene]
}

extension PagedChart {
  /// The first page.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  public func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene {
    let pages = try pages(style: style, measurer: measurer)
    guard let first = pages.first else {
      throw .noRoom(text: title, width: style.preset.width, height: style.preset.height)
    }
    return first
  }
}
