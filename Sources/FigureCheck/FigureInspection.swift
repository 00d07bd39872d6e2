/// What a figure consists of, as far as its look in print depends on it.
public struct FigureInspection: Sendable {
  /// A font of the file.
  public struct Font: Sendable, Hashable {
    /// Name without the tag of a subset.
    public let name: String
    /// Kind as the file names it: `Type1`, `TrueType`, `Type0`, `Type3`, `MMType1`.
    public let kind: String
    /// Whether its outlines are in the file.
    public let isEmbedded: Bool
    /// The first page that names it, from 1.
    public let page: Int
  }

  /// All texts of one size on one page.
  public struct Text: Sendable, Hashable {
    /// The page, from 1.
    public let page: Int
    /// The size of the type on the page, in hundredths of a point.
    public let hundredths: Int
    /// How many pieces of text.
    public var pieces: Int
    /// The first of them; empty where the font does not tell its characters.
    public let sample: String

    /// The size in points.
    public var points: Double { Double(hundredths) / 100 }
  }

  /// A colour with all that is drawn in it, but for texts.
  public struct Mark: Sendable, Hashable {
    /// The page, from 1.
    public let page: Int
    /// The colour, as it looks on the background.
    public let color: FigureColor
    /// Whether the page is dark, as that of a slide, and not for print.
    public let isOnDarkPage: Bool
    /// Forms of what is drawn in it.
    public var signs: Set<MarkSign>
    /// The part of the page around all that is drawn in it.
    public var area: FigureArea
  }

  /// Number of pages.
  public internal(set) var pages = 0
  /// Fonts in order of their pages and names.
  public internal(set) var fonts: [Font] = []
  /// Texts by page and size.
  public internal(set) var texts: [Text] = []
  /// Marks by page, in the order of drawing.
  public internal(set) var marks: [Mark] = []
  /// Whether there are colours that are not judged: patterns, shadings, inks by name, pictures of pixels.
  public internal(set) var hasOtherColors = false
  /// Key words of the file's information.
  public internal(set) var keywords = ""

  /// Reads a PDF file.
  ///
  /// - Parameter bytes: The file; any bytes are allowed.
  /// - Throws: ``PDFError``.
  /// - Complexity: O(n) in the bytes of the file and its streams, which are bounded.
  public init(of bytes: [UInt8]) throws(PDFError) {
    let file = try PDFFile(bytes)
    let reader = FigureReader(file: file)
    try reader.readAll()
    self = reader.inspection
  }

  init() {}
}
