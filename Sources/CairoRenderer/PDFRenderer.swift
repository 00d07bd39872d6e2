import CCairo
public import Charts

/// Draws scenes as PDF files of one page, with text that can be searched and fonts embedded.
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
    guard let fonts = measurer.fonts, fonts.hasAnyFont else { throw .noFonts }
    try scene.checkPage()
    let surface = try CairoSurface.pdf(width: scene.width, height: scene.height)
    let keywords = metadata.keywords.joined(separator: ", ")
    for (field, text) in [
      (CAIRO_PDF_METADATA_TITLE, metadata.title), (CAIRO_PDF_METADATA_SUBJECT, metadata.description),
      (CAIRO_PDF_METADATA_KEYWORDS, keywords), (CAIRO_PDF_METADATA_CREATOR, metadata.software),
      (CAIRO_PDF_METADATA_CREATE_DATE, metadata.creationDate),
      (CAIRO_PDF_METADATA_MOD_DATE, metadata.creationDate),
    ] {
      surface.setMetadata(field, text.drawable(limit: 10_000))
    }
    try draw(scene, on: surface, fonts: fonts)
    return try surface.finishedBytes()
  }

  /// Draws the page; the canvas has ended when this returns, as the surface needs before it can end.
  private func draw(_ scene: Scene, on surface: CairoSurface, fonts: PangoText) throws(RendererError) {
    let canvas = try CairoCanvas(on: surface, pixelsPerPoint: nil)
    try ScenePainter(scene: scene, canvas: canvas, fonts: fonts).paint(hasBackground: true)
  }
}
