import Charts

/// Makes reports of material: the same input gives the same bytes, and nothing is written, read or asked for.
public struct ReportBuilder {
  private let composer: DocumentComposer
  private let templates: TemplateSet

  /// Makes a builder.
  ///
  /// - Parameters:
  ///   - material: What was measured.
  ///   - options: What the user chose.
  ///   - provenance: What the report is made with.
  ///   - sections: The modules that have a part in the report, in the order of their figures.
  ///   - templates: The templates.
  public init(
    material: ReportMaterial, options: ReportOptions = ReportOptions(), provenance: Provenance,
    sections: [any Section], templates: TemplateSet = .builtIn
  ) {
    composer = DocumentComposer(
      material: material, options: options, provenance: provenance, sections: sections)
    self.templates = templates
  }

  /// The full report as a document.
  public var document: Document { composer.page() }

  /// One self-contained HTML file, unless the data of its charts are to lie beside it.
  ///
  /// - Parameters:
  ///   - renderer: Draws the pictures.
  ///   - dataFolder: Folder of the data relative to the report, where they are files.
  /// - Returns: The page, and the files of data if they lie beside it.
  /// - Throws: ``ReportError``; a chart that cannot be drawn is named in the report and in the warnings.
  public func html(
    renderer: any FigureRenderer, dataFolder: String = "report-files"
  ) throws(ReportError) -> ReportOutput {
    let writer = HTMLWriter(
      templates: templates, renderer: renderer, byteLimit: composer.options.byteLimit,
      dataJSON: composer.material.dataJSON, provenanceJSON: ProvenanceJSON(composer: composer).text(),
      data: composer.options.data, folder: dataFolder)
    return try writer.write(composer.page())
  }

  /// A Markdown file with pictures beside it.
  ///
  /// - Parameters:
  ///   - renderer: Draws the pictures.
  ///   - pictureFolder: Folder of the pictures relative to the report, `ticket-files`.
  /// - Returns: The text, and the pictures to write beside it.
  /// - Throws: ``ReportError``.
  public func markdown(renderer: any FigureRenderer, pictureFolder: String) throws(ReportError)
    -> ReportOutput
  {
    let writer = MarkdownWriter(
      templates: templates, renderer: renderer, flavour: composer.options.flavour,
      pictureFolder: pictureFolder,
      isASCII: composer.options.isASCII, writesData: composer.options.writesData,
      hasDarkVariant: composer.options.hasDarkVariant)
    return try writer.write(TicketComposer(composer: composer).ticket())
  }

  /// JSON for programs; its member `schema` tells the version of its form.
  public func json() -> ReportOutput { ReportOutput(bytes: ReportJSON(composer: composer).bytes()) }

  /// Plain text for a terminal.
  public func text() -> ReportOutput {
    let writer = TextWriter(isASCII: composer.options.isASCII)
    return ReportOutput(bytes: Array(writer.write(TicketComposer(composer: composer).terminal()).utf8))
  }
}
