extension ContentRun {
  /// Operators of text (ISO 32000-1, section 9.4).
  mutating func performText(_ name: String, _ operands: [PDFObject]) throws(PDFError) {
    let numbers = operands.compactMap(\.number)
    switch name {
    case "BT": setLine(Matrix())
    case "Tf":
      guard let font = operands.first?.name, let size = operands.last?.number else { return }
      state.font = try reader.font(font, resources: resources)
      state.fontSize = size
    case "Tm": if let matrix = Matrix(numbers) { setLine(matrix) }
    case "TL": leading = numbers.last ?? leading
    case "Tr": state.renderingMode = operands.last?.integer ?? 0
    case "Td", "TD":
      guard numbers.count == 2 else { return }
      if name == "TD" { leading = -numbers[1] }
      moveLine(numbers[0], numbers[1])
    case "T*": moveLine(0, -leading)
    case "Tj", "TJ": show(operands.last)
    case "'", "\"":
      moveLine(0, -leading)
      show(operands.last)
    default: break
    }
  }

  private mutating func setLine(_ matrix: Matrix) {
    lineMatrix = matrix
    textMatrix = matrix
  }

  private mutating func moveLine(_ x: Double, _ y: Double) {
    var step = Matrix()
    (step.e, step.f) = (x, y)
    setLine(step.then(lineMatrix))
  }

  /// Takes down the size that letters have on the page; places between them do not matter.
  private func show(_ text: PDFObject?) {
    guard let font = state.font, state.renderingMode != 3, state.renderingMode != 7 else { return }
    let pieces = text?.array?.compactMap(\.string) ?? [text?.string ?? []]
    guard pieces.contains(where: { !$0.isEmpty }) else { return }
    let size =
      state.fontSize.magnitude * font.scale * textMatrix.then(state.transformation).heightScale
    reader.noteText(
      points: size,
      sample: String(pieces.prefix(40).map { PDFText.characters($0, font: font) }.joined().prefix(40)))
  }
}
