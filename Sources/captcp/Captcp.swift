import ArgumentParser

/// The program: a list of modules.
@main
struct Captcp: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "captcp",
      abstract: "Analyse TCP flows in capture files: statistics, charts and reports.",
      usage: """
        captcp <module> [<options>] <capture> ... [<filter> ...]
        captcp --check
        captcp --version
        """,
      discussion: """
        captcp reads what tcpdump, Wireshark and dumpcap write (pcap, pcapng, also gzip or zstd, also from standard \
        input) and tells what happened to each TCP flow. Values that the packets do not tell are left unknown, with \
        the reason.

        EXAMPLES:
          captcp statistic trace.pcap
          captcp timesequence -f 2.1 -o sequence.pdf trace.pcap
          captcp report -o report.html trace.pcap tcp port 443

        Each module has its own help: captcp <module> --help. The environment (libraries, fonts, optional programs, \
        with their versions) is what captcp --check prints.
        """,
      version: Version.tool,
      subcommands: Modules.all.map(\.command) + [ManualCommand.self])
  }

  /// Written `--check` (`Launcher`): under that name the parser would take it from modules that have one of their own.
  @Flag(name: .customLong(Captcp.environmentCheck), help: .private)
  var check = false

  /// The name under which the parser knows `--check`.
  static let environmentCheck = "check-environment"

  mutating func run() throws {
    guard check else { throw CleanExit.helpRequest(self) }
    try EnvironmentCheck().run()
  }

  static func main() {
    Launcher.end(with: Launcher.run(Array(CommandLine.arguments.dropFirst())))
  }
}
