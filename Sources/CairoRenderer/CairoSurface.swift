import CCairo

/// A sheet to draw on: pixels, or the pages of a PDF.
///
/// Owns the surface of Cairo.
final class CairoSurface {
  /// Receives the bytes of a PDF.
  private final class ByteSink {
    var bytes: [UInt8] = []
  }

  /// The surface of Cairo, valid as long as this object.
  let pointer: OpaquePointer
  private let sink: ByteSink?
  /// Whether pixels have an alpha value.
  let hasAlpha: Bool

  private init(owning pointer: OpaquePointer?, sink: ByteSink?, hasAlpha: Bool) throws(RendererError) {
    guard let pointer else { throw .drawing(reason: "no surface") }
    self.pointer = pointer
    self.sink = sink
    self.hasAlpha = hasAlpha
    try check()
  }

  deinit {
    // A PDF surface writes its rest when it ends, into the sink, which is still there.
    cairo_surface_finish(pointer)
    cairo_surface_destroy(pointer)
  }

  /// A surface of pixels.
  static func image(width: Int32, height: Int32, hasAlpha: Bool) throws(RendererError) -> CairoSurface {
    let format = hasAlpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
    return try CairoSurface(
      owning: cairo_image_surface_create(format, width, height), sink: nil, hasAlpha: hasAlpha)
  }

  /// A PDF whose first page has this size, in points.
  static func pdf(width: Double, height: Double) throws(RendererError) -> CairoSurface {
    let sink = ByteSink()
    let surface = cairo_pdf_surface_create_for_stream(
      { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(sink).toOpaque(), width, height)
    return try CairoSurface(owning: surface, sink: sink, hasAlpha: false)
  }

  /// Throws what went wrong so far.
  func check() throws(RendererError) {
    let status = cairo_surface_status(pointer)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .drawing(reason: String(cString: cairo_status_to_string(status)))
    }
  }

  /// Starts a drawing on the surface.
  func makeContext() -> OpaquePointer? { cairo_create(pointer) }

  /// Sets a field of a PDF's document information; empty texts are left out.
  func setMetadata(_ field: cairo_pdf_metadata_t, _ text: String) {
    guard !text.isEmpty else { return }
    cairo_pdf_surface_set_metadata(pointer, field, text)
  }

  /// Sets the size of the page of a PDF that begins, in points.
  func setPageSize(width: Double, height: Double) { cairo_pdf_surface_set_size(pointer, width, height) }

  /// Ends a page of a PDF; what is drawn next stands on another.
  func endPage() { cairo_surface_show_page(pointer) }

  /// Ends the PDF and gives its bytes.
  func finishedBytes() throws(RendererError) -> [UInt8] {
    cairo_surface_finish(pointer)
    try check()
    return sink?.bytes ?? []
  }

  /// Calls with each row of pixels from the top, as red, green, blue and, if there is one, alpha.
  func forEachRow<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    cairo_surface_flush(pointer)
    let width = Int(cairo_image_surface_get_width(pointer))
    let height = Int(cairo_image_surface_get_height(pointer))
    let stride = Int(cairo_image_surface_get_stride(pointer))
    guard let data = cairo_image_surface_get_data(pointer), width > 0 else { return }
    var row = [UInt8](repeating: 0, count: width * (hasAlpha ? 4 : 3))
    for y in 0..<height {
      // A pixel is a 32-bit number in the byte order of the machine: alpha, red, green, blue from the top.
      let pixels = UnsafeRawBufferPointer(start: data + y * stride, count: width * 4)
      if hasAlpha {
        Self.copyStraight(pixels, into: &row)
      } else {
        Self.copyOpaque(pixels, into: &row)
      }
      try body(row)
    }
  }

  private static func copyOpaque(_ pixels: UnsafeRawBufferPointer, into row: inout [UInt8]) {
    row.withUnsafeMutableBufferPointer { row in
      var place = 0
      for pixel in pixels.assumingMemoryBound(to: UInt32.self) {
        row[place] = UInt8(truncatingIfNeeded: pixel >> 16)
        row[place + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
        row[place + 2] = UInt8(truncatingIfNeeded: pixel)
        place += 3
      }
    }
  }

  /// Copies pixels whose colours Cairo stores multiplied by alpha; PNG has them unmultiplied.
  private static func copyStraight(_ pixels: UnsafeRawBufferPointer, into row: inout [UInt8]) {
    var place = 0
    for pixel in pixels.assumingMemoryBound(to: UInt32.self) {
      let alpha = pixel >> 24
      for shift: UInt32 in [16, 8, 0] {
        let value = pixel >> shift & 0xFF
        row[place] = alpha == 0 ? 0 : UInt8(min(255, (value * 255 + alpha / 2) / alpha))
        place += 1
      }
      row[place] = UInt8(alpha)
      place += 1
    }
  }
}
