/// A form that a figure of a spec is written in, and where.
enum FigureForm: String, CaseIterable {
  case pdf, png, svg, csv, json, dat

  /// Whether it is a picture.
  var isPicture: Bool { [.pdf, .png, .svg].contains(self) }

  /// Path of the file, below the folder of the spec: pictures in `fig`, numbers in `data`.
  func path(of name: String) -> String { "\(isPicture ? "fig" : "data")/\(name).\(rawValue)" }
}
