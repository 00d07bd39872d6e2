import Measurements

/// The names that the templates of each kind can use: what the writers put in, no more and no less.
///
/// The template library prints an unknown name as nothing, so a template is held to these names when it is read.
public enum TemplateSchema {
  /// Version of the names: they may grow, they do not change.
  public static let version = 1

  /// Names that can stand in the template of a file name; `nil` for style sheets and scripts, which have no tags.
  public static func names(for template: String) -> Set<String>? {
    if template.hasSuffix(".html") { return html }
    if template.hasSuffix(".md") { return markdown }
    if template == "report.mk" { return makefile }
    if template == "report-spec.yaml" { return spec }
    return nil
  }

  /// Looks a template through.
  ///
  /// - Parameters:
  ///   - text: Its text.
  ///   - name: Its file name.
  ///   - templates: Names of all templates, which it may put in.
  /// - Returns: The first thing that is wrong; `nil` if nothing is.
  public static func problem(in text: String, of name: String, templates: [String]) -> TemplateProblem? {
    guard let names = names(for: name) else { return nil }
    do throws(TemplateProblem) {
      try look(through: text, names: names, templates: templates)
      return nil
    } catch {
      return error
    }
  }

  private static func look(
    through text: String, names: Set<String>, templates: [String]
  ) throws(TemplateProblem) {
    var open: [TemplateTag] = []
    for tag in try TemplateTag.all(in: text) {
      try check(tag, names: names, templates: templates)
      if tag.kind == .open { open.append(tag) }
      guard tag.kind == .close else { continue }
      guard let last = open.popLast(), last.name == tag.name else {
        throw TemplateProblem(place: tag.place, message: "section \(tag.name) ends here and does not begin")
      }
    }
    if let last = open.last {
      throw TemplateProblem(place: last.place, message: "section \(last.name) begins here and does not end")
    }
  }

  private static func check(
    _ tag: TemplateTag, names: Set<String>, templates: [String]
  ) throws(TemplateProblem) {
    if tag.kind == .partial {
      guard tag.name != "*template", !templates.contains(tag.name) else { return }
      throw TemplateProblem(
        place: tag.place, message: "there is no template \(tag.name)\(hint(tag.name, among: templates))")
    }
    guard tag.name != ".", !names.contains(tag.name) else { return }
    throw TemplateProblem(
      place: tag.place,
      message: "there is no \(tag.name) in this kind of template\(hint(tag.name, among: names))")
  }

  private static func hint(_ name: String, among names: some Sequence<String>) -> String {
    let byLowerCase = Dictionary(names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    return NearestName.of(name, among: byLowerCase.keys).flatMap { byLowerCase[$0] }
      .map { "; did you mean \($0)?" } ?? ""
  }

  private static let html: Set<String> = [
    // The page.
    "title", "heading", "identity", "runningTitle", "pageFooter", "colophon", "css", "script",
    "lightVariables", "darkVariables", "hasData", "data", "provenanceData",
    "parts",
    // A part of it.
    "anchor", "partTitle", "hasDetail", "detail", "hasNavigationNote", "navigationNote", "isFolded", "isOpen",
    "nodes", "template",
    // Text.
    "runs", "text", "isPlain", "isStrong", "isMuted", "isCode", "isLink", "target",
    // What stands in a part.
    "headingText", "hasHeadingDetail", "headingDetail", "paragraph", "tiles", "label", "value", "unit",
    "hasUnit",
    "summary", "lines", "notes", "note", "definitions", "term", "line",
    // Tables.
    "tableCaption", "isSortable", "isMonospaced", "columns", "columnTitle", "isNumeric", "isColumnShort",
    "hasNote", "columnNote", "rows", "cells", "isHead", "isCell", "isNumericCell", "isShort", "isAlert",
    "hasValue", "cellValue", "hasKey", "key", "hasSubject", "subject", "hasSparkline", "sparkline",
    // Figures.
    "figureAnchor", "figureNumber", "figureTitle", "parameters", "caption", "hasPicture", "isMissing",
    "reason", "isSVG", "svg", "isPNG", "base64", "alt", "hasPlot", "plot",
    "dataLinks", "dataName", "dataTarget",
  ]

  private static let markdown: Set<String> = [
    "heading", "identity", "parts", "text", "hasOmission", "omission",
  ]

  private static let makefile: Set<String> = ["spec", "tool", "documents", "captures", "form"]

  private static let spec: Set<String> = [
    "spec", "captures", "name", "file", "flows", "capture", "choice", "words", "figures", "content", "flow",
  ]
}
