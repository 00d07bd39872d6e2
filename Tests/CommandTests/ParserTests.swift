import ArgumentParser
import Foundation
import Reporting
import Testing

@testable import captcp

/// The parsers of all modules: built without a clash, and wrong words refused.
struct ParserTests {
  /// What modules need beside a capture.
  private static let furtherWords = ["explain": ["1"], "split": ["-o", "out/"], "anonymize": ["new.pcap"]]
  /// Modules that take something else than captures and a filter, or need an option.
  private static let usages = [
    "explain": "captcp explain [<options>] <capture> ... <frame>",
    "split": "captcp split [<options>] -o <folder or file> <capture> ... [<filter> ...]",
    "anonymize": "captcp anonymize [<options>] <capture> <new capture>",
    "lint-figure": "captcp lint-figure [<options>] <figure> ...",
    "figure": "captcp figure [<options>] <spec> [<name> ...]", "template": "captcp template show <name>",
  ]

  /// Building a parser fails on a name that is declared twice; `parseAsRoot` builds that of the module.
  @Test(arguments: Modules.names) func everyParserCanBeBuilt(name: String) throws {
    let words = Self.furtherWords[name] ?? []
    #expect(throws: Never.self) {
      try Captcp.parseAsRoot([name] + (name == "template" ? ["list"] : ["some.pcap"]) + words)
    }
    let help = Captcp.helpMessage(for: try #require(Modules.all.first { $0.name == name }).command)
    #expect(help.contains("EXAMPLES:"))
    #expect(help.contains(Self.usages[name] ?? "captcp \(name) [<options>] <capture> ... [<filter> ...]"))
    for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func theListOfModulesIsThatOfTheSubcommands() {
    let commands = Captcp.configuration.subcommands.compactMap { $0.configuration.commandName }
    #expect(commands.filter { $0 != "manual" } == Modules.names)
  }

  @Test(arguments: [
    ["statistic"], ["statistic", "--top", "0", "a"], ["statistic", "-f", "1.3", "a"],
    ["statistic", "--window-scale", "1.1=15", "a"], ["statistic", "--format", "png", "a"],
    ["statistic", "--per-host", "--sort", "id", "a"], ["statistic", "-t", "2..1", "a"],
    ["timesequence", "--size", "9x4", "a"], ["timesequence", "--size", "1inx1in", "--width", "2in", "a"],
    ["timesequence", "-f", "1,2", "a"], ["timesequence", "-w", "--window", "on", "a"],
    ["timesequence", "--x-range", "2..1", "a"], ["timesequence", "--dpi", "1", "a"],
    ["throughput", "-s", "0", "a"], ["throughput", "-s", "1", "-p", "a"],
    ["throughput", "--all", "-f", "1", "a"],
    ["throughput", "-m", "magic", "a"], ["throughput", "-u", "furlong", "a"],
    ["report", "--max-connections", "0", "a"],
    ["report", "--flavour", "word", "a"], ["statistic", "-", "-"],
    ["show", "-s", "a"], ["show", "--frames", "3-1", "a"], ["show", "--around", "5", "--frames", "5", "a"],
    ["split", "a"], ["split", "--depfile", "d", "-o", "-", "a"],
    ["split", "--format", "pcap", "-o", "b", "a"],
    ["anonymize", "a"], ["anonymize", "a", "b", "-o", "c"], ["anonymize", "--payload", "keep", "a", "b"],
    ["anonymize", "--key", "", "a", "b"], ["anonymize", "--depfile", "d", "a", "-"],
    ["statistic", "--anonymize-ports", "a"], ["show", "--key-file", "k", "a"],
    ["rtt", "--anonymize", "--key", "k", "--key-file", "k", "a"],
    ["explain", "a"], ["explain", "1"], ["explain", "a", "0"], ["explain", "a", "b"],
    ["inflight", "-m", "magic", "a"], ["inflight", "--stdio", "--format", "csv", "a"],
    ["inflight", "--stdio", "-f", "1,2", "a"], ["show", "--format", "png", "a"],
    ["rtt", "--method", "karn", "a"], ["rtt", "--method", "sack", "--rtt", "oldest", "a"],
    ["spacing", "-a", "0", "a"], ["spacing-data-ack", "-a", "x", "a"], ["window", "--frames", "5-1", "a"],
    ["spurious-retransmissions", "-m", "all", "a"], ["spurious-retransmissions", "-t", "1..2", "a"],
    ["timesequence", "--x-log", "a"], ["timesequence", "--y-log", "a"], ["throughput", "--x-log", "a"],
    ["inflight", "--y-log", "a"], ["window", "--x-log", "a"], ["spacing", "--x-log", "a"],
    ["spacing-data-ack", "--x-log", "a"], ["segmentsize", "--x-log", "a"],
    ["timeline", "--y-range", "1,2", "a"],
    ["spurious-retransmissions", "--y-log", "a"], ["flowgraph", "--x-range", "1,2", "a"],
    ["flowgraph", "--annotate", "none", "a"], ["compare", "--as", "cdf", "--y-log", "a"],
    ["compare", "--as", "overlay", "--x-log", "a"], ["compare", "--as", "overlay", "--cdf", "rtt", "a"],
    ["lint-figure"], ["lint-figure", "--minimum-text", "0", "a"], ["lint-figure", "--preset", "wall", "a"],
    ["explain", "--file", "1", "a", "5"], ["show", "-d", "port", "a"], ["show", "--context", "-1", "a"],
  ])
  func wrongUseHasStatusTwo(arguments: [String]) {
    let error = #expect(throws: (any Error).self) { try Captcp.parseAsRoot(arguments) }
    #expect(error.map { Captcp.exitCode(for: $0) } != .success)
  }

  @Test func shortLettersAreThoseOfTheOriginal() throws {
    let words = [
      "spurious-retransmissions", "-m", "spurious", "-s", "absolute", "-t", "relative", "-c", "off", "a",
    ]
    let command = try #require(try Captcp.parseAsRoot(words) as? SpuriousRetransmissionsCommand)
    #expect(command.spurious.settings.mode == .spurious)
    #expect(command.spurious.sequence == .absolute && command.spurious.tsvals == .relative)
    #expect(command.spurious.shortColor.applied(to: command.common).color == .never)
    let inflight =
      try Captcp.parseAsRoot(["inflight", "-m", "packets", "-t", "1..2", "a"]) as? InflightCommand
    #expect(inflight.map { "\($0.inflight.mode)" } == "packets")
    #expect(inflight?.series.time.time == TimeRange("1..2"))
    let spacing = try Captcp.parseAsRoot(["spacing", "-a", "3", "--stdio", "a"]) as? SpacingCommand
    #expect(spacing?.spacing.samples == 3 && spacing?.series.stdio == true)
  }

  @Test func statusesAreThoseOfTheManual() {
    let statuses: [captcp.ExitStatus] = [.success, .badInput, .usage, .missing, .checkFailed, .interrupted]
    #expect(statuses.map { $0.rawValue } == [0, 1, 2, 3, 4, 130])
  }

  @Test(arguments: Modules.names + ["captcp"])
  func everyModuleHasAManualPage(name: String) throws {
    let page = try #require(try ManualPage.all().first { $0.name == name || $0.name == "captcp-\(name)" })
    let text = String(decoding: page.bytes, as: UTF8.self)
    for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "EXIT STATUS"] {
      #expect(text.contains(".SH \(section)"), "\(section)")
    }
    #expect(!text.contains("/tmp") && !text.contains("/home"))
  }
}
