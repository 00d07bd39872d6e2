import Fixtures
import Foundation
import Testing

/// No option does nothing: what a result has no use for is refused before anything is read.
@Suite struct OptionUseTests {
  /// Runs over a capture that does not exist: the mistake in the command line is found first.
  private func refusal(_ arguments: [String], status: Int32 = 2) throws -> String {
    try Fixtures.withTemporaryFolder { folder in
      let outcome = try Tool(in: folder).run(arguments + ["none.pcap"])
      #expect(outcome.status == status, "\(arguments)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      return outcome.errors
    }
  }

  @Test func everyOptionOfChartsNeedsAPicture() throws {
    let values = [
      "preset": "slide", "theme": "grey", "width": "90mm", "height": "50mm", "size": "90mmx50mm",
      "title": "T",
      "x-range": "0..1", "y-range": "0..1", "font": "Inter", "metrics": "builtin", "annotate": "none",
      "dpi": "200",
    ]
    let help = try Fixtures.withTemporaryFolder { try Tool(in: $0).run(["rtt", "--help"]).text }
    let section = try #require(help.firstMatch(of: /\nCHART:\n((?:  .*\n)+)/)).1
    let names = section.matches(of: /\n? {2}--([a-z-]+)/).map { String($0.1) }
    #expect(names.count == 18)
    for name in names where name != "strict" && name != "data" {
      let words = ["--\(name)"] + (values[name].map { [$0] } ?? [])
      for form in ["x.csv", "x.json", "x.dat", "x.txt"] {
        #expect(try refusal(["rtt", "-o", form] + words).contains("--\(name) has no use here"))
      }
      // Drawn only to be checked, the chart takes them too.
      let strict = try refusal(
        ["rtt", "-o", "x.csv", "--strict"] + words, status: ["dpi", "transparent"].contains(name) ? 2 : 1)
      #expect(strict.contains("none.pcap") || name == "dpi" || name == "transparent")
      // Beside a picture it has one: then the capture is missed.
      #expect(try refusal(["rtt", "-o", "x.csv", "-o", "x.png"] + words, status: 1).contains("none.pcap"))
    }
  }

  /// Reduced data are those of a page: its options have a use beside them, in files that hold data.
  @Test func pagesOfReducedDataHaveASize() throws {
    let page = ["--data", "reduced", "--preset", "paper-column", "--width", "60mm", "--x-range", "0..1"]
    for form in ["x.csv", "x.json", "x.dat"] {
      #expect(try refusal(["rtt", "-o", form] + page, status: 1).contains("none.pcap"))
      let colours = try refusal(["rtt", "-o", form, "--theme", "dark"] + page)
      #expect(colours.contains("--theme has no use here"))
    }
    #expect(try refusal(["rtt", "-o", "x.txt"] + page).contains("has no use here"))
  }

  @Test(arguments: [
    (["rtt", "--data", "reduced", "-o", "x.pdf"], "--data has no use here: it is for csv, dat or json"),
    (["timeline", "--data", "reduced", "--format", "csv"], "--data reduced has no use here"),
    (["flowgraph", "--data", "reduced", "--format", "csv"], "--data reduced has no use here"),
    (["compare", "--peer", "b.pcap", "--data", "reduced", "-o", "x.csv"], "--data reduced has no use here"),
    (["spurious-retransmissions", "--data", "reduced", "--format", "csv"], "--data reduced has no use here"),
    (["rtt", "--dpi", "200", "-o", "x.pdf"], "--dpi has no use here: it is for png"),
    (["rtt", "--transparent", "-o", "x.svg"], "--transparent has no use here: it is for png"),
    (["rtt", "--histogram", "-o", "x.csv"], "--histogram"),
    (["rtt", "--strict", "--stdio"], "--strict"),
    (
      ["throughput", "--mean", "3", "-o", "x.csv"], "--mean has no use here: it is for pdf, png, svg or text"
    ),
    (["timesequence", "--inset", "0..1", "-o", "x.json"], "--inset"),
    (["timesequence", "--detrend", "-o", "x.csv"], "--detrend"),
    (["flowgraph", "--to-scale", "--format", "mermaid"], "--to-scale"),
    (["flowgraph", "--no-fold", "-o", "x.csv"], "--no-fold"),
    (["timeline", "--theme", "dark"], "--theme"),
    (["spurious-retransmissions", "--title", "T"], "--title"),
    (["compare", "--font", "Inter", "-o", "x.json"], "--font"),
    (["split", "--force", "-o", "x.pcap"], "--force"),
    (["report", "--dry-run", "--check"], "--dry-run"),
  ])
  func whatChangesNothingIsRefused(_ arguments: [String], _ message: String) throws {
    #expect(try refusal(arguments).contains(message))
  }

  @Test(arguments: [
    ["rtt", "-o", "x.pdf"], ["rtt", "-o", "x/"], ["statistic", "-o", "x.csv"], ["report", "-o", "x.html"],
    ["split", "-o", "x/"], ["split", "-o", "x.pcap"], ["diagnose", "-o", "x.json"],
  ])
  func depfilesThatCannotBeWrittenAreFoundFirst(_ arguments: [String]) throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(Fixtures.script("fast-retransmission").pcap()).write(
        to: URL(fileURLWithPath: "\(folder)/a.pcap"))
      let outcome = try Tool(in: folder).run(arguments + ["--depfile", "none/x.d", "a.pcap"])
      #expect(outcome.status == 2 && outcome.errors.contains("none/x.d"), "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.pcap"])
    }
  }
}
