/// What is wrong in a spec file, and where, in the form that editors jump to.
public struct SpecError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The file, as the user named it.
  public var file: String
  /// Where in it.
  public var place: SpecPlace
  /// What is wrong, in one sentence.
  public var message: String

  /// Makes an error.
  public init(file: String, place: SpecPlace, message: String) {
    self.file = file
    self.place = place
    self.message = message
  }

  /// `report.yaml:12:5: error: …`.
  public var description: String { "\(file):\(place.line):\(place.column): error: \(message)" }
}

/// A place in a text file, line and column from 1; columns count characters.
public struct SpecPlace: Sendable, Equatable {
  /// Line, from 1.
  public var line: Int
  /// Column, from 1.
  public var column: Int

  /// Makes a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
