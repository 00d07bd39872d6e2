/// What `q` keeps and `Q` brings back (ISO 32000-1, section 8.4), as far as it is looked at.
struct GraphicsState {
  /// A colour space by what its numbers mean.
  enum Space {
    case gray
    case rgb
    case cmyk
    /// A space whose numbers are not turned into colours here: patterns, inks by name, look-up tables.
    case other
  }

  var transformation = Matrix()
  var fill: FigureColor? = FigureColor(red: 0, green: 0, blue: 0)
  var stroke: FigureColor? = FigureColor(red: 0, green: 0, blue: 0)
  var fillSpace = Space.gray
  var strokeSpace = Space.gray
  var fillOpacity = 1.0
  var strokeOpacity = 1.0
  var lineWidth = 1.0
  var dash: [Double] = []
  var font: FontUse?
  var fontSize = 0.0
  /// 3 and 7 draw nothing.
  var renderingMode = 0
}

/// A font as text operators need it.
struct FontUse {
  /// What one unit of size is in units of text space; 1 but for Type 3 fonts.
  let scale: Double
  /// Bytes of one code.
  let codeLength: Int
  /// Characters by code.
  let characters: [Int: String]
}
