import CCairo
public import Charts

/// Draws scenes as PDF files, a page each, with text that can be searched and fonts embedded.
///
/// The same scene, fonts and library versions give the same bytes. One renderer belongs to one thread.
public struct PDFRenderer {
  private let measurer: PangoMeasurer

  /// Makes a renderer.
  ///
  /// - Parameter measurer: Whose fonts to use, to open them once.
  public init(sharing measurer: PangoMeasurer = PangoMeasurer()) {
    self.measurer = measurer
  }

  /// Draws a scene; the page has the scene's size.
  ///
  /// - Parameters:
  ///   - scene: What to draw.
  ///   - metadata: What the file says of itself; its time of creation is always written, because Cairo would write
  ///     the time of day instead.
  /// - Returns: The bytes of the file.
  /// - Throws: ``RendererError``: no font, a page of no size, or what Cairo says.
  public func pdf(_ scene: Scene, metadata: PictureMetadata) throws(RendererError) -> [UInt8] {
    try pdf([scene], metadata: metadata)
  }

  /// Draws scenes on pages of their own, each of its scene's size.
  ///
  /// - Parameters:
  ///   - pages: What to draw, at least one.
  ///   - metadata: What the file says of itself.
  /// - Returns: The bytes of the file.
  /// - Throws: ``RendererError``: no font, a page of no size, or what Cairo says.
  public func pdf(_ pages: [Scene], metadata: PictureMetadata) throws(RendererError) -> [UInt8] {
    guard let fonts = measurer.fonts, fonts.hasAnyFont else { throw .noFonts }
    for page in pages { try page.checkPage() }
    guard let first = pages.first else { throw .drawing(reason: "no page") }
    let surface = try CairoSurface.pdf(width: first.width, height: first.height)
    let keywords = metadata.keywords.joined(separator: ", ")
    for (field, text) in [
      (CAIRO_PDF_METADATA_TITLE, metadata.title), (CAIRO_PDF_METADATA_SUBJECT, metadata.description),
      (CAIRO_PDF_METADATA_KEYWORDS, keywords), (CAIRO_PDF_METADATA_CREATOR, metadata.software),
      (CAIRO_PDF_METADATA_CREATE_DATE, metadata.creationDate),
      (CAIRO_PDF_METADATA_MOD_DATE, metadata.creationDate),
    ] {
      surface.setMetadata(field, text.drawable(limit: 10_000))
    }
    for (index, page) in pages.enumerated() {
      if index > 0 { surface.setPageSize(width: page.width, height: page.height) }
      try draw(page, on: surface, fonts: fonts)
      if index < pages.count - 1 { surface.endPage() }
    }
    return try surface.finishedBytes()
  }

  /// Draws the page; the canvas has ended when this returns, as the surface needs before it can end.
  private func draw(_ scene: Scene, on surface: CairoSurface, fonts: PangoText) throws(RendererError) {
    let canvas = try CairoCanvas(on: surface, pixelsPerPoint: nil)
    try ScenePainter(scene: scene, canvas: canvas, fonts: fonts).paint(hasBackground: true)
  }
}
