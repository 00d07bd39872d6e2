import Charts
import Foundation
import Measurements

/// Turns nodes into what the HTML templates read: dictionaries of ready escaped strings.
///
/// Each dictionary sets all keys of its template, since a template looks for missing ones in the enclosing node.
struct HTMLNodes {
  let drawings: FigureDrawings
  /// Where the data of figures stand.
  var data = ReportData.preview
  /// Folder of files beside the page, relative to it.
  var folder = "report-files"

  /// The context of one node; `template` is the name of its template.
  func context(_ node: Node) -> [String: Any] {
    switch node {
    case .heading(let title, let detail):
      [
        "template": "report-heading.html", "headingText": Escaping.markup(title),
        "hasHeadingDetail": !detail.isEmpty,
        "headingDetail": Escaping.markup(detail),
      ]
    case .paragraph(let text): ["template": "report-paragraph.html", "paragraph": self.text(text)]
    case .tiles(let tiles):
      [
        "template": "report-tiles.html",
        "tiles": tiles.map { tile in
          [
            "label": Escaping.markup(tile.label), "value": Escaping.markup(tile.value),
            "unit": Escaping.markup(tile.supplement), "hasUnit": !tile.supplement.isEmpty,
          ] as [String: Any]
        },
      ]
    case .table(let table): tableContext(table)
    case .figure(let figure): figureContext(figure)
    case .details(let details):
      [
        "template": "report-details.html", "summary": text(details.summary),
        "nodes": details.nodes.map(context),
      ]
    case .packets(let listing): tableContext(listing.table)
    case .sparklines(let block):
      [
        "template": "report-sparklines.html",
        "lines": Escaping.markup(block.lines(isASCII: false).joined(separator: "\n")),
      ]
    case .notes(let notes): ["template": "report-notes.html", "notes": notes.map { ["note": text($0)] }]
    case .definitions(let definitions):
      [
        "template": "report-definitions.html",
        "definitions": definitions.map { definition -> [String: Any] in
          ["term": Escaping.markup(definition.term), "lines": definition.lines.map { ["line": text($0)] }]
        },
      ]
    }
  }

  /// The context of a line of text: its runs.
  func text(_ text: RichText) -> [String: Any] {
    [
      "runs": text.runs.map { run -> [String: Any] in
        var context: [String: Any] = [
          "text": Escaping.markup(run.string), "isPlain": false, "isStrong": false, "isMuted": false,
          "isCode": false,
          "isLink": false, "target": "",
        ]
        switch run {
        case .plain: context["isPlain"] = true
        case .strong: context["isStrong"] = true
        case .muted: context["isMuted"] = true
        case .code: context["isCode"] = true
        case .link(_, let anchor):
          context["isLink"] = true
          context["target"] = Escaping.markup(anchor)
        }
        return context
      }
    ]
  }

  private func tableContext(_ table: DocumentTable) -> [String: Any] {
    [
      "template": "report-table.html", "tableCaption": Escaping.markup(table.caption),
      "isSortable": table.isSortable, "isMonospaced": table.isMonospaced,
      "columns": table.columns.map { column -> [String: Any] in
        [
          "columnTitle": Escaping.markup(column.title), "isNumeric": column.isNumeric,
          "isColumnShort": column.isShort && !column.isNumeric,
          "hasNote": !column.note.isEmpty, "columnNote": Escaping.markup(column.note),
        ]
      },
      "rows": table.rows.map { row -> [String: Any] in
        [
          "cells": row.enumerated().map { index, cell in
            cellContext(
              cell, column: table.columns[min(index, table.columns.count - 1)],
              isHead: index == 0 && table.hasRowHeads)
          }
        ]
      },
    ]
  }

  private func cellContext(_ cell: DocumentTable.Cell, column: DocumentTable.Column, isHead: Bool) -> [String:
    Any]
  {
    var value = ""
    if let number = cell.value {
      var buffer = TextBuffer()
      buffer.append(number, decimals: 9, trimmingZeros: true)
      value = buffer.string
    }
    return [
      "isHead": isHead, "isCell": !isHead, "runs": text(cell.text)["runs"] ?? [],
      "isNumericCell": column.isNumeric,
      "isShort": column.isShort && !column.isNumeric,
      "isAlert": cell.isAlert, "hasValue": cell.value != nil, "cellValue": value, "hasKey": !cell.key.isEmpty,
      "key": Escaping.markup(cell.key), "hasSubject": !cell.subject.isEmpty,
      "subject": Escaping.markup(cell.subject), "hasSparkline": !cell.sparkline.isEmpty,
      "sparkline": Self.sparklinePath(cell.sparkline),
    ]
  }

  private func figureContext(_ figure: Figure) -> [String: Any] {
    var context: [String: Any] = [
      "template": "report-figure.html", "figureAnchor": figure.anchor, "figureNumber": String(figure.number),
      "figureTitle": Escaping.markup(figure.title), "parameters": Escaping.markup(figure.chart.subtitle),
      "caption": Escaping.markup(figure.chart.caption(style: FigureDrawings.style)), "hasPicture": true,
      "isMissing": false, "reason": "", "isSVG": false, "svg": "", "isPNG": false, "base64": "",
      "alt": Escaping.markup(figure.chart.altText), "hasPlot": false, "plot": "",
      "dataLinks": FigureData(figure, folder: folder).links(data),
    ]
    switch drawings[figure] {
    case .svg(let svg):
      context["isSVG"] = true
      context["svg"] = svg.text
      let plots = Self.plots(of: svg)
      context["hasPlot"] = !plots.isEmpty
      context["plot"] = plots
    case .png(let bytes):
      context["isPNG"] = true
      context["base64"] = Data(bytes).base64EncodedString()
    case .missing(let reason):
      context["hasPicture"] = false
      context["isMissing"] = true
      context["reason"] = Escaping.markup(reason)
    }
    return context
  }

  /// Left, top, width and height of the first plot in per cent of the picture, and its time range in seconds.
  static func plots(of svg: FigureSVG) -> String {
    guard let plot = svg.plots.first, plot.hasTime, svg.width > 0, svg.height > 0 else { return "" }
    let numbers: [(Double, Int)] = [
      (100 * plot.rect.x / svg.width, 3), (100 * plot.rect.y / svg.height, 3),
      (100 * plot.rect.width / svg.width, 3), (100 * plot.rect.height / svg.height, 3),
      (plot.xRange.lowerBound, 9), (plot.xRange.upperBound, 9),
    ]
    var text = TextBuffer()
    for (index, (number, decimals)) in numbers.enumerated() {
      if index > 0 { text.append(" ") }
      text.append(number, decimals: decimals, trimmingZeros: true)
    }
    return text.string
  }

  /// Bars from left to right in a box of one unit a value and 16 in height; the greatest value fills it.
  static func sparklinePath(_ values: [Double]) -> String {
    guard let maximum = values.max(), maximum > 0 else { return "" }
    var text = TextBuffer()
    for (index, value) in values.enumerated() where value > 0 {
      text.append("M")
      text.append(Double(index) / Double(values.count) * 96, decimals: 2, trimmingZeros: true)
      text.append(" 16v-")
      text.append(max(0.6, value / maximum * 16), decimals: 2, trimmingZeros: true)
      text.append("h")
      text.append(96 / Double(values.count), decimals: 2, trimmingZeros: true)
      text.append("V16z")
    }
    return text.string
  }
}
