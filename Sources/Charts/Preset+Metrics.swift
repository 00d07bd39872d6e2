/// Sizes that go with a preset, in points.
extension Preset {
  /// Width of the page.
  public var width: Double {
    switch self {
    case .screen, .html: 648
    case .ticket: 468
    case .paperColumn: 239.76
    case .paperPage: 504
    case .slide: 959.76
    }
  }

  /// Height of the page before event lanes add to it.
  public var height: Double {
    switch self {
    case .screen, .html: 331.2
    case .ticket: 230.4
    case .paperColumn: 147.6
    case .paperPage: 187.2
    case .slide: 446.4
    }
  }

  /// What each event lane adds to the height.
  public var laneHeight: Double { 12.24 }

  /// Size of labels.
  public var textSize: Double {
    switch self {
    case .screen, .html, .ticket: 10
    case .paperColumn, .paperPage: 8
    case .slide: 18
    }
  }

  /// Smallest size of any text.
  public var minimumTextSize: Double {
    switch self {
    case .screen, .html: 8.5
    case .ticket: 9
    case .paperColumn, .paperPage: 7
    case .slide: 14
    }
  }

  /// Size of the title, which is bold; `nil` where the title stands outside the picture.
  public var titleSize: Double? {
    switch self {
    case .screen: 12.5
    case .ticket: 12
    case .slide: 24
    case .html, .paperColumn, .paperPage: nil
    }
  }

  /// Width of data lines.
  public var lineWidth: Double {
    switch self {
    case .screen, .html, .ticket: 1.4
    case .paperColumn, .paperPage: 0.9
    case .slide: 2.6
    }
  }

  /// Resolution of a PNG in dots per inch.
  public var pngResolution: Double { isPaper ? 600 : 144 }

  /// Columns per inch beyond which more marks show nothing more.
  public var columnsPerInch: Double { isPaper ? 300 : 100 }

  /// Whether the picture is made for print; its caption explains the marks, since it has no key.
  public var isPaper: Bool { self == .paperColumn || self == .paperPage }

  /// Whether shapes are explained in a strip above the plot.
  public var hasKey: Bool { !isPaper }

  /// Font families in order of preference.
  public var fontFamilies: [String] {
    isPaper
      ? ["Liberation Sans", "Arial", "Helvetica", "sans-serif"]
      : ["Inter", "DejaVu Sans", "Liberation Sans", "sans-serif"]
  }
}
