import Testing

@testable import captcp

struct InitCommandTests {
  @Test(arguments: [
    (["-i", "-o", "demo", "a.pcap"], ["P/a.pcap"]),
    (
      ["--init", "--output=demo", "-f", "2.1", "a.pcap", "port", "80"],
      ["-f", "2.1", "P/a.pcap", "port", "80"]
    ),
    (["-wi", "-o", "x", "--force", "a.pcap"], ["-w", "P/a.pcap"]),
    (["-io", "x", "a.pcap"], ["P/a.pcap"]),
    (["--depfile", "x.d", "--title", "-", "a.pcap"], ["--title", "-", "P/a.pcap"]),
    (["--annotate=n.csv", "a.pcap", "--", "-o"], ["--annotate=P/n.csv", "P/a.pcap", "--", "-o"]),
  ])
  func wordsThatSayWhereItGoesAreLeftOut(arguments: [String], expected: [String]) {
    let words = InitCommand.words(arguments) { ["a.pcap", "n.csv"].contains($0) ? "P/" + $0 : $0 }
    #expect(words == expected)
  }
}
