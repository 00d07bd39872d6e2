import Fixtures
import Foundation
import Testing

/// Figures at 100 % in an article of two columns, as publishers take them.
@Suite struct PaperTests {
  private static func path(of program: String) -> String? {
    ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(program)" }
      .first(where: FileManager.default.isExecutableFile(atPath:))
  }

  private static let isSetUp = ["pdflatex", "pdffonts", "pdftotext"].allSatisfy { path(of: $0) != nil }

  /// The columns of an IEEE conference: 3.5 in each, with 0.16 in between.
  private static let document = #"""
    \documentclass[10pt,twocolumn]{article}
    \usepackage{graphicx}
    \setlength{\textwidth}{7.16in}\setlength{\columnsep}{0.16in}\setlength{\oddsidemargin}{-0.33in}
    \setlength{\textheight}{9.2in}\setlength{\topmargin}{-0.6in}\setlength{\parindent}{1em}
    \newcommand{\prose}{The sender keeps as much outstanding as its congestion window allows. When the queue before the
      bottleneck is full, a burst is lost; duplicate acknowledgments with selective blocks tell of it within one round trip,
      and the holes are filled before anything new is sent. }
    \begin{document}
    \title{Queues before a bottleneck}\author{A. Author}\date{}\maketitle
    \section{Loss and repair}
    \prose Figure~\ref{fig:sequence} shows one such episode. \prose\prose
    \begin{figure}[t]\centering
    \includegraphics{sequence.pdf}
    \caption[Time sequence]{\input{sequence.caption}}\label{fig:sequence}
    \end{figure}
    \begin{figure*}[t]\centering
    \includegraphics{rtt.pdf}
    \caption[Round-trip times]{\input{rtt.caption}}\label{fig:rtt}
    \end{figure*}
    \section{Round-trip times}
    \prose Figure~\ref{fig:rtt} shows what the queue adds. \prose\prose\prose\prose\prose\prose\prose\prose\prose
    \begin{figure}[t]\centering
    \includegraphics{flight.pdf}
    \caption[Flight]{\input{flight.caption}}
    \end{figure}
    \prose\prose\prose\prose\prose\prose\prose
    \end{document}
    """#

  private func run(_ program: String, _ arguments: [String], in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.path(of: program)))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(program): \(text.suffix(2000))")
    return text
  }

  /// Draws the figures and sets the document; it stays in `.build/paper` to be looked at.
  private func compile() throws -> String {
    let folder = "\(Fixtures.repository)/.build/paper"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let figures = [
      ["timesequence", "-f", "2.1", "-t", "2.3..2.8", "--preset", "paper-column", "-o", "sequence.pdf"],
      ["rtt", "-f", "2.1", "--preset", "paper-page", "-o", "rtt.pdf"],
      ["inflight", "-f", "10.1", "--preset", "paper-column", "--width", "3.5in", "-o", "flight.pdf"],
    ]
    for figure in figures {
      let arguments = figure + ["--theme", "grey", "--strict", "--quiet", try Fixtures.demo().path]
      let outcome = try Tool(in: folder).run(arguments)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    try Data(Self.document.utf8).write(to: URL(fileURLWithPath: "\(folder)/paper.tex"))
    for _ in 0..<2 {
      _ = try run("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "paper.tex"], in: folder)
    }
    return folder
  }

  @Test(.enabled(if: isSetUp, "needs pdflatex (texlive-latex-base) and poppler-utils"))
  func figuresFitTheColumnsOfAPaper() throws {
    let folder = try compile()
    let log = try String(decoding: Fixtures.bytes(ofFile: "\(folder)/paper.log"), as: UTF8.self)
    #expect(!log.contains("Overfull"), "a figure is wider than its column")
    #expect(!log.contains("undefined"))

    let fonts = try run("pdffonts", ["paper.pdf"], in: folder).split(separator: "\n").dropFirst(2)
    #expect(fonts.count > 2)
    for font in fonts {
      #expect(!font.contains("Type 3"), "\(font)")
      #expect(font.split(separator: " ").suffix(5).first == "yes", "\(font)")
    }
    let outcome = try Tool(in: folder).run(["lint-figure", "--minimum-text", "7", "paper.pdf"])
    #expect(outcome.status == 0, "\(outcome.text)")

    let text = try run("pdftotext", ["-layout", "paper.pdf", "-"], in: folder)
    for label in ["Time since", "RTT (ms)", "Bytes (KiB)"] { #expect(text.contains(label), "\(label)") }
  }

  /// Colours of the light theme are told apart in grey by width, form or place.
  @Test(arguments: ["timesequence", "window", "inflight", "spacing", "spurious-retransmissions", "flowgraph"])
  func lightThemeIsFitForPrint(kind: String) throws {
    try Fixtures.withTemporaryFolder { folder in
      let zoom = kind == "flowgraph" ? ["-t", "7.5..7.8"] : []
      let arguments = [kind, "-f", "2.1", "--strict", "--quiet", "--preset", "paper-column", "-o", "x.pdf"]
      let outcome = try Tool(in: folder).run(arguments + zoom + [try Fixtures.demo().path])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  /// Text of figures measures 7 to 8 pt on the paper's page.
  @Test(.enabled(if: isSetUp, "needs pdflatex (texlive-latex-base) and poppler-utils"))
  func textOfFiguresIsSevenToEightPoints() throws {
    try Fixtures.withTemporaryFolder { folder in
      let capture = try Fixtures.demo().path
      for preset in ["paper-column", "paper-page"] {
        let drawing = [
          "timesequence", "-f", "2.1", "--preset", preset, "-o", "figure.pdf", "--quiet", capture,
        ]
        #expect(try Tool(in: folder).run(drawing).status == 0)
        let outcome = try Tool(in: folder).run(["lint-figure", "--format", "json", "figure.pdf"])
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
        let figure = (object?["figures"] as? [[String: Any]])?.first
        #expect(figure?["preset"] as? String == preset)
        let sizes = (figure?["texts"] as? [[String: Any]] ?? []).compactMap { $0["points"] as? Double }
        #expect(!sizes.isEmpty && sizes.allSatisfy { (6.995...8.005).contains($0) }, "\(sizes)")
      }
    }
  }
}
