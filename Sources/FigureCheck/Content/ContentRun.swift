/// One run through the operators of a page or form (ISO 32000-1, annex A).
struct ContentRun {
  private static let mostOperands = 64
  private static let mostSaved = 512

  let reader: FigureReader
  let resources: [String: PDFObject]
  var state: GraphicsState
  let depth: Int
  var path = MarkPath()
  var textMatrix = Matrix()
  var lineMatrix = Matrix()
  var leading = 0.0
  private var saved: [GraphicsState] = []

  init(reader: FigureReader, resources: [String: PDFObject], state: GraphicsState, depth: Int) {
    self.reader = reader
    self.resources = resources
    self.state = state
    self.depth = depth
  }

  /// Runs all operators.
  ///
  /// - Throws: ``PDFError``.
  mutating func run(_ content: [UInt8]) throws(PDFError) {
    try reader.spend(content.count)
    var lexer = PDFLexer(content)
    var operands: [PDFObject] = []
    while true {
      switch lexer.next() {
      case .end: return
      case .object(let object):
        if operands.count == Self.mostOperands { operands.removeFirst() }
        operands.append(object)
      case .keyword("ID"):
        reader.inspection.hasOtherColors = true
        lexer.skipInlinePicture()
        operands = []
      case .keyword(let name):
        try perform(name, operands)
        operands = []
      }
    }
  }

  private mutating func perform(_ name: String, _ operands: [PDFObject]) throws(PDFError) {
    switch name {
    case "q": if saved.count < Self.mostSaved { saved.append(state) } else { throw .tooComplex }
    case "Q": if let last = saved.popLast() { state = last }
    case "cm":
      if let matrix = Matrix(operands.compactMap(\.number)) {
        state.transformation = matrix.then(state.transformation)
      }
    case "w": state.lineWidth = operands.last?.number ?? state.lineWidth
    case "d": state.dash = operands.first?.array?.compactMap(\.number) ?? []
    case "gs": try applyExtendedState(operands.last?.name)
    case "Do": try draw(operands.last?.name)
    case "sh": reader.inspection.hasOtherColors = true
    case "m", "l", "c", "v", "y", "h", "re": build(name, operands.compactMap(\.number))
    case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n": paint(name)
    case "BT", "ET", "Tf", "Tm", "Td", "TD", "T*", "TL", "Tr", "Tj", "TJ", "'", "\"":
      try performText(name, operands)
    case "g", "rg", "k", "sc", "scn", "cs", "G", "RG", "K", "SC", "SCN", "CS":
      try performColor(name, operands)
    default: break
    }
  }

  private mutating func applyExtendedState(_ name: String?) throws(PDFError) {
    guard let name, let states = try reader.file.dictionary(resources["ExtGState"]),
      let entries = try reader.file.dictionary(states[name])
    else { return }
    if let opacity = try reader.file.resolved(entries["ca"]).number { state.fillOpacity = opacity }
    if let opacity = try reader.file.resolved(entries["CA"]).number { state.strokeOpacity = opacity }
    if let width = try reader.file.resolved(entries["LW"]).number { state.lineWidth = width }
    try reader.spend(64)
  }

  /// Draws a form; a picture of pixels has colours that are not judged.
  private func draw(_ name: String?) throws(PDFError) {
    guard let name, case .reference(let number)? = try reader.file.dictionary(resources["XObject"])?[name],
      let stream = try reader.file.stream(number)
    else { return }
    if try reader.file.resolved(stream.dictionary["Subtype"]).name == "Form" {
      try reader.readForm(stream, in: self)
    } else {
      reader.inspection.hasOtherColors = true
    }
  }

  private mutating func build(_ name: String, _ numbers: [Double]) {
    func point(_ index: Int) -> (x: Double, y: Double)? {
      guard numbers.count >= index + 2 else { return nil }
      return state.transformation.point(numbers[index], numbers[index + 1])
    }
    switch name {
    case "m": if let end = point(0) { path.move(to: end) }
    case "l": if let end = point(0) { path.go("l", to: end) }
    case "c": if let end = point(4) { path.go("c", to: end) }
    case "v", "y": if let end = point(2) { path.go("c", to: end) }
    case "h": path.close()
    default:
      guard let first = point(0), numbers.count >= 4 else { return }
      path.addRectangle(
        first, state.transformation.point(numbers[0] + numbers[2], numbers[1] + numbers[3]))
    }
  }

  private mutating func paint(_ name: String) {
    if name == "s" || name == "b" || name == "b*" { path.close() }
    if name.lowercased() != "n", name.lowercased() != "s" {
      note(state.fill, opacity: state.fillOpacity, isFilled: true)
    }
    if name != "n", !name.lowercased().hasPrefix("f") {
      note(state.stroke, opacity: state.strokeOpacity, isFilled: false)
    }
    path = MarkPath()
  }

  private mutating func note(_ color: FigureColor?, opacity: Double, isFilled: Bool) {
    guard let color else {
      reader.inspection.hasOtherColors = true
      return
    }
    let scale = state.transformation.meanScale
    let signs = path.signs(
      isFilled: isFilled, width: state.lineWidth * scale, dash: state.dash.map { $0 * scale })
    let size = reader.pageSize
    let (width, height) = (path.upper.x - path.lower.x, path.upper.y - path.lower.y)
    if isFilled, width >= 0.98 * size.width, height >= 0.98 * size.height {
      // What fills the page is its background and no mark.
      reader.background = color.over(reader.background, opacity: opacity)
    } else if opacity > 0 {
      reader.noteMarks(
        color.over(reader.background, opacity: opacity), signs,
        in: FigureArea(lower: path.lower, upper: path.upper))
    }
  }
}
