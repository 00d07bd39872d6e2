import CCairo

/// Versions of the drawing libraries that run, which need not be those that were compiled against.
public enum CairoVersions {
  /// Version of Cairo, `1.16.0`.
  public static var cairo: String { String(cString: cairo_version_string()) }

  /// Version of Pango, `1.50.12`.
  public static var pango: String { String(cString: pango_version_string()) }
}
