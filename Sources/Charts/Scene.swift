/// A finished picture as a flat list of draw commands, independent of any drawing library.
///
/// Coordinates are points (1/72 inch), y down, origin at the upper left corner, rounded to 0.01 pt before a
/// backend sees them. Backends are Cairo PNG, Cairo PDF, the native SVG writer and the JSON recording.
public struct Scene: Sendable, Equatable {
  /// Width of the page in points.
  public var width: Double
  /// Height of the page in points.
  public var height: Double
  /// The background of the whole page.
  public var background: Color
  /// Name of the chart, used as prefix of SVG ids; letters, digits and hyphens.
  public var name: String
  /// Title for metadata.
  public var title: String
  /// Alternative text.
  public var altText: String
  /// Long description, further facts.
  public var longDescription: String
  /// Font families in order of preference.
  public var fontFamilies: [String]
  /// Commands in drawing order.
  public var commands: [Command] = []
  /// What scripts and tests need to know of the axes.
  public var plots: [PlotArea] = []

  /// Makes an empty scene.
  public init(
    width: Double, height: Double, background: Color, name: String, title: String, altText: String,
    longDescription: String, fontFamilies: [String]
  ) {
    self.width = width
    self.height = height
    self.background = background
    self.name = name
    self.title = title
    self.altText = altText
    self.longDescription = longDescription
    self.fontFamilies = fontFamilies
  }

  /// One draw command.
  public enum Command: Sendable, Equatable {
    /// A path, stroked, filled or both.
    case path(Path)
    /// An axis-parallel rectangle.
    case rect(Rect, style: Style)
    /// A text with its anchor point and measured box.
    case text(Text)
    /// Markers of one kind and style at many places.
    case markers(Markers)
    /// Starts a group; `id` is unique in the scene, `cssClass` says what the group means (`retransmit`).
    case beginGroup(id: String?, cssClass: String?)
    /// Ends the innermost group.
    case endGroup
    /// Limits what follows to a rectangle, up to the matching `endClip`.
    case beginClip(Rect)
    /// Ends the innermost clip.
    case endClip
  }

  /// A point of the page.
  public struct Point: Sendable, Hashable {
    /// Points from the left edge.
    public var x: Double
    /// Points from the upper edge.
    public var y: Double
    /// Makes a point.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A rectangle.
  public struct Rect: Sendable, Hashable {
    /// Left edge.
    public var x: Double
    /// Upper edge.
    public var y: Double
    /// Width, not negative.
    public var width: Double
    /// Height, not negative.
    public var height: Double
    /// Makes a rectangle.
    public init(x: Double, y: Double, width: Double, height: Double) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }
    /// Right edge.
    public var maxX: Double { x + width }
    /// Lower edge.
    public var maxY: Double { y + height }
  }

  /// How a path or rectangle is painted.
  public struct Style: Sendable, Equatable {
    /// Stroke paint; `nil` for none.
    public var stroke: Paint?
    /// Fill paint; `nil` for none.
    public var fill: Paint?
    /// Stroke width in points.
    public var lineWidth: Double
    /// Dash lengths in points, on, off, on, …; empty for solid.
    public var dash: [Double]
    /// Line caps: butt, or round.
    public var roundCaps: Bool
    /// Makes a style.
    public init(
      stroke: Paint? = nil, fill: Paint? = nil, lineWidth: Double = 1, dash: [Double] = [],
      roundCaps: Bool = false
    ) {
      self.stroke = stroke
      self.fill = fill
      self.lineWidth = lineWidth
      self.dash = dash
      self.roundCaps = roundCaps
    }
  }

  /// A colour by its meaning, so that SVG in HTML may use variables.
  public struct Paint: Sendable, Equatable {
    /// The role (`data`, `loss`, `axis`, …), the name of the CSS variable.
    public var role: String
    /// The colour in the scene's theme.
    public var color: Color
    /// Opacity, 0 to 1.
    public var opacity: Double
    /// Makes a paint.
    public init(role: String, color: Color, opacity: Double = 1) {
      self.role = role
      self.color = color
      self.opacity = opacity
    }
  }

  /// A series of sub-paths.
  public struct Path: Sendable, Equatable {
    /// One element of a path.
    public enum Element: Sendable, Hashable {
      /// Starts a sub-path.
      case move(Point)
      /// A straight line.
      case line(Point)
      /// Closes the sub-path.
      case close
    }
    /// The elements.
    public var elements: [Element]
    /// How it is painted.
    public var style: Style
    /// Makes a path.
    public init(elements: [Element], style: Style) {
      self.elements = elements
      self.style = style
    }
  }

  /// Markers at many places.
  public struct Markers: Sendable, Equatable {
    /// The shape.
    public enum Kind: String, Sendable, CaseIterable {
      /// Circle filled with the fill paint and stroked.
      case circle
      /// Filled dot.
      case dot
      /// Diamond.
      case diamond
      /// Triangle pointing up.
      case triangle
      /// Diagonal cross.
      case cross
      /// Short horizontal tick.
      case tick
      /// Square.
      case square
    }
    /// The shape.
    public var kind: Kind
    /// Width and height in points.
    public var size: Double
    /// Centres.
    public var points: [Point]
    /// How each is painted.
    public var style: Style
    /// Makes markers.
    public init(kind: Kind, size: Double, points: [Point], style: Style) {
      self.kind = kind
      self.size = size
      self.points = points
      self.style = style
    }
  }

  /// A text on one line.
  public struct Text: Sendable, Equatable {
    /// Where the anchor point lies along the text.
    public enum Anchor: String, Sendable {
      /// At its left end.
      case start
      /// In its middle.
      case middle
      /// At its right end.
      case end
    }
    /// The text.
    public var string: String
    /// Anchor point on the base line.
    public var position: Point
    /// Anchor.
    public var anchor: Anchor
    /// Font size in points.
    public var size: Double
    /// Whether the font is bold.
    public var isBold: Bool
    /// Colour.
    public var paint: Paint
    /// What the text is (`title`, `tick`, `label`, …), for tests and SVG classes.
    public var purpose: String
    /// The box it was measured to fill.
    public var box: Rect
    /// Colour of a plate behind it, that of what lies there; `nil` for none.
    public var plate: Paint?
    /// Whether a plate lies behind it.
    public var hasPlate: Bool { plate != nil }
    /// Makes a text.
    public init(
      string: String, position: Point, anchor: Anchor, size: Double, isBold: Bool, paint: Paint,
      purpose: String,
      box: Rect, plate: Paint? = nil
    ) {
      self.string = string
      self.position = position
      self.anchor = anchor
      self.size = size
      self.isBold = isBold
      self.paint = paint
      self.purpose = purpose
      self.box = box
      self.plate = plate
    }
  }

  /// The area between the axes and what it maps.
  public struct PlotArea: Sendable, Equatable {
    /// The area.
    public var rect: Rect
    /// Values at its left and right edge; seconds on an axis of time.
    public var xRange: ClosedRange<Double>
    /// Values at its lower and upper edge.
    public var yRange: ClosedRange<Double>
    /// Whether the vertical axis is logarithmic.
    public var hasLogarithmicY = false
    /// Whether the horizontal axis counts time.
    public var hasTime = true
    /// Makes a plot area.
    public init(rect: Rect, xRange: ClosedRange<Double>, yRange: ClosedRange<Double>) {
      self.rect = rect
      self.xRange = xRange
      self.yRange = yRange
    }
  }
}

/// An sRGB colour of three bytes.
public struct Color: Sendable, Hashable {
  /// Red, 0 to 255.
  public var red: UInt8
  /// Green, 0 to 255.
  public var green: UInt8
  /// Blue, 0 to 255.
  public var blue: UInt8

  /// Makes a colour of 0xRRGGBB.
  public init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }
}
