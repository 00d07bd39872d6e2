/// What a mark means; one role has the same colour, dash and shape in every chart.
public enum Role: String, Sendable, CaseIterable {
  /// Sent data, bytes in flight, RTT samples.
  case data
  /// Acknowledgments, goodput, the receiver's side.
  case ack
  /// Windows and limits.
  case win
  /// Retransmissions, timeouts, zero windows, resets.
  case loss
  /// Selective acknowledgments.
  case sack
  /// Reference lines and idle times.
  case aux
}

/// What belongs to the page and not to the data.
public enum Surface: String, Sendable, CaseIterable {
  /// The page.
  case background
  /// Titles and names.
  case text
  /// Labels of axes, subtitles.
  case muted
  /// Axis lines.
  case axis
  /// Grid lines.
  case grid
  /// Bands behind the data that mark a state.
  case band
}

extension Theme {
  /// The colour of marks of a role: contrast to the background at least 3.
  public func color(_ role: Role) -> Color {
    switch (self, role) {
    case (.light, .data): Color(0x154C9E)
    case (.light, .ack): Color(0x0FA08C)
    case (.light, .win): Color(0x6B3D05)
    case (.light, .loss): Color(0xF0591A)
    case (.light, .sack): Color(0xE052C2)
    case (.light, .aux): Color(0x4C4545)
    case (.dark, .data): Color(0xA8C4F5)
    case (.dark, .ack): Color(0x40E0A0)
    case (.dark, .win): Color(0xF0A808)
    case (.dark, .loss): Color(0xE8301F)
    case (.dark, .sack): Color(0xB848D0)
    case (.dark, .aux): Color(0x767676)
    case (.grey, .data), (.grey, .loss): Color(0x000000)
    case (.grey, .ack): Color(0x6E6E6E)
    case (.grey, .win), (.grey, .sack): Color(0x8A8A8A)
    case (.grey, .aux): Color(0x707070)
    }
  }

  /// The colour of text that names marks of a role: contrast to the background at least 4.5.
  public func textColor(_ role: Role) -> Color {
    switch (self, role) {
    case (.light, .ack): Color(0x0A7A6A)
    case (.light, .loss): Color(0xB83A06)
    case (.light, .sack): Color(0xA8288F)
    case (.dark, .loss): Color(0xFF6B5C)
    case (.dark, .sack): Color(0xD58BE6)
    case (.dark, .aux): Color(0xA9B0B6)
    case (.grey, .win), (.grey, .sack): Color(0x595959)
    default: color(role)
    }
  }

  /// The colour of a part of the page.
  public func color(_ surface: Surface) -> Color {
    switch (self, surface) {
    case (.light, .background), (.grey, .background): Color(0xFFFFFF)
    case (.light, .text): Color(0x1A1A1A)
    case (.light, .muted): Color(0x595959)
    case (.light, .axis): Color(0x8C8C8C)
    case (.light, .grid): Color(0xE6E6E6)
    case (.light, .band): Color(0xF3EDE2)
    case (.dark, .background): Color(0x14171A)
    case (.dark, .text): Color(0xE8E8E8)
    case (.dark, .muted): Color(0xA9B0B6)
    case (.dark, .axis): Color(0x6E767D)
    case (.dark, .grid): Color(0x2A3036)
    case (.dark, .band): Color(0x2B2619)
    case (.grey, .text): Color(0x000000)
    case (.grey, .muted): Color(0x404040)
    case (.grey, .axis): Color(0x707070)
    case (.grey, .grid): Color(0xDDDDDD)
    case (.grey, .band): Color(0xEEEEEE)
    }
  }

  /// Dash of a role's lines in points at a line width of 1; only the grey theme has dashes.
  public func dash(_ role: Role) -> [Double] {
    guard self == .grey else { return [] }
    switch role {
    case .win: return [4, 1.5]
    case .aux: return [2, 2]
    default: return []
    }
  }

  /// Colours of heat cells, from few to many; more is always farther from the background.
  public var heatRamp: [Color] {
    let ramp: [UInt32] =
      self == .grey
      ? [0xE0E0E0, 0xB4B4B4, 0x888888, 0x5A5A5A, 0x262626]
      : [0xDCEBF5, 0x8FC1E0, 0x3D8FC4, 0x0B5C96, 0x062F52]
    return (self == .dark ? ramp.reversed() : ramp).map(Color.init)
  }

  /// The paint of a heat cell of a step, 0 for few to 4 for many.
  func heatPaint(_ step: Int) -> Scene.Paint {
    let ramp = heatRamp
    let place = max(0, min(ramp.count - 1, step))
    return Scene.Paint(role: "heat-\(place + 1)", color: ramp[place])
  }

  /// Names and colours of all CSS variables that an SVG for HTML refers to, in a fixed order.
  public var cssVariables: [(name: String, color: Color)] {
    Surface.allCases.map { ("--\($0.rawValue)", color($0)) }
      + Role.allCases.flatMap { [("--\($0.rawValue)", color($0)), ("--\($0.rawValue)-text", textColor($0))] }
      + heatRamp.enumerated().map { ("--heat-\($0 + 1)", $1) }
  }

  func paint(_ role: Role, opacity: Double = 1) -> Scene.Paint {
    Scene.Paint(role: role.rawValue, color: color(role), opacity: opacity)
  }

  func textPaint(_ role: Role) -> Scene.Paint {
    Scene.Paint(role: role.rawValue + "-text", color: textColor(role))
  }

  func paint(_ surface: Surface, opacity: Double = 1) -> Scene.Paint {
    Scene.Paint(role: surface.rawValue, color: color(surface), opacity: opacity)
  }
}

/// Order of roles and dashes by which several series in one plot are told apart.
enum SeriesCycle {
  static let roles: [Role] = [.data, .loss, .ack, .sack, .win, .aux]
  static let dashes: [[Double]] = [[], [5, 1.6], [1.6, 1.2], [7, 1.5, 1.6, 1.5], [3, 1], [1, 2]]
}

extension Color {
  /// The colour as `#154C9E`.
  public var hex: String {
    let digits = Array("0123456789ABCDEF")
    return [red, green, blue].reduce(into: "#") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
}
