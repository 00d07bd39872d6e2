/// How other tools draw a figure from its data files: what `--init` gives a user to begin with.
///
/// It names columns of the tables that a module writes, and knows nothing of gnuplot or LaTeX.
public struct ChartStarter: Sendable, Equatable {
  /// What a coordinate is taken from.
  public enum Source: Sendable, Equatable {
    /// A column of the layer's table.
    case column(String)
    /// The same for all rows.
    case constant(Double)
  }

  /// How the rows of a table are drawn.
  public enum Form: Sendable, Equatable {
    /// A dot each.
    case points
    /// Joined by straight lines.
    case lines
    /// Each value holds until the next row.
    case steps
    /// A vertical bar from the value to that of another column.
    case bars(to: String)
    /// A horizontal bar from the x value to that of another column.
    case spans(to: String)
    /// An arrow as long as said, in units of the x axis.
    case arrows(Double)
  }

  /// One kind of mark.
  public struct Layer: Sendable, Equatable {
    /// Name of the table; empty for the main one.
    public var table: String
    /// Horizontal coordinate.
    public var x: Source
    /// Vertical coordinate.
    public var y: Source
    /// How rows are drawn.
    public var form: Form
    /// Name in the key; empty for none.
    public var title: String
    /// Colour.
    public var role: Role
    /// Only rows whose text column has this value; `nil` for all.
    public var condition: Condition?

    /// Makes a layer.
    public init(
      _ form: Form, table: String = "", x: Source = .column("time_s"), y: Source, title: String, role: Role,
      condition: Condition? = nil
    ) {
      self.form = form
      self.table = table
      self.x = x
      self.y = y
      self.title = title
      self.role = role
      self.condition = condition
    }

    /// Columns that it reads.
    var columns: [String] {
      var names = [x, y].compactMap { source in if case .column(let name) = source { name } else { nil } }
      switch form {
      case .bars(let other), .spans(let other): names.append(other)
      case .points, .lines, .steps, .arrows: break
      }
      return names + [condition?.column].compactMap(\.self)
    }
  }

  /// Which rows of a table a layer shows.
  public struct Condition: Sendable, Equatable {
    /// A column of text.
    public var column: String
    /// Its value.
    public var value: String

    /// Makes a condition.
    public init(_ column: String, _ value: String) {
      self.column = column
      self.value = value
    }
  }

  /// A place of the vertical axis with its name.
  public struct Tick: Sendable, Equatable {
    /// The place.
    public var value: Double
    /// The name.
    public var label: String

    /// Makes a tick.
    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// Title of the horizontal axis, with its unit.
  public var xLabel: String
  /// Title of the vertical axis, with its unit.
  public var yLabel: String
  /// Whether the vertical axis is logarithmic.
  public var isLogarithmic = false
  /// Whether the vertical axis runs downwards.
  public var isReversed = false
  /// Named places of the vertical axis; empty for numbers.
  public var ticks: [Tick] = []
  /// Marks from back to front.
  public var layers: [Layer]

  /// Makes a starter.
  public init(xLabel: String = "Time (s)", yLabel: String, layers: [Layer]) {
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.layers = layers
  }
}

/// A chart whose data tables other tools can draw.
public protocol StarterChart: Chart {
  /// How they draw them.
  var starter: ChartStarter { get }
}
