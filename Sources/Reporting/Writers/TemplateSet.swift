import Mustache
import ReportTemplates

/// Templates by name (`report.html`, `report.css`, `report.md`), so that a user's can replace single ones.
public struct TemplateSet: Sendable, Equatable {
  /// The texts by name.
  public var texts: [String: String]

  /// Makes a set.
  public init(texts: [String: String]) {
    self.texts = texts
  }

  /// The templates that are part of the program.
  public static var builtIn: TemplateSet {
    TemplateSet(texts: Dictionary(ReportTemplates.all.map { ($0.name, $0.text) }) { first, _ in first })
  }

  /// The names of all templates, in order.
  public var names: [String] { texts.keys.sorted() }

  /// This set with single templates replaced.
  public func replacing(with other: [String: String]) -> TemplateSet {
    TemplateSet(texts: texts.merging(other) { _, new in new })
  }

  /// A text that goes into a page as it is, a style sheet or a script.
  func verbatim(_ name: String) throws(ReportError) -> String {
    guard let text = texts[name] else { throw .template(name: name, reason: "missing") }
    return text
  }

  /// The compiled templates whose names end in `suffix`.
  ///
  /// Values come to the templates ready escaped for their language, so that no template can forget it; the
  /// pragma makes `{{x}}` and `{{{x}}}` the same.
  func library(suffix: String) throws(ReportError) -> MustacheLibrary {
    var templates: [String: MustacheTemplate] = [:]
    for name in names where name.hasSuffix(suffix) {
      var text = texts[name] ?? ""
      if text.hasSuffix("\n") { text.removeLast() }
      do {
        templates[name] = try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT}}" + text)
      } catch {
        throw .template(name: name, reason: String(describing: error))
      }
    }
    return MustacheLibrary(templates: templates)
  }
}
