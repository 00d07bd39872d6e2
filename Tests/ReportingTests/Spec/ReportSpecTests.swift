import Reporting
import TCPAnalysis
import Testing

@Suite struct ReportSpecTests {
  private static let vocabulary = SpecVocabulary(
    charts: [
      "timesequence": [
        .init(name: "time", isFlag: false), .init(name: "detrend", isFlag: true),
        .init(name: "preset", isFlag: false), .init(name: "peer", isFlag: false),
      ],
      "timeline": [.init(name: "preset", isFlag: false)],
    ],
    report: [.init(name: "max-connections", isFlag: false), .init(name: "flavour", isFlag: false)],
    formats: ["pdf", "png", "csv"])

  /// A page size is of no use for numbers, unless they are those that the page shows.
  @Test(arguments: [("full", ["data"]), ("reduced", ["preset", "data"])])
  func defaultsReachFiguresThatHaveAUseForThem(rows: String, expected: [String]) throws {
    var vocabulary = Self.vocabulary
    vocabulary.charts["timeline"]?.append(.init(name: "data", isFlag: false))
    vocabulary.uses = ["preset": ["pdf", "png"]]
    vocabulary.widening = .init(option: "data", value: "reduced", names: ["preset"], formats: ["csv"])
    let text = """
      version: 1
      captures: {snd: snd.pcap}
      defaults: {preset: paper-column}
      figures:
        rows: {chart: timeline, data: \(rows), formats: [csv]}
      """
    let spec = try ReportSpec(text, file: "report.yaml", vocabulary: vocabulary)
    #expect(spec.figures.first?.options.map(\.name) == expected)
  }

  private func spec(_ text: String) throws(SpecError) -> ReportSpec {
    try ReportSpec(text, file: "report.yaml", vocabulary: Self.vocabulary)
  }

  private static let whole = """
    version: 1
    captures: {snd: snd.pcap, rcv: {file: [a.pcap, b.pcap], role: receiver, filter: tcp port 80}}
    flows:
      bulk: {capture: snd, rank: 1}
      slow: {capture: rcv, match: "port 5300"}
      third: {capture: snd, id: 3.1}
    defaults: {preset: paper-column, formats: [pdf, csv], time: "0:1"}
    figures:
      fig-seq: {chart: timesequence, flow: bulk, time: 0.30:0.80, detrend: true, peer: rcv}
      fig-all:
        chart: timeline
        capture: snd
        formats: png
    report:
      html: {connections: 10, capture: snd}
      markdown: {file: t.md, flavour: github, flow: slow}
    templates: templates/
    """

  @Test func everythingIsRead() throws {
    let spec = try spec(Self.whole)
    #expect(spec.captures.map(\.name) == ["snd", "rcv"])
    #expect(spec.captures[0].files == ["snd.pcap"])
    #expect(spec.captures[1].files == ["a.pcap", "b.pcap"])
    #expect(spec.captures[1].role == .receiver)
    #expect(spec.captures[1].filter == "tcp port 80")
    #expect(
      spec.flows.map(\.choice) == [
        .rank(1), .match("port 5300"), .ids([FlowID(connection: 3, direction: 1)]),
      ])
    let sequence = spec.figures[0]
    #expect(sequence.name == "fig-seq")
    #expect(sequence.flows == ["bulk"])
    #expect(sequence.peer == "rcv")
    #expect(sequence.formats == ["pdf", "csv"])
    #expect(sequence.options.map(\.name) == ["preset", "time", "detrend"])
    #expect(sequence.options.map(\.value) == ["paper-column", "0.30:0.80", nil])
    let all = spec.figures[1]
    #expect(all.capture == "snd")
    #expect(all.formats == ["png"])
    #expect(all.options.map(\.name) == ["preset"], "a default holds where the chart has the option")
    #expect(spec.documents.map(\.form) == ["html", "markdown"])
    #expect(spec.documents[0].file == "report.html")
    #expect(spec.documents[0].options.map(\.name) == ["max-connections"])
    #expect(spec.documents[1].capture == "rcv", "the capture is that of the flow")
    #expect(spec.templates == "templates/")
  }

  @Test func jsonIsReadToo() throws {
    let text = #"{"version": 1, "captures": {"a": "a.pcap"}, "figures": {"f": {"chart": "timeline"}}}"#
    #expect(try spec(text).figures.map(\.capture) == ["a"])
  }

  /// A spec with one thing wrong, and what is said of it.
  private static let wrong: [(text: String, message: String)] = [
    ("", "1:1: error: the file is empty"),
    ("version: 2\n", "1:10: error: this program reads version 1"),
    ("captures: {a: a.pcap}\n", "1:1: error: version is missing: this program reads version 1"),
    ("version: 1\nfigures: {}\n", "1:1: error: captures are missing: name one at least"),
    (
      "version: 1\ncaptures: {a: a.pcap}\n",
      "1:1: error: nothing is asked for: there are neither figures nor a report"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigurs:\n  f: {chart: timeline}\n",
      "3:1: error: there is no figurs here; did you mean figures?"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigures:\n  f: {chart: timelin}\n",
      "4:14: error: there is no chart timelin; did you mean timeline?"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigures:\n  f:\n    chart: timesequence\n    detrnd: true\n",
      "6:5: error: there is no detrnd here; did you mean detrend?"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigures:\n  f:\n    chart: timesequence\n    detrend: yes\n",
      "6:14: error: detrend is true or false"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigures:\n  f: {chart: timeline, formats: [pdf, gif]}\n",
      "4:39: error: there is no format gif; there are csv, pdf, png"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nflows: {x: {rank: 0}}\n",
      "3:19: error: rank is a whole number from 1 to 1000000"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nflows: {x: {rank: 1, id: 2}}\n",
      "3:9: error: flow x is chosen by one of rank, match and id"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap, b: b.pcap}\nflows: {x: {rank: 1}}\n",
      "3:9: error: capture is missing here: there are a, b"
    ),
    (
      "version: 1\ncaptures: {a: a.pcap}\nfigures: {../f: {chart: timeline}}\n",
      "3:11: error: a name consists of letters, digits, -, _ and . and begins with a letter or digit"
    ),
    ("version: 1\ncaptures: {a: a.pcap\n", "3:1: error: did not find expected ',' or '}'"),
    ("version: 1\nversion: 1\n", "1:1: error: version stands here twice"),
    ("[1, 2]", "1:1: error: a spec is written as names with values, this is a list"),
    (
      "version: 1\ncaptures: {a: {file: a.pcap, role: sendr}}\n",
      "2:36: error: there is no role sendr; did you mean sender?"
    ),
  ]

  @Test(arguments: wrong.indices)
  func mistakesAreNamedWithTheirPlace(index: Int) throws {
    let (text, message) = Self.wrong[index]
    let error = try #require(throws: SpecError.self) { try spec(text) }
    #expect(error.description == "report.yaml:" + message)
  }

  @Test func aliasesThatGrowAreRefused() throws {
    var text = "version: 1\ntemplates: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "k\(level): &a\(level) [\(list)]\n"
    }
    let error = try #require(throws: SpecError.self) { try spec(text) }
    #expect(error.message == "the file is nested too deeply, or too long")
  }
}
