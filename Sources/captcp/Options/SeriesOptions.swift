import ArgumentParser
import TCPAnalysis

/// Options that choose frames.
struct FrameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Show what these frames of the file bring: 10-20,35,40-.", valueName: "a-b,…"))
  var frames: FrameRanges?
}

/// What every module of a series takes besides options of its own.
struct SeriesOptions: ParsableArguments {
  @OptionGroup var arguments: CaptureArguments
  @OptionGroup(title: "Selection") var flows: FlowOptions
  @OptionGroup(title: "Selection") var frames: FrameOptions
  @OptionGroup(title: "Time") var time: TimeOptions
  @OptionGroup(title: "Chart") var chart: ChartOptions
  @OptionGroup(title: "Knowledge") var knowledge: KnowledgeOptions
  @OptionGroup(title: "Output") var output: OutputOptions<ChartForms>
  @Flag(help: "Print lines of time (s) and value to standard output.")
  var stdio = false
  @OptionGroup(title: "Output") var initOption: InitOption
  @OptionGroup(title: "Output") var digest: DigestOption
  @OptionGroup(title: "Common") var common: CommonOptions

  func validate() throws {
    if stdio, output.output != nil || output.format != nil {
      throw ValidationError("--stdio writes to standard output: --output and --format do not apply")
    }
    if stdio, flows.ids.count > 1 {
      throw ValidationError("--stdio prints one flow: name one with -f")
    }
    if stdio, chart.strict { throw ValidationError("--stdio draws nothing that --strict could check") }
    try output.refuseUnused(chart.uses, isInit: initOption.isWanted)
  }
}
