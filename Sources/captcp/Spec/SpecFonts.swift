import CairoRenderer
import Charts

/// The fonts that figures are set in on this system.
enum SpecFonts {
  /// The families that stand for those of each preset: with other fonts a figure is another.
  static var names: String {
    let pango = PangoMeasurer()
    return Preset.allCases.map { pango.resolvedFamily(for: $0.fontFamilies) ?? "none" }.joined(separator: ",")
  }
}
