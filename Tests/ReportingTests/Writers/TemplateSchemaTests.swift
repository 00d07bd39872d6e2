import Testing

@testable import Reporting

@Suite struct TemplateSchemaTests {
  @Test func builtInTemplatesUseOnlyKnownNames() {
    let templates = TemplateSet.builtIn
    for name in templates.names {
      let problem = TemplateSchema.problem(
        in: templates.texts[name] ?? "", of: name, templates: templates.names)
      #expect(problem == nil, "\(name)")
    }
  }

  /// A name that no template uses and no writer gives would be a promise that nobody keeps.
  @Test func everyKnownNameIsUsedOrGiven() throws {
    let templates = TemplateSet.builtIn
    var used: [String: Set<String>] = [:]
    for name in templates.names {
      let kind = name.split(separator: ".").last.map(String.init) ?? ""
      let tags = try TemplateTag.all(
        in: TemplateSchema.names(for: name) == nil ? "" : templates.texts[name] ?? "")
      used[kind, default: []].formUnion(tags.map(\.name))
    }
    // Given, and left to the templates of users.
    let spare: Set<String> = ["isOpen", "isColumnShort", "hasPicture", "template", "runningTitle"]
    for (template, kind) in [("report.html", "html"), ("report.md", "md"), ("report.mk", "mk")] {
      let names = try #require(TemplateSchema.names(for: template))
      #expect(names.subtracting(used[kind] ?? []).subtracting(spare) == [], "\(template)")
    }
  }

  @Test(
    arguments: [
      (
        "report.md", "{{heading}}\n{{headng}}", 2, 1,
        "there is no headng in this kind of template; did you mean heading?"
      ),
      ("report.md", "a {{#parts}}", 1, 3, "section parts begins here and does not end"),
      ("report.md", "{{#parts}}{{/text}}", 1, 11, "section text ends here and does not begin"),
      ("report.md", "x\n  {{heading", 2, 3, "the tag that begins here has no end"),
      ("report.md", "{{}}", 1, 1, "the tag has no name"),
      ("report.md", "{{=<% %>=}}", 1, 1, "tags that begin with = are not for these templates"),
      (
        "report.html", "{{>report-txt.html}}", 1, 1,
        "there is no template report-txt.html; did you mean report-text.html?"
      ),
    ] as [(String, String, Int, Int, String)])
  func mistakesAreFound(name: String, text: String, line: Int, column: Int, message: String) {
    let problem = TemplateSchema.problem(in: text, of: name, templates: TemplateSet.builtIn.names)
    #expect(problem == TemplateProblem(place: SpecPlace(line: line, column: column), message: message))
  }

  @Test func commentsAndStyleSheetsAreNotLookedAt() {
    #expect(TemplateSchema.problem(in: "{{! anything }}", of: "report.md", templates: []) == nil)
    #expect(TemplateSchema.problem(in: "a{{b}", of: "report.css", templates: []) == nil)
  }
}
