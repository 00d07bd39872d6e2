import CCairo
import Charts

/// The fonts of the system, as one thread of work uses them; all pointers of Pango live in this file.
///
/// Texts are set at 72 dots per inch, so that one unit is one point, without hinting: a text takes the same room on
/// every medium and at every resolution.
final class PangoText {
  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  private let context: OpaquePointer
  private let attributes: OpaquePointer
  /// Faces that were asked for, without size; a chart asks for few, and for each of them thousands of times.
  private var faces: [Face: OpaquePointer] = [:]
  /// Whether there is any face to draw with.
  let hasAnyFont: Bool

  /// Opens the system's fonts; `nil` where Pango was built without a font back end for Cairo.
  init?() {
    guard let fontMap = pango_cairo_font_map_new() else { return nil }
    guard let context = pango_font_map_create_context(fontMap) else {
      g_object_unref(fontMap)
      return nil
    }
    self.fontMap = fontMap
    self.context = context
    pango_cairo_context_set_resolution(context, 72)
    let options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    // The language of the user must not choose other glyphs than that of a colleague.
    pango_context_set_language(context, pango_language_from_string("en"))
    pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)

    attributes = pango_attr_list_new()
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"))
    // Pango lists its generic families even where there is no font, so ask for a face.
    hasAnyFont = Self.resolvedFamily(for: [], isBold: false, fontMap: fontMap, context: context) != nil
  }

  deinit {
    for face in faces.values { pango_font_description_free(face) }
    pango_attr_list_unref(attributes)
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(fontMap)
  }

  /// Sets one line of text.
  ///
  /// - Returns: `nil` where no font is installed or the size is not above 0.
  func line(_ text: String, families: [String], size: Double, isBold: Bool) -> PangoLine? {
    guard hasAnyFont, size.isFinite, size > 0, let layout = pango_layout_new(context) else { return nil }
    let size = min(size, 5000)
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_attributes(layout, attributes)
    let face = face(Face(families: families, isBold: isBold))
    // Pango counts in 1/1024 pt with 32 bits: sizes and lengths stay far below the overflow. The layout keeps a copy.
    pango_font_description_set_absolute_size(face, size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, face)
    var drawable = text.drawable(limit: Int(max(16, min(10_000, 100_000 / size))))
    drawable.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        pango_layout_set_text(layout, characters.baseAddress, Int32(truncatingIfNeeded: characters.count))
      }
    }
    return PangoLine(owning: layout)
  }

  /// The family that texts in these families are really set in; `nil` where no font is installed.
  func resolvedFamily(for families: [String], isBold: Bool) -> String? {
    Self.resolvedFamily(for: families, isBold: isBold, fontMap: fontMap, context: context)
  }

  private static func resolvedFamily(
    for families: [String], isBold: Bool, fontMap: UnsafeMutablePointer<PangoFontMap>, context: OpaquePointer
  ) -> String? {
    let wanted = description(families: families, isBold: isBold)
    defer { pango_font_description_free(wanted) }
    pango_font_description_set_absolute_size(wanted, 10 * Double(PANGO_SCALE))
    guard let font = pango_font_map_load_font(fontMap, context, wanted) else { return nil }
    defer { g_object_unref(font) }
    guard let face = pango_font_describe(font) else { return nil }
    defer { pango_font_description_free(face) }
    return pango_font_description_get_family(face).map { String(cString: $0) }
  }

  private struct Face: Hashable {
    var families: [String]
    var isBold: Bool
  }

  private func face(_ face: Face) -> OpaquePointer? {
    if let known = faces[face] { return known }
    let made = Self.description(families: face.families, isBold: face.isBold)
    faces[face] = made
    return made
  }

  private static func description(families: [String], isBold: Bool) -> OpaquePointer? {
    let description = pango_font_description_new()
    // A comma separates families in Pango's list, so it cannot be part of one.
    let list = families.map { $0.drawable(limit: 200).filter { $0 != "," } }.filter { !$0.isEmpty }
    pango_font_description_set_family(description, list.isEmpty ? "sans-serif" : list.joined(separator: ","))
    pango_font_description_set_weight(description, isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    return description
  }
}

/// One line of text that is set and can be drawn.
final class PangoLine {
  private let layout: OpaquePointer
  /// The room it takes.
  let extent: TextExtent

  fileprivate init(owning layout: OpaquePointer) {
    self.layout = layout
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    let unit = Double(PANGO_SCALE)
    let ascent = Double(pango_layout_get_baseline(layout)) / unit
    extent = TextExtent(
      width: max(0, Double(logical.width) / unit), ascent: ascent,
      descent: max(0, Double(logical.height) / unit - ascent))
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// Draws the line with its upper left corner at the context's current point.
  ///
  /// Cairo's image surface moves each glyph to a whole pixel, which spoils the spacing of small text, so outlines
  /// are filled there; a PDF needs glyphs to be text.
  ///
  /// - Parameters:
  ///   - context: Where to draw.
  ///   - asOutlines: Fills the outlines of the glyphs instead of placing glyphs.
  func show(on context: OpaquePointer, asOutlines: Bool) {
    if asOutlines {
      pango_cairo_layout_path(context, layout)
      cairo_fill(context)
    } else {
      pango_cairo_show_layout(context, layout)
    }
  }
}
