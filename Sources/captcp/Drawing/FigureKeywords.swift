import Charts

/// Key words that a PDF carries for `lint-figure`.
enum FigureKeywords {
  private static let prefix = "preset "

  /// The key word of a preset.
  static func word(for preset: Preset) -> String { prefix + preset.rawValue }

  /// The preset that the key words of a file name; `nil` if captcp did not draw it.
  static func preset(in keywords: String) -> Preset? {
    keywords.split(separator: ",").lazy
      .map { $0.trimmingPrefix { $0 == " " } }
      .filter { $0.hasPrefix(prefix) }
      .compactMap { Preset(rawValue: String($0.dropFirst(prefix.count))) }
      .first
  }
}
