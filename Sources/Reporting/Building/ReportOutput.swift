public import Charts

/// A finished report: bytes to write, nothing is written here.
public struct ReportOutput: Sendable, Equatable {
  /// A further file of the report.
  public struct Companion: Sendable, Equatable {
    /// Path relative to the report's folder, with `/`.
    public var path: String
    /// The content.
    public var bytes: [UInt8]
    /// Makes a file.
    public init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// The report itself.
  public var bytes: [UInt8]
  /// Pictures and data beside it, in the order in which the report names them.
  public var companions: [Companion]
  /// What had to be left out, in sentences, for standard error.
  public var warnings: [String]

  /// Makes an output.
  public init(bytes: [UInt8], companions: [Companion] = [], warnings: [String] = []) {
    self.bytes = bytes
    self.companions = companions
    self.warnings = warnings
  }
}

/// A chart as SVG text with what a page needs to know of its axes.
public struct FigureSVG: Sendable, Equatable {
  /// The `svg` element; an XML declaration in front of it is dropped.
  public var text: String
  /// Width of the page of the picture.
  public var width: Double
  /// Height of it, in the same unit.
  public var height: Double
  /// The areas between axes.
  public var plots: [Scene.PlotArea]

  /// Makes a figure.
  public init(text: String, width: Double, height: Double, plots: [Scene.PlotArea]) {
    self.text = text
    self.width = width
    self.height = height
    self.plots = plots
  }
}

/// Draws charts for a report, whatever library does it.
public protocol FigureRenderer {
  /// Draws a chart as SVG; ids start with `idPrefix`, colours are CSS variables in the preset `html`.
  func svg(_ chart: any Chart, style: ChartStyle, idPrefix: String) throws -> FigureSVG
  /// Draws a chart as PNG.
  func png(_ chart: any Chart, style: ChartStyle) throws -> [UInt8]
}

/// Why a report could not be made.
public enum ReportError: Error, Sendable, Equatable {
  /// A template is missing or cannot be understood.
  case template(name: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .template(let name, let reason): "template \(name): \(reason)"
    }
  }
}
