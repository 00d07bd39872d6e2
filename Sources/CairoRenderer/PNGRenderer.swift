public import Charts

/// Draws scenes as PNG files.
///
/// The same scene, fonts and library versions give the same bytes. One renderer belongs to one thread.
public struct PNGRenderer {
  private let measurer: PangoMeasurer

  /// Makes a renderer.
  ///
  /// - Parameter measurer: Whose fonts to use, to open them once.
  public init(sharing measurer: PangoMeasurer = PangoMeasurer()) {
    self.measurer = measurer
  }

  /// Draws a scene.
  ///
  /// - Parameters:
  ///   - scene: What to draw.
  ///   - dpi: Pixels per inch; written into the file too.
  ///   - metadata: What the file says of itself.
  ///   - transparent: Leaves the background out and writes an alpha value for each pixel.
  /// - Returns: The bytes of the file: 8 bits a channel, sRGB values without any colour profile.
  /// - Throws: ``RendererError``: no font, a page or resolution that cannot be drawn, or what the libraries say.
  public func png(
    _ scene: Scene, dpi: Double, metadata: PictureMetadata, transparent: Bool = false
  ) throws(RendererError) -> [UInt8] {
    guard let fonts = measurer.fonts, fonts.hasAnyFont else { throw .noFonts }
    let size = try Self.pixelSize(of: scene, dpi: dpi)
    let surface = try CairoSurface.image(width: size.width, height: size.height, hasAlpha: transparent)
    let canvas = try CairoCanvas(on: surface, pixelsPerPoint: dpi / 72)
    try ScenePainter(scene: scene, canvas: canvas, fonts: fonts).paint(hasBackground: !transparent)

    var file = PNGFile(width: Int(size.width), height: Int(size.height), hasAlpha: transparent)
    file.appendResolution(dotsPerInch: dpi)
    for (keyword, text) in [
      ("Title", metadata.title), ("Description", metadata.description), ("Software", metadata.software),
      ("Source", metadata.source),
    ] {
      file.appendText(keyword: keyword, text.drawable(limit: 10_000))
    }
    file.finish(compressedRows: try Self.compressedRows(of: surface))
    return file.bytes
  }

  /// The rows as zlib data, all with filter 0 (none): charts are flat areas and lines, whose files became a quarter
  /// larger with differences to the left or upper pixel, at any resolution.
  private static func compressedRows(of surface: CairoSurface) throws(RendererError) -> [UInt8] {
    let stream = try DeflateStream(level: 6)
    try surface.forEachRow { (row: [UInt8]) throws(RendererError) in
      try stream.append([0])
      try stream.append(row)
    }
    try stream.finish()
    return stream.output
  }

  /// The size in pixels, if it is one that can and should be drawn.
  static func pixelSize(
    of scene: Scene, dpi: Double
  ) throws(RendererError) -> (width: Int32, height: Int32) {
    guard dpi.isFinite, dpi > 0 else { throw .invalidResolution(dotsPerInch: dpi) }
    try scene.checkPage()
    let width = max(1, (scene.width * dpi / 72).rounded())
    let height = max(1, (scene.height * dpi / 72).rounded())
    guard width <= 20_000, height <= 20_000, width * height <= 200_000_000 else {
      throw .tooManyPixels(width: width, height: height)
    }
    return (Int32(width), Int32(height))
  }
}

extension Scene {
  /// Throws if the page has no size that can be drawn; the upper bound is that of PDF 1.x readers.
  func checkPage() throws(RendererError) {
    guard width.isFinite, height.isFinite, width > 0, height > 0, width <= 14_400, height <= 14_400 else {
      throw .invalidPage(width: width, height: height)
    }
  }
}
