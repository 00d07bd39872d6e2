/// The templates of reports that are part of the program.
public enum ReportTemplates {
  /// Name and text of each, in the order of names.
  public static var all: [(name: String, text: String)] {
    let files: [(String, [UInt8])] = [
      ("report-definitions.html", PackageResources.report_definitions_html),
      ("report-details.html", PackageResources.report_details_html),
      ("report-figure.html", PackageResources.report_figure_html),
      ("report-heading.html", PackageResources.report_heading_html),
      ("report-notes.html", PackageResources.report_notes_html),
      ("report-paragraph.html", PackageResources.report_paragraph_html),
      ("report-sparklines.html", PackageResources.report_sparklines_html),
      ("report-spec.yaml", PackageResources.report_spec_yaml),
      ("report-table.html", PackageResources.report_table_html),
      ("report-text.html", PackageResources.report_text_html),
      ("report-tiles.html", PackageResources.report_tiles_html),
      ("report.css", PackageResources.report_css),
      ("report.html", PackageResources.report_html),
      ("report.js", PackageResources.report_js),
      ("report.md", PackageResources.report_md),
      ("report.mk", PackageResources.report_mk),
    ]
    return files.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
  }
}
