import Fixtures
import Foundation
import Testing

/// What `report` is told about its charts and their data.
@Suite struct ReportOptionTests {
  private func withCapture(_ body: (_ folder: String, _ tool: Tool) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      let script = try Fixtures.script("fast-retransmission")
      try Data(script.pcap()).write(to: URL(fileURLWithPath: "\(folder)/a.pcap"))
      try body(folder, Tool(in: folder))
    }
  }

  private func text(_ name: String, in folder: String) throws -> String {
    String(decoding: try Fixtures.bytes(ofFile: "\(folder)/\(name)"), as: UTF8.self)
  }

  private func references(_ page: String) -> [String] {
    page.matches(of: /\s(?:href|src)="([^"#][^"]*)"/).map { String($0.1) }
  }

  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func chosenChartsReplaceTheRule() throws {
    try withCapture { folder, tool in
      let arguments = ["report", "a.pcap", "--metrics", "builtin", "-o", "r.html", "--data", "files"]
      #expect(try tool.run(arguments + ["--charts", "segmentsize,window"]).status == 0)
      let charts = try Self.files("\(folder)/r-files").filter { $0.hasPrefix("flow-1.1-") }
      #expect(charts.allSatisfy { $0.hasPrefix("flow-1.1-segmentsize") || $0.hasPrefix("flow-1.1-window") })
      #expect(charts.contains("flow-1.1-segmentsize.csv") && charts.contains("flow-1.1-window.csv"))
      let page = try text("r.html", in: folder)
      #expect(!page.contains("Time sequence"))
      #expect(page.contains("segmentsize, window"), "the provenance names what was chosen")
    }
  }

  @Test func dataStandBesideThePageOrInside() throws {
    try withCapture { folder, tool in
      let arguments = ["report", "a.pcap", "--metrics", "builtin", "--charts", "rtt"]
      #expect(try tool.run(arguments + ["-o", "f 1:2.html", "--data", "files"]).status == 0)
      let links = references(try text("f 1:2.html", in: folder))
      #expect(links.contains("./f%201%3A2-files/flow-1.1-rtt.csv"))
      for link in links {
        let path = try #require(link.removingPercentEncoding)
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"), "\(link)")
      }
      let table = try text("f 1:2-files/flow-1.1-rtt.csv", in: folder)

      #expect(try tool.run(arguments + ["-o", "i.html", "--data", "inline"]).status == 0)
      let inline = references(try text("i.html", in: folder))
      let scheme = "data:text/csv;charset=utf-8;base64,"
      #expect(!inline.isEmpty && inline.allSatisfy { $0.hasPrefix(scheme) })
      let tables = inline.compactMap { Data(base64Encoded: String($0.dropFirst(scheme.count))) }
      #expect(tables.contains(Data(table.utf8)))

      #expect(try tool.run(arguments + ["-o", "p.html"]).status == 0)
      #expect(references(try text("p.html", in: folder)).isEmpty, "a page is one file unless asked otherwise")
      #expect(try Self.files(folder) == ["a.pcap", "f 1:2-files", "f 1:2.html", "i.html", "p.html"])
    }
  }

  @Test(arguments: [
    (["--charts", "windwo", "-o", "r.html"], "did you mean window?"),
    (["--charts", "compare", "-o", "r.html"], "there is no chart compare"),
    (["--charts", "rtt,rtt", "-o", "r.html"], "--charts"),
    (["--charts", "rtt", "-o", "r.txt"], "--charts has no use here"),
    (["--data", "files", "--format", "html"], "name it with -o"),
    (["--data", "inline", "-o", "r.md"], "--data inline has no use here"),
    (["--flavour", "gitlab", "-o", "r.html"], "--flavour has no use here"),
    (["--ascii", "-o", "r.html"], "--ascii has no use here"),
    (["--dark-variant", "-o", "r.html"], "--dark-variant has no use here"),
  ])
  func whatHasNoUseIsRefusedBeforeReading(_ options: [String], _ message: String) throws {
    try withCapture { folder, tool in
      // The capture does not exist: the mistake in the command line is found first.
      let outcome = try tool.run(["report", "none.pcap"] + options)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try Self.files(folder) == ["a.pcap"])
    }
  }

  @Test func specNamesChartsWithTheirPlace() throws {
    try withCapture { folder, tool in
      let spec = """
        version: 1
        captures: {a: a.pcap}
        report:
          html: {file: r.html, charts: [rtt, throughput]}
          json: {file: r.json}
          markdown: {file: r.md, charts: [trt]}

        """
      try Data(spec.utf8).write(to: URL(fileURLWithPath: "\(folder)/spec.yaml"))
      let wrong = try tool.run(["report", "spec.yaml"])
      #expect(wrong.status == 2)
      #expect(wrong.errors.contains("spec.yaml:6:34: "), "\(wrong.errors)")
      #expect(wrong.errors.contains("rtt"))
      try Data(spec.replacing("trt", with: "rtt").utf8).write(to: URL(fileURLWithPath: "\(folder)/spec.yaml"))
      let right = try tool.run(["report", "spec.yaml"])
      #expect(right.status == 0, "\(right.errors)")
      let page = try text("r.html", in: folder)
      #expect(page.contains("rtt, throughput") && !page.contains("Time sequence"))
      _ = try JSONSerialization.jsonObject(
        with: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/r.json")))
    }
  }

  @Test func graveFindingsShowThePacketsAroundThem() throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(Fixtures.demo().bytes()).write(to: URL(fileURLWithPath: "\(folder)/s.pcap"))
      let tool = Tool(in: folder)
      let made = try tool.run(["report", "s.pcap", "--metrics", "builtin", "-o", "s.html", "--data", "files"])
      #expect(made.status == 0, "\(made.errors)")
      let graphs = try Self.files("\(folder)/s-files").filter { $0.contains("-frame-") }
      // The short connection 7 is drawn whole, and nothing else has a grave finding.
      #expect(
        graphs
          == ["10.1-frame-7875", "2.1-frame-485", "4.1-frame-2665", "4.1-frame-6610"].map { "flow-\($0).csv" }
      )
      // Only flows of so many segments that their lines hide stalls are drawn without their mean rate too.
      let detrended = try text("s.html", in: folder)
        .matches(of: /subtracted\.[^<]*? ([0-9\u{202F}]+) segments drawn as per-column/)
      #expect(detrended.map { String($0.1) } == ["10\u{202F}630", "1020"])
    }
  }
}
