import ArgumentParser
import FigureCheck
import Measurements

/// `captcp lint-figure`: whether figures keep the rules of print.
struct LintFigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint-figure",
    abstract: "Check PDF figures for print: size of text, fonts, colours in grey.",
    usage: "captcp lint-figure [<options>] <figure> ...",
    discussion: """
      Reads figures of any program and prints a line for each rule that one breaks, with status 4: text smaller than the \
      preset's minimum at the size of the page (a figure is used at 100 %), fonts that are not embedded or of Type 3, \
      and colours that fall together in grey where neither form, width, dash nor place tells their marks apart; dark \
      pages are for screens, so that the last is not asked of them. Other figures \
      get a line that says what was looked at. Charts are checked as they are drawn with --strict.

      EXAMPLES:
        captcp lint-figure fig-*.pdf
        captcp lint-figure --preset slide overview.pdf
        captcp lint-figure --format json paper.pdf
        captcp rtt --preset paper-column --theme grey --strict -o rtt.pdf trace.pcap
      """)

  @OptionGroup var lint: LintFigureOptions
  @OptionGroup(title: "Output") var output: OutputOptions<LintForms>
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    if output.depfile != nil, output.output == nil {
      throw ValidationError("--depfile needs a file that it can name: give one with -o")
    }
  }

  func run() throws {
    let destination = try output.destination()
    var checks: [FigureResult] = []
    var failures: [String] = []
    for name in lint.figures {
      do {
        checks.append(try FigureResult(name: name, options: lint))
      } catch {
        failures.append(error.message)
      }
    }
    if !checks.isEmpty {
      let delivery = PieceDelivery(name: "lint-figure", folderForms: [.text, .json]) {
        format, _, sink throws(CommandFailure) in
        try sink(format == .json ? FigureResult.json(checks) : FigureResult.text(checks))
      }
      let files = try delivery.deliver(to: destination)
      try output.writeDependencies(of: files, captures: lint.figures)
    }
    guard failures.isEmpty else { throw CommandFailure(.badInput, lines: failures) }
    let broken = checks.count { !$0.findings.isEmpty }
    guard broken == 0 else {
      throw CommandFailure(.checkFailed, "\(broken) of \(checks.count) figures break rules")
    }
  }
}
