import Charts
import FigureCheck
import Measurements

/// What is to say of one figure.
struct FigureResult {
  /// The file, as the user named it.
  let name: String
  /// What it consists of.
  let figure: FigureInspection
  /// The preset whose minimum holds; `nil` if the user gave a size.
  let preset: Preset?
  /// Smallest size of text, points.
  let minimumText: Double
  /// The rules that it breaks.
  let findings: [FigureLint.Finding]

  /// Reads and checks a file.
  ///
  /// - Throws: ``CommandFailure`` for what cannot be read or is no PDF.
  init(name: String, options: LintFigureOptions) throws(CommandFailure) {
    let bytes = try InputFile.bytes(of: name, limit: 65 << 20)
    self.name = name
    do {
      figure = try FigureInspection(of: bytes)
    } catch {
      throw CommandFailure(.badInput, "\(name): \(error.description)")
    }
    let usual = options.preset ?? FigureKeywords.preset(in: figure.keywords) ?? .paperColumn
    preset = options.minimumText == nil ? usual : nil
    minimumText = options.minimumText ?? usual.minimumTextSize
    findings = FigureLint(minimumTextSize: minimumText).findings(in: figure)
  }

  /// A line for each rule broken; one line for a figure that breaks none.
  static func text(_ results: [FigureResult]) -> [UInt8] {
    let lines = results.flatMap { result in
      result.findings.isEmpty
        ? [result.summary]
        : result.findings.map { "\(result.name): page \($0.page): \($0.text)" }
    }
    return Array((lines.map { Escaping.terminal($0) }.joined(separator: "\n") + "\n").utf8)
  }

  private var summary: String {
    var parts = [Self.counted(figure.pages, "page")]
    parts.append(
      figure.fonts.isEmpty ? "no font" : Self.counted(figure.fonts.count, "font") + " embedded")
    let sizes = figure.texts.map(\.points)
    if let least = sizes.min(), let most = sizes.max() {
      let range = least == most ? Self.size(least) : "\(Self.size(least)) to \(Self.size(most))"
      parts.append("text of \(range) pt (at least \(Self.size(minimumText)))")
    }
    let colors = Set(figure.marks.map(\.color)).count
    parts.append(Self.counted(colors, "colour") + (colors > 1 ? " told apart in grey" : ""))
    if figure.hasOtherColors { parts.append("pictures, patterns and named inks not judged") }
    return "\(name): " + parts.joined(separator: ", ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private static func size(_ points: Double) -> String {
    var text = TextBuffer()
    text.append(points, decimals: 2, trimmingZeros: true)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// Everything that was found, as JSON.
  static func json(_ results: [FigureResult]) -> [UInt8] {
    var json = JSONWriter(pretty: true)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", Version.tool)
    json.key("figures")
    json.beginArray()
    for result in results { result.write(to: &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("file", name)
    json.member("pages", figure.pages)
    json.member("preset", preset?.rawValue)
    json.member("minimumTextPoints", minimumText)
    list("findings", findings, to: &json) { finding, json in
      json.member("rule", finding.rule.rawValue)
      json.member("page", finding.page)
      json.member("text", finding.text)
    }
    list("fonts", figure.fonts, to: &json) { font, json in
      json.member("name", font.name)
      json.member("kind", font.kind)
      json.member("embedded", font.isEmbedded)
      json.member("page", font.page)
    }
    list("texts", figure.texts, to: &json) { text, json in
      json.member("page", text.page)
      json.member("points", text.points)
      json.member("pieces", text.pieces)
      json.member("first", text.sample.isEmpty ? nil : text.sample)
    }
    list("colors", figure.marks, to: &json) { mark, json in
      json.member("page", mark.page)
      json.member("color", mark.color.hex)
      json.member("lightness", mark.color.lightness, decimals: 1)
    }
    json.member("hasColorsNotJudged", figure.hasOtherColors)
    json.endObject()
  }

  private func list<Item>(
    _ name: String, _ items: [Item], to json: inout JSONWriter, _ write: (Item, inout JSONWriter) -> Void
  ) {
    json.key(name)
    json.beginArray()
    for item in items {
      json.beginObject(inline: true)
      write(item, &json)
      json.endObject()
    }
    json.endArray()
  }
}
