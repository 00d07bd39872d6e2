import CairoRenderer
import Charts
@preconcurrency import Glibc
import ReportTemplates

/// `captcp --check`: what this installation consists of, and what is missing.
struct EnvironmentCheck {
  /// Programs that captcp does not need but that go well with it.
  private static let optionalPrograms = ["make", "gnuplot", "tshark", "tcpdump", "dumpcap", "pdflatex"]

  /// Prints the list.
  ///
  /// - Throws: ``CommandFailure`` if something is missing that captcp needs.
  func run() throws(CommandFailure) {
    var lines = ["\(Version.tool)", "", "Libraries"]
    for library in LoadedLibraries.all + drawingLibraries {
      lines.append(entry(library.name, library.version))
    }
    lines += ["", "Fonts"] + fonts
    lines += ["", "Templates"]
    for template in ReportTemplates.all {
      lines.append(entry(template.name, "\(template.text.utf8.count) B, built in"))
    }
    lines += ["", "Optional programs"]
    for program in Self.optionalPrograms { lines.append(entry(program, path(of: program) ?? "not found")) }
    try StandardOutput().write(Array((lines.joined(separator: "\n") + "\n").utf8))
    guard PangoMeasurer().hasAnyFont else {
      throw CommandFailure(.missing, RendererError.noFonts.description)
    }
  }

  private var drawingLibraries: [(name: String, version: String)] {
    [("cairo", CairoVersions.cairo), ("pango", CairoVersions.pango)]
  }

  /// What Pango takes for each of our lists.
  private var fonts: [String] {
    let measurer = PangoMeasurer()
    return [Preset.screen, .paperColumn].map { preset in
      let families = preset.fontFamilies
      let found =
        measurer.resolvedFamily(for: families) ?? "no font at all: install one, for example fonts-dejavu-core"
      return entry(preset.isPaper ? "paper" : "screen", "\(found)  (of \(families.joined(separator: ", ")))")
    }
  }

  private func entry(_ name: String, _ value: String) -> String {
    "  \(name)\(String(repeating: " ", count: max(1, 18 - name.count)))\(value)"
  }

  private func path(of program: String) -> String? {
    let folders = getenv("PATH").map { String(cString: $0) } ?? ""
    return folders.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
  }
}
