extension ContentRun {
  /// Operators of colour (ISO 32000-1, section 8.6.8); those in capitals are for strokes.
  mutating func performColor(_ name: String, _ operands: [PDFObject]) throws(PDFError) {
    let isStroke = name.first?.isUppercase ?? false
    let space: GraphicsState.Space
    switch name.lowercased() {
    case "g": space = .gray
    case "rg": space = .rgb
    case "k": space = .cmyk
    case "cs":
      return set(
        isStroke, space: try self.space(operands.last), color: FigureColor(red: 0, green: 0, blue: 0))
    default: space = isStroke ? state.strokeSpace : state.fillSpace
    }
    set(isStroke, space: space, color: Self.color(space, operands.compactMap(\.number)))
  }

  private mutating func set(_ isStroke: Bool, space: GraphicsState.Space, color: FigureColor?) {
    let color = space == .other ? nil : color
    if isStroke {
      (state.strokeSpace, state.stroke) = (space, color)
    } else {
      (state.fillSpace, state.fill) = (space, color)
    }
  }

  private static func color(_ space: GraphicsState.Space, _ numbers: [Double]) -> FigureColor? {
    switch (space, numbers.count) {
    case (.gray, 1): FigureColor(numbers[0], numbers[0], numbers[0])
    case (.rgb, 3): FigureColor(numbers[0], numbers[1], numbers[2])
    case (.cmyk, 4):
      // What readers without a profile show (section 10.3.3, in the form without clipping).
      FigureColor(
        (1 - numbers[0]) * (1 - numbers[3]), (1 - numbers[1]) * (1 - numbers[3]),
        (1 - numbers[2]) * (1 - numbers[3]))
    default: nil
    }
  }

  /// The meaning of a colour space, by name or from the resources.
  private func space(_ object: PDFObject?) throws(PDFError) -> GraphicsState.Space {
    guard let name = object?.name else { return .other }
    switch name {
    case "DeviceGray", "CalGray", "G": return .gray
    case "DeviceRGB", "CalRGB", "RGB": return .rgb
    case "DeviceCMYK", "CMYK": return .cmyk
    default: break
    }
    let file = reader.file
    let entry = try file.resolved(try file.dictionary(resources["ColorSpace"])?[name])
    try reader.spend(64)
    switch try file.resolved(entry.array?.first ?? entry).name {
    case "DeviceGray", "CalGray": return .gray
    case "DeviceRGB", "CalRGB": return .rgb
    case "DeviceCMYK": return .cmyk
    case "ICCBased":
      let profile = entry.array?.dropFirst().first
      switch try file.resolved(try file.dictionary(profile)?["N"]).integer {
      case 1: return .gray
      case 3: return .rgb
      case 4: return .cmyk
      default: return .other
      }
    default: return .other
    }
  }
}
