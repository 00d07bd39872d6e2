public import Measurements

/// A chart: data and facts of one kind that can lay themselves out as a scene.
///
/// To add a kind, write one file in `Kinds/` with a type that conforms; nothing else in this target changes.
public protocol Chart: Sendable {
  /// Name of the kind on the command line and in a report's spec (`timesequence`).
  static var kind: String { get }

  /// The headline, `Time sequence, A → B`; a zoom is named in it.
  var title: String { get }

  /// The line below it: endpoints, file, capture point, parameters.
  var subtitle: String { get }

  /// Caption in words: what is drawn, how to read it, what was reduced or left out.
  ///
  /// - Parameter style: The caption depends on the size: reduction is named only where it happened.
  /// - Returns: Some sentences.
  func caption(style: ChartStyle) -> String

  /// Alternative text of 60 to 350 characters, from `facts` only.
  var altText: String { get }

  /// All numbers that title, caption, alternative text and tables print.
  var facts: [ChartFact] { get }

  /// The unreduced data; the first table is the main one and has the name "".
  var dataTables: [DataTable] { get }

  /// Lays the chart out.
  ///
  /// - Throws: ``LayoutError`` that names the text which finds no room.
  func scene(style: ChartStyle, measurer: any TextMeasurer) throws(LayoutError) -> Scene
}

/// One number that a chart knows, computed once.
public struct ChartFact: Sendable, Hashable {
  /// Stable name in camel case with its unit (`retransmittedSegments`, `goodputMeanBitsPerSecond`).
  public var name: String
  /// The value in that unit.
  public var value: Double
  /// The value as people read it, unit included.
  public var text: String
  /// Makes a fact.
  public init(name: String, value: Double, text: String) {
    self.name = name
    self.value = value
    self.text = text
  }
}

/// Why a chart could not be laid out.
public enum LayoutError: Error, Sendable, Equatable {
  /// There is no room for this text on a page of this size.
  case noRoom(text: String, width: Double, height: Double)
}

extension LayoutError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .noRoom(let text, let width, let height):
      "the chart has no room for \"\(text)\" on \(width) x \(height) pt: make it larger or its labels shorter"
    }
  }
}
