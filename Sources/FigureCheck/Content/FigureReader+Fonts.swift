extension FigureReader {
  /// What tells one font from another.
  struct FontName: Hashable {
    let name: String
    let kind: String
    let isEmbedded: Bool
  }

  /// Takes down all fonts that resources name, used or not: publishers' checks refuse both alike.
  func noteFonts(of resources: [String: PDFObject]) throws(PDFError) {
    guard let names = try file.dictionary(resources["Font"]) else { return }
    for name in names.keys.sorted() { _ = try font(name, resources: resources) }
  }

  /// The font of a name in resources; `nil` if there is none.
  ///
  /// - Throws: ``PDFError``.
  func font(_ name: String, resources: [String: PDFObject]) throws(PDFError) -> FontUse? {
    let entry = try file.dictionary(resources["Font"])?[name]
    guard case .reference(let number)? = entry else {
      guard let entries = entry?.dictionary else { return nil }
      return try fontUse(entries)
    }
    if let known = fonts[number] { return known }
    guard let entries = try file.dictionary(entry), fonts.count < 10_000 else { return nil }
    let use = try fontUse(entries)
    fonts[number] = use
    return use
  }

  private func fontUse(_ entries: [String: PDFObject]) throws(PDFError) -> FontUse {
    try spend(64)
    let kind = try file.resolved(entries["Subtype"]).name ?? "unknown"
    var descriptor = try file.dictionary(entries["FontDescriptor"])
    if kind == "Type0", let first = try file.array(entries["DescendantFonts"])?.first {
      descriptor = try file.dictionary(try file.dictionary(first)?["FontDescriptor"])
    }
    let isEmbedded =
      kind == "Type3" || ["FontFile", "FontFile2", "FontFile3"].contains { descriptor?[$0] != nil }
    let base = try file.resolved(entries["BaseFont"] ?? entries["Name"]).name ?? "without a name"
    let font = FigureInspection.Font(
      name: Self.withoutTag(base), kind: kind, isEmbedded: isEmbedded, page: page)
    let name = FontName(name: font.name, kind: kind, isEmbedded: isEmbedded)
    if inspection.fonts.count < 1000, knownFonts.insert(name).inserted { inspection.fonts.append(font) }
    var scale = 1.0
    if kind == "Type3", let matrix = try file.numbers(entries["FontMatrix"]).flatMap(Matrix.init) {
      // A design of 1000 units is usual; what is drawn in it stands for the height of letters.
      scale = 1000 * matrix.heightScale
    }
    return FontUse(
      scale: scale, codeLength: kind == "Type0" ? 2 : 1, characters: try characters(entries["ToUnicode"]))
  }

  private func characters(_ map: PDFObject?) throws(PDFError) -> [Int: String] {
    guard case .reference(let number)? = map, let stream = try file.stream(number) else { return [:] }
    let content = try file.content(of: stream)
    try spend(content.count)
    return PDFText.characters(ofMap: content)
  }

  /// `ABCDEF+LiberationSans` is a subset of LiberationSans (ISO 32000-1, section 9.6.4).
  private static func withoutTag(_ name: String) -> String {
    let parts = name.split(separator: "+", maxSplits: 1)
    guard parts.count == 2, parts[0].utf8.count == 6, parts[0].utf8.allSatisfy({ (65...90).contains($0) })
    else {
      return name
    }
    return String(parts[1])
  }
}
