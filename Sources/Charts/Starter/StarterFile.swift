public import Measurements

/// The scripts that draw one figure with other tools, from the data files beside them.
public struct StarterFile: Sendable {
  private let starter: ChartStarter
  private let tables: [DataTable]
  private let name: String
  private let title: String
  private let tool: String
  private let style: ChartStyle

  /// Makes the scripts of a figure.
  ///
  /// - Parameters:
  ///   - starter: What is drawn.
  ///   - tables: The tables in the order in which `NAME.dat` has them.
  ///   - name: Name of the data files, without ending.
  ///   - title: Headline of the figure.
  ///   - tool: Name and version of the program that wrote them.
  ///   - style: Size of the figure.
  public init(
    _ starter: ChartStarter, tables: [DataTable], name: String, title: String, tool: String, style: ChartStyle
  ) {
    self.starter = starter
    self.tables = tables
    self.name = name
    self.title = style.title ?? title
    self.tool = tool
    self.style = style
  }

  /// Layers that have rows to draw: a column that is not there would stop the other tool.
  private var layers: [(layer: ChartStarter.Layer, table: DataTable, index: Int)] {
    starter.layers.compactMap { layer in
      guard let index = tables.firstIndex(where: { $0.name == layer.table }), tables[index].rowCount > 0
      else { return nil }
      let names = tables[index].columns.map(\.name)
      guard layer.columns.allSatisfy(names.contains) else { return nil }
      if let condition = layer.condition, !Self.has(condition, in: tables[index]) { return nil }
      return (layer, tables[index], index)
    }
  }

  private static func has(_ condition: ChartStarter.Condition, in table: DataTable) -> Bool {
    let column = table.columns.first { $0.name == condition.column }
    guard case .text(let values) = column?.values else { return false }
    return values.contains(condition.value)
  }

  private var width: Double { style.width ?? style.preset.width }
  private var height: Double { style.height ?? style.preset.height }

  private static func inches(_ points: Double) -> String {
    var text = TextBuffer()
    text.append(points / 72, decimals: 3, trimmingZeros: true)
    return text.string
  }

  private static func number(_ value: Double) -> String {
    var text = TextBuffer()
    text.append(value, decimals: 6, trimmingZeros: true)
    return text.string
  }

  private var logarithmic: Bool { starter.isLogarithmic || style.hasLogarithmicY }

  // MARK: gnuplot

  /// The script for gnuplot 5: draws `NAME.dat` as `NAME-gnuplot.pdf`.
  public func gnuplot() -> String {
    var lines = [
      "# Draws \(name).dat with gnuplot. Written by \(tool) --init; yours to edit.",
      "# gnuplot \(name).gpi, or: make gnuplot",
      "set terminal pdfcairo noenhanced size \(Self.inches(width))in,\(Self.inches(height))in "
        + "font '\(Self.quoted(style.fontFamilies?.first ?? "sans")),\(Self.number(style.preset.textSize))'",
      "set output '\(Self.quoted(name))-gnuplot.pdf'",
    ]
    if !style.hidesTitle, !style.preset.isPaper { lines.append("set title '\(Self.quoted(title))'") }
    lines += [
      "set xlabel '\(Self.quoted(starter.xLabel))'", "set ylabel '\(Self.quoted(starter.yLabel))'",
      "set datafile missing 'nan'", "set grid linecolor rgb '#E6E6E6' linewidth 0.5",
      "set border 3 linecolor rgb '#8C8C8C'", "set tics nomirror",
      "set key outside right top Left reverse",
    ]
    if logarithmic { lines.append("set logscale y") }
    let low = starter.ticks.map(\.value).min() ?? 0
    let high = starter.ticks.map(\.value).max() ?? 0
    if !starter.ticks.isEmpty {
      let ticks = starter.ticks.map { "'\(Self.quoted($0.label))' \(Self.number($0.value))" }
      lines += [
        "set ytics (\(ticks.joined(separator: ", ")))",
        // A range that is given is reversed by its order, one that is found by a word.
        starter.isReversed
          ? "set yrange [\(Self.number(high + 0.7)):\(Self.number(low - 0.7))]"
          : "set yrange [\(Self.number(low - 0.7)):\(Self.number(high + 0.7))]",
      ]
    } else if starter.isReversed {
      lines.append("set yrange [] reverse")
    } else if !logarithmic {
      lines.append("set yrange [*<0:]")
    }
    let plots = layers.map { gnuplot($0.layer, $0.table, index: $0.index) }
    lines.append(
      plots.isEmpty
        ? "# There are no data to draw." : "plot \\\n  " + plots.joined(separator: ", \\\n  "))
    return lines.joined(separator: "\n") + "\n"
  }

  private func gnuplot(_ layer: ChartStarter.Layer, _ table: DataTable, index: Int) -> String {
    func place(_ name: String) -> Int { (table.columns.firstIndex { $0.name == name } ?? 0) + 1 }
    func value(_ source: ChartStarter.Source) -> String {
      switch source {
      case .column(let name): "$\(place(name))"
      case .constant(let value): Self.number(value)
      }
    }
    let x = value(layer.x)
    var y = value(layer.y)
    if let condition = layer.condition {
      let word = Self.quoted(DataTable.spacedWord(condition.value))
      y = "strcol(\(place(condition.column))) eq '\(word)' ? \(y) : NaN"
    }
    var using = "(\(x)):(\(y))"
    let color = "linecolor rgb '\(Theme.light.color(layer.role).hex)'"
    let form: String
    switch layer.form {
    case .points: form = "points pointtype 7 pointsize 0.2 \(color)"
    case .lines: form = "lines \(color)"
    case .steps: form = "steps \(color)"
    case .bars(let other):
      using += ":(0):($\(place(other)) - \(value(layer.y)))"
      form = "vectors nohead \(color) linewidth 1.5"
    case .spans(let other):
      using += ":($\(place(other)) - \(x)):(0)"
      form = "vectors nohead \(color) linewidth 6"
    case .arrows(let length):
      using += ":(\(Self.number(length))):(0)"
      form = "vectors head filled size screen 0.01,20 \(color)"
    }
    let title = layer.title.isEmpty ? "notitle" : "title '\(Self.quoted(layer.title))'"
    var plots = "'\(Self.quoted(name)).dat' index \(index) using \(using) with \(form) \(title)"
    if case .spans = layer.form {
      // Events last no time: a bar of no length is drawn as a tick.
      plots +=
        ", \\\n  '' index \(index) using (\(x)):(\(y)) with points pointtype 2 pointsize 0.4 \(color) notitle"
    }
    return plots
  }

  /// A text for single quotes, on one line.
  private static func quoted(_ text: String) -> String {
    SceneBuilder.printable(text).replacing("'", with: "''")
  }

  // MARK: pgfplots

  /// Rows that TeX is given of one table: with 10^5 of them it runs out of memory.
  private static let maximumRows = 4000

  /// The picture for pgfplots: reads `NAME.csv` and the tables beside it.
  public func pgfplots() -> String {
    let roles = Role.allCases.filter { role in layers.contains { $0.layer.role == role } }
    var lines = [
      "% Draws \(name).csv with pgfplots. Written by \(tool) --init; yours to edit.",
      "% In a document: \\usepackage{pgfplots} \\pgfplotsset{compat=1.16} … \\input{\(name).tikz}",
      "% \\captcpdata is the folder of the data.", "\\providecommand{\\captcpdata}{.}",
    ]
    lines += roles.map { role in
      "\\definecolor{captcp\(role.rawValue)}{HTML}{\(Theme.light.color(role).hex.dropFirst())}"
    }
    lines += [
      "\\pgfplotsset{",
      "  captcp only/.style 2 args={x filter/.append code={\\edef\\captcpa{\\thisrow{#1}}\\edef\\captcpb{#2}%",
      "    \\ifx\\captcpa\\captcpb\\else\\def\\pgfmathresult{nan}\\fi}},", "}",
      "\\begin{tikzpicture}", "\\begin{axis}[",
      "  width=\(Self.inches(width))in, height=\(Self.inches(height))in, scale only axis=false,",
      "  xlabel={\(Self.latex(starter.xLabel))}, ylabel={\(Self.latex(starter.yLabel))},",
      "  grid=major, grid style={black!10}, axis lines=left, enlarge x limits=false,",
      "  unbounded coords=jump, filter discard warning=false, scaled ticks=true,",
      "  legend style={draw=none, font=\\footnotesize, at={(1.02,1)}, anchor=north west}, legend cell align=left,",
    ]
    if logarithmic {
      lines.append("  ymode=log,")
    } else if starter.ticks.isEmpty, !starter.isReversed {
      lines.append("  ymin=0, enlarge y limits={upper, value=0.04},")
    }
    if starter.isReversed { lines.append("  y dir=reverse,") }
    if !starter.ticks.isEmpty {
      let values = starter.ticks.map { Self.number($0.value) }.joined(separator: ",")
      let labels = starter.ticks.map { "{\(Self.latex($0.label))}" }.joined(separator: ",")
      lines.append("  ytick={\(values)}, yticklabels={\(labels)}, enlarge y limits=0.15,")
    }
    lines.append("]")
    for item in layers { lines += pgfplots(item.layer, item.table) }
    lines += ["\\end{axis}", "\\end{tikzpicture}", ""]
    return lines.joined(separator: "\n")
  }

  private func pgfplots(_ layer: ChartStarter.Layer, _ table: DataTable) -> [String] {
    // TeX reads all columns of all rows, whatever is drawn of them.
    guard Self.isPlain(table) else {
      return [
        "% \(SceneBuilder.printable(layer.title)): left out, names in its table have signs that TeX reads as commands."
      ]
    }
    func expression(_ source: ChartStarter.Source) -> String {
      switch source {
      case .column(let name): "\\thisrow{\(name)}"
      case .constant(let value): Self.number(value)
      }
    }
    func key(_ axis: String, _ source: ChartStarter.Source) -> String {
      if case .column(let name) = source { return "\(axis)=\(name)" }
      return "\(axis) expr=\(expression(source))"
    }
    var options = ["color=captcp\(layer.role.rawValue)"]
    let bare = "every arrow/.append style={-}"
    switch layer.form {
    case .points: options += ["only marks", "mark=*", "mark size=0.5pt"]
    case .lines: options += ["no marks"]
    case .steps: options += ["no marks", "const plot"]
    case .bars(let other):
      options += [
        "only marks", "mark=none", "line width=1pt",
        "quiver={u=0, v=\\thisrow{\(other)}-\(expression(layer.y)), \(bare)}",
      ]
    case .spans(let other):
      options += [
        "only marks", "mark=|", "line width=3pt",
        "quiver={u=\\thisrow{\(other)}-\(expression(layer.x)), v=0, \(bare)}",
      ]
    case .arrows(let length):
      options += ["only marks", "mark=none", "quiver={u=\(Self.number(length)), v=0}", "-stealth"]
    }
    if let condition = layer.condition {
      options.append("captcp only={\(condition.column)}{\(condition.value)}")
    }
    // Rows of all kinds stand in one table: stepping over them would lose the few that a layer picks out.
    let step =
      layer.condition == nil ? (table.rowCount + Self.maximumRows - 1) / Self.maximumRows : 1
    if step > 1 { options.append("each nth point=\(step)") }
    let file = name + (layer.table.isEmpty ? "" : "-" + layer.table)
    var lines = [
      "\\addplot[\(options.joined(separator: ", "))]",
      "  table[\(key("x", layer.x)), \(key("y", layer.y)), col sep=comma] {\\captcpdata/\(file).csv};",
    ]
    if step > 1 {
      lines.insert("% \(table.rowCount) rows are too many for TeX: each \(step)th is drawn.", at: 0)
    }
    if case .spans = layer.form {
      options.removeAll { $0.hasPrefix("quiver=") || $0.hasPrefix("line width") }
      lines += [
        "\\addplot[\(options.joined(separator: ", ")), forget plot]",
        "  table[\(key("x", layer.x)), \(key("y", layer.y)), col sep=comma] {\\captcpdata/\(file).csv};",
      ]
    }
    if !layer.title.isEmpty { lines.append("\\addlegendentry{\(Self.latex(layer.title))}") }
    return lines
  }

  private static func latex(_ text: String) -> String {
    LatexSigns.latex(SceneBuilder.printable(text))
  }

  /// Whether TeX reads all texts of a table as they stand.
  private static func isPlain(_ table: DataTable) -> Bool {
    table.columns.allSatisfy { column in
      guard case .text(let values) = column.values else { return true }
      return values.allSatisfy(isPlain)
    }
  }

  /// Whether TeX reads a value of a column as it stands.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0.isASCII && !"\\{}%#$&~^,\"".unicodeScalars.contains($0) && $0.value >= 32
    }
  }

  /// A document of the picture's size around it, for a look without a paper.
  public func pgfplotsDocument() -> String {
    """
    % The picture on a page of its own: pdflatex \(name)-pgfplots.tex, or: make tikz
    \\documentclass[\(style.preset.textSize >= 10 ? "10pt" : "8pt")]{\(style.preset.textSize >= 10 ? "article" : "extarticle")}
    \\usepackage[T1]{fontenc}
    \\usepackage{textcomp}
    \\usepackage{pgfplots}
    \\pgfplotsset{compat=1.16}
    \\begin{document}
    \\setbox0=\\hbox{\\input{\(name).tikz}}
    \\pdfhorigin=4pt \\pdfvorigin=4pt
    \\pdfpagewidth=\\dimexpr\\wd0+8pt\\relax \\pdfpageheight=\\dimexpr\\ht0+\\dp0+8pt\\relax
    \\shipout\\box0
    \\end{document}

    """
  }
}
