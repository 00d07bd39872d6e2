/// Goes through the pages of a file and takes down what they draw.
final class FigureReader {
  static let mostPages = 5000
  static let deepestForm = 12
  /// Most colours of a page, and forms of each, that are compared.
  private static let mostColors = 128
  private static let mostSigns = 24
  /// Most colours of all pages; the time of their comparison grows with those of a page squared.
  private static let mostMarks = 20_000
  /// Most bytes of content that are run through, forms as often as they are drawn.
  private static let mostWork = 64 << 20

  let file: PDFFile
  var inspection = FigureInspection()
  var fonts: [Int: FontUse] = [:]
  /// Fonts that were taken down, whatever the page.
  var knownFonts: Set<FontName> = []
  var page = 0
  /// The colour below everything on this page.
  var background = FigureColor(red: 255, green: 255, blue: 255)
  var pageSize = (width: 612.0, height: 792.0)
  private(set) var work = FigureReader.mostWork
  /// What the drawing of a form counts beside its content: forms may hold forms that hold forms.
  private static let workOfForm = 4096
  private var textIndex: [Int: Int] = [:]
  private var markIndex: [FigureColor: Int] = [:]

  init(file: PDFFile) { self.file = file }

  /// Reads all pages.
  ///
  /// - Throws: ``PDFError``.
  func readAll() throws(PDFError) {
    let information = try file.dictionary(file.trailer["Info"])
    inspection.keywords = PDFText.string(try file.resolved(information?["Keywords"]).string ?? [])
    guard let root = try file.dictionary(file.trailer["Root"]) else {
      throw .damaged(reason: "it has no root")
    }
    var seen: Set<Int> = []
    try readTree(root["Pages"], inherited: [:], depth: 0, seen: &seen)
    guard page > 0 else { throw .damaged(reason: "it has no page") }
    inspection.pages = page
    inspection.texts.sort { ($0.page, $0.hundredths) < ($1.page, $1.hundredths) }
    inspection.fonts.sort { ($0.page, $0.name) < ($1.page, $1.name) }
  }

  /// Takes work off what is left.
  ///
  /// - Throws: ``PDFError/tooComplex`` when nothing is left.
  func spend(_ bytes: Int) throws(PDFError) {
    work -= bytes
    guard work > 0 else { throw .tooComplex }
  }

  private func readTree(
    _ node: PDFObject?, inherited: [String: PDFObject], depth: Int, seen: inout Set<Int>
  ) throws(PDFError) {
    guard depth < 32, page < Self.mostPages else { throw .tooComplex }
    if case .reference(let number) = node, !seen.insert(number).inserted {
      throw .damaged(reason: "its pages lead in a circle")
    }
    guard let entries = try file.dictionary(node) else { return }
    try spend(64)
    var inherited = inherited
    for key in ["Resources", "MediaBox"] where entries[key] != nil { inherited[key] = entries[key] }
    guard let kids = try file.array(entries["Kids"]) else {
      return try readPage(entries.merging(inherited) { own, _ in own })
    }
    for kid in kids { try readTree(kid, inherited: inherited, depth: depth + 1, seen: &seen) }
  }

  private func readPage(_ entries: [String: PDFObject]) throws(PDFError) {
    page += 1
    background = FigureColor(red: 255, green: 255, blue: 255)
    textIndex = [:]
    markIndex = [:]
    var matrix = Matrix()
    let unit = try file.resolved(entries["UserUnit"]).number ?? 1
    (matrix.a, matrix.d) = (unit, unit)
    if let box = try file.numbers(entries["MediaBox"]), box.count == 4 {
      pageSize = (unit * (box[2] - box[0]).magnitude, unit * (box[3] - box[1]).magnitude)
    }
    let resources = try file.dictionary(entries["Resources"]) ?? [:]
    try noteFonts(of: resources)
    var state = GraphicsState()
    state.transformation = matrix
    var content: [UInt8] = []
    let parts = try file.array(entries["Contents"]) ?? [entries["Contents"] ?? .null]
    for part in parts {
      guard case .reference(let number) = part, let stream = try file.stream(number) else { continue }
      content += try file.content(of: stream)
      // Parts are apart as words are.
      content.append(0x0A)
      try spend(64)
    }
    var run = ContentRun(reader: self, resources: resources, state: state, depth: 0)
    try run.run(content)
  }

  /// Runs the content of a form.
  ///
  /// - Throws: ``PDFError``.
  func readForm(_ stream: PDFStream, in run: ContentRun) throws(PDFError) {
    guard run.depth < Self.deepestForm else { throw .tooComplex }
    try spend(Self.workOfForm)
    var state = run.state
    if let numbers = try file.numbers(stream.dictionary["Matrix"]), let matrix = Matrix(numbers) {
      state.transformation = matrix.then(state.transformation)
    }
    let own = try file.dictionary(stream.dictionary["Resources"])
    if let own { try noteFonts(of: own) }
    var inner = ContentRun(
      reader: self, resources: own ?? run.resources, state: state, depth: run.depth + 1)
    try inner.run(try file.content(of: stream))
  }

  /// Takes down a piece of text.
  func noteText(points: Double, sample: @autoclosure () -> String) {
    guard points.isFinite, points > 0, points < 1e6 else { return }
    let hundredths = Int((100 * points).rounded())
    if let index = textIndex[hundredths] {
      inspection.texts[index].pieces += 1
    } else if textIndex.count < 1000 {
      textIndex[hundredths] = inspection.texts.count
      inspection.texts.append(.init(page: page, hundredths: hundredths, pieces: 1, sample: sample()))
    }
  }

  /// Takes down marks of a colour.
  func noteMarks(_ color: FigureColor, _ signs: Set<MarkSign>, in area: FigureArea) {
    if let index = markIndex[color] {
      inspection.marks[index].area.formUnion(area)
      guard inspection.marks[index].signs.count < Self.mostSigns else { return }
      inspection.marks[index].signs.formUnion(signs)
    } else if markIndex.count < Self.mostColors, inspection.marks.count < Self.mostMarks {
      markIndex[color] = inspection.marks.count
      inspection.marks.append(
        .init(
          page: page, color: color, isOnDarkPage: background.lab.lightness < 50, signs: signs, area: area))
    } else {
      inspection.hasOtherColors = true
    }
  }
}
