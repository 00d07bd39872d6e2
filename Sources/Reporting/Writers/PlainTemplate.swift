import Mustache

/// A template whose values go in as they are: for files that are no documents, such as a Makefile.
public struct PlainTemplate: Sendable {
  private let name: String
  private let library: MustacheLibrary

  /// Compiles a template.
  ///
  /// - Parameters:
  ///   - name: Its name in the set.
  ///   - set: Where it is looked for.
  /// - Throws: ``ReportError`` if it is missing or wrong.
  public init(named name: String, in set: TemplateSet = .builtIn) throws(ReportError) {
    self.name = name
    let text = try set.verbatim(name)
    library = try TemplateSet(texts: [name: text + "\n"]).library(suffix: name)
  }

  /// The text with values in their places; lists repeat their sections.
  ///
  /// - Throws: ``ReportError`` if the template names nothing that can be rendered.
  public func render(_ values: [String: any Sendable]) throws(ReportError) -> String {
    guard let text = library.render(values, withTemplate: name) else {
      throw .template(name: name, reason: "missing")
    }
    return text
  }
}
