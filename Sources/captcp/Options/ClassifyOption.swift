public import ArgumentParser
public import TCPAnalysis

extension RuleSet: ExpressibleByArgument {}

/// The option that chooses whose rules classify.
struct ClassifyOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose rules say what a segment is: captcp's own, or those of another tool, to compare with its numbers.",
      valueName: "rules"))
  var classify = RuleSet.native
}
