import Fixtures
import Foundation
import Testing

/// A spec, its Makefile, and what is made again when something changes.
@Suite struct SpecTests {
  private static let spec = """
    version: 1
    captures: {a: ../a.pcap}
    flows: {main: {capture: a, rank: 1}}
    defaults: {preset: paper-column, metrics: builtin, formats: [pdf, csv]}
    figures:
      fig-seq: {chart: timesequence, flow: main}
      fig-rtt: {chart: rtt, flow: main, formats: [svg]}
    report:
      html: {file: report.html}
      markdown: {file: ticket.md, flow: main, metrics: builtin}

    """

  /// A folder with a capture and a spec below it.
  private func withSpec(_ body: (_ folder: String, _ tool: Tool) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      let script = try Fixtures.script("fast-retransmission")
      try Data(script.pcap()).write(to: URL(fileURLWithPath: "\(folder)/a.pcap"))
      try FileManager.default.createDirectory(atPath: "\(folder)/paper", withIntermediateDirectories: false)
      try write(Self.spec, to: "\(folder)/paper/report.yaml")
      try body("\(folder)/paper", Tool(in: "\(folder)/paper"))
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Content of all files but those of the cache, by path.
  private func files(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder),
        !isFolder.boolValue, !name.hasPrefix(".captcp-cache")
      else { continue }
      files[name] = try Fixtures.bytes(ofFile: "\(folder)/\(name)")
    }
    return files
  }

  /// Sets the time of all files back, so that what is written later shows.
  private func age(_ folder: String) throws {
    for name in try files(folder).keys {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)], ofItemAtPath: "\(folder)/\(name)")
    }
  }

  private func fresh(_ folder: String) throws -> Set<String> {
    Set(
      try files(folder).keys.filter {
        let date = try FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)")[.modificationDate]
        return (date as? Date ?? .distantPast).timeIntervalSince1970 > 1_600_000_001
      })
  }

  @Test func onlyWhatChangedIsMadeAgain() throws {
    try withSpec { folder, tool in
      let first = try tool.run(["report", "report.yaml"])
      #expect(first.status == 0, "\(first.errors)")
      let made = try files(folder)
      for name in ["fig/fig-seq.pdf", "data/fig-seq.csv", "fig/fig-rtt.svg", "report.html", "ticket.md"] {
        #expect(made[name]?.isEmpty == false, "\(name)")
      }
      try age(folder)
      #expect(try tool.run(["report", "report.yaml"]).status == 0)
      #expect(try fresh(folder).isEmpty, "nothing changed")
      let changed = Self.spec.replacingOccurrences(of: "chart: rtt,", with: "chart: rtt, title: Other,")
      try write(changed, to: "\(folder)/report.yaml")
      try age(folder)
      #expect(try tool.run(["report", "report.yaml"]).status == 0)
      // The documents name the spec's digest.
      #expect(try fresh(folder).sorted() == ["fig/fig-rtt.svg", "report.html", "ticket.md"])
      try FileManager.default.removeItem(atPath: "\(folder)/fig/fig-seq.pdf")
      #expect(try tool.run(["figure", "report.yaml", "fig-seq"]).status == 0)
      #expect(try files(folder)["fig/fig-seq.pdf"] == made["fig/fig-seq.pdf"], "a deleted figure comes back")
    }
  }

  @Test func processesAndFoldersChangeNoByte() throws {
    var results: [[String: [UInt8]]] = []
    for jobs in [1, 4] {
      try withSpec { folder, tool in
        var tool = tool
        tool.environment =
          jobs == 1 ? ["TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"] : ["TZ": "UTC", "LANG": "C"]
        let outcome = try tool.run(["report", "--jobs", "\(jobs)", "report.yaml"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        results.append(try files(folder))
      }
    }
    #expect(Set(results[0].keys) == Set(results[1].keys))
    for (name, bytes) in results[0] { #expect(bytes == results[1][name], "\(name)") }
  }

  @Test func checkTellsWhatWouldChangeAndWritesNothing() throws {
    try withSpec { folder, tool in
      let before = try files(folder)
      let empty = try tool.run(["report", "--check", "report.yaml"])
      #expect(empty.status == 4)
      #expect(empty.text.contains("fig/fig-seq.pdf would change"))
      #expect(try files(folder) == before)
      #expect(try tool.run(["report", "report.yaml"]).status == 0)
      let same = try tool.run(["report", "--check", "report.yaml"])
      #expect(same.status == 0, "\(same.text) \(same.errors)")
      try write("edited", to: "\(folder)/data/fig-seq.csv")
      let edited = try tool.run(["figure", "--check", "report.yaml"])
      #expect(edited.status == 4)
      #expect(edited.text == "data/fig-seq.csv would change\n")
    }
  }

  @Test func mistakesHaveTheirPlaceAndOthersAreStillMade() throws {
    try withSpec { folder, tool in
      let wrong = Self.spec.replacingOccurrences(of: "chart: rtt,", with: "chart: rtt, method: sac,")
      try write(wrong, to: "\(folder)/report.yaml")
      let outcome = try tool.run(["report", "report.yaml"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("report.yaml:7:33: error: "), "\(outcome.errors)")
      let missing = Self.spec.replacingOccurrences(of: "../a.pcap", with: "../b.pcap")
      try write(missing, to: "\(folder)/report.yaml")
      let absent = try tool.run(["report", "report.yaml"])
      #expect(absent.status == 1)
      #expect(absent.errors.hasPrefix("report.yaml:2:12: error: ../b.pcap: "), "\(absent.errors)")
      let tiny = Self.spec.replacingOccurrences(of: "fig-seq: {", with: "fig-seq: {size: 9mmx9mm, ")
      try write(tiny, to: "\(folder)/report.yaml")
      let kept = try tool.run(["report", "--keep-going", "report.yaml"])
      #expect(kept.status == 2)
      #expect(try files(folder)["fig/fig-rtt.svg"] != nil)
      #expect(try files(folder)["fig/fig-seq.pdf"] == nil)
    }
  }

  @Test func everythingOfASpecHasAnEffectOrIsRefused() throws {
    try withSpec { folder, tool in
      for option in ["--anonymize", "--flavour=jira", "--max-connections=3", "--ascii"] {
        let outcome = try tool.run(["report", option, "report.yaml"])
        #expect(outcome.status == 2, "\(option)")
      }
      let refused = [
        ("file: report.html", "file: ../report.html", "9:16: error: file is a path below"),
        ("file: report.html", "file: report.yaml", "9:3: error: report.yaml is written by something else"),
        (
          "{a: ../a.pcap}", "{a: {file: ../a.pcap, role: sender}}",
          "9:3: error: role sender is that of a flow"
        ),
      ]
      for (text, other, message) in refused {
        try write(Self.spec.replacingOccurrences(of: text, with: other), to: "\(folder)/report.yaml")
        let outcome = try tool.run(["report", "report.yaml"])
        #expect(
          outcome.status == 2 && outcome.errors.hasPrefix("report.yaml:" + message), "\(outcome.errors)")
      }
      let changed = Self.spec.replacingOccurrences(
        of: "metrics: builtin, f", with: "no-title: true, strict: true, f"
      )
      .replacingOccurrences(
        of: "chart: timesequence,", with: "chart: timesequence, strict: false, annotate: none,"
      )
      .replacingOccurrences(of: "{a: ../a.pcap}", with: "{a: {file: ../a.pcap, role: middle}}")
      try write(changed, to: "\(folder)/report.yaml")
      let dry = try tool.run(["figure", "--dry-run", "report.yaml"])
      #expect(dry.status == 0, "\(dry.errors)")
      let lines = dry.text.split(separator: "\n")
      #expect(!lines[0].contains("--strict") && lines[0].contains("--no-title"), "\(dry.text)")
      #expect(lines[1].contains("--strict"))
      #expect(lines.allSatisfy { $0.contains("--capture-point=middle") })
    }
  }

  @Test func figuresThatWriteTheSameTableAreNamed() throws {
    try withSpec { folder, tool in
      let spec = """
        version: 1
        captures: {a: ../a.pcap}
        flows: {main: {capture: a, rank: 1}}
        defaults: {preset: paper-column, title: All, formats: [csv]}
        figures:
          s: {chart: timesequence, flow: main}
          s-ack: {chart: rtt, flow: main}

        """
      try write(spec, to: "\(folder)/report.yaml")
      let clash = try tool.run(["report", "report.yaml"])
      #expect(clash.status == 2)
      #expect(
        clash.errors.contains("report.yaml:7:3: error: data/s-ack.csv is written by s and by s-ack"),
        "\(clash.errors)")
      // Defaults that a figure without pictures has no use for are left out; its own are refused with their place.
      try write(spec.replacing("s-ack:", with: "r:"), to: "\(folder)/report.yaml")
      #expect(try tool.run(["report", "report.yaml"]).status == 0)
      try write(spec.replacing("s-ack: {", with: "r: {dpi: 200, "), to: "\(folder)/report.yaml")
      let own = try tool.run(["report", "report.yaml"])
      #expect(own.status == 2)
      #expect(own.errors.contains("report.yaml:7:12: error: --dpi has no use here"), "\(own.errors)")
      // Two pictures of one figure have one caption.
      let pictures = spec.replacing("s-ack:", with: "r:").replacing("[csv]", with: "[pdf, svg]")
      try write(pictures, to: "\(folder)/report.yaml")
      #expect(try tool.run(["report", "report.yaml"]).status == 0)
    }
  }

  /// Size and time of change can be set back; the time of the last change of the entry cannot.
  @Test func captureThatIsEditedInPlaceIsSeen() throws {
    try withSpec { folder, tool in
      #expect(try tool.run(["figure", "report.yaml"]).status == 0)
      let path = "\(folder)/../a.pcap"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let date = try #require(attributes[.modificationDate] as? Date)
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      // A time stamp of the second packet.
      try handle.seek(toOffset: 24 + 16 + 60 + 20)
      try handle.write(contentsOf: Data([9]))
      try handle.close()
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
      let outcome = try tool.run(["figure", "-v", "info", "report.yaml", "fig-seq"])
      #expect(!outcome.errors.contains("up to date"), "\(outcome.errors)")
    }
  }

  @Test func capturesAreNotOverwritten() throws {
    try withSpec { folder, _ in
      let tool = Tool(in: "\(folder)/..")
      let before = try Fixtures.bytes(ofFile: "\(folder)/../a.pcap")
      for arguments in [
        ["anonymize", "a.pcap", "a.pcap"], ["split", "-o", "a.pcap", "a.pcap"],
        ["rtt", "--format", "csv", "-o", "a.pcap", "a.pcap"],
      ] {
        #expect(try tool.run(arguments).status == 2, "\(arguments)")
        #expect(try Fixtures.bytes(ofFile: "\(folder)/../a.pcap") == before)
      }
    }
  }

  @Test func explanationIsASpecThatSaysTheSame() throws {
    try withSpec { folder, tool in
      let first = try tool.run(["report", "--explain", "report.yaml"])
      #expect(first.status == 0, "\(first.errors)")
      try write(first.text, to: "\(folder)/report.yaml")
      let second = try tool.run(["report", "--explain", "report.yaml"])
      #expect(second.status == 0, "\(second.errors)")
      // Command lines in comments name then what was usual before.
      func lines(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains("# ") } }
      #expect(lines(second.text) == lines(first.text))
      #expect(lines(first.text).count > 20)
    }
  }

  @Test func templatesOfTheUserAreHeldToTheSchema() throws {
    try withSpec { folder, tool in
      #expect(try tool.run(["template", "export", "own"]).status == 0)
      let text = String(decoding: try Fixtures.bytes(ofFile: "\(folder)/own/report.md"), as: UTF8.self)
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/own")
      where name != "report.md" {
        try FileManager.default.removeItem(atPath: "\(folder)/own/\(name)")
      }
      try write(Self.spec + "templates: own\n", to: "\(folder)/report.yaml")
      try write("MINE\n" + text, to: "\(folder)/own/report.md")
      let outcome = try tool.run(["report", "--documents", "report.yaml"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let ticket = String(decoding: try Fixtures.bytes(ofFile: "\(folder)/ticket.md"), as: UTF8.self)
      #expect(ticket.hasPrefix("MINE\n"))
      try write("{{heading}}\n{{identty}}\n", to: "\(folder)/own/report.md")
      let wrong = try tool.run(["report", "--documents", "report.yaml"])
      #expect(wrong.status == 2)
      #expect(
        wrong.errors.contains(
          "own/report.md:2:1: error: there is no identty in this kind of template; did you mean identity?"),
        "\(wrong.errors)")
    }
  }

  @Test func makefileRunsNothingTwice() throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(try Fixtures.script("fast-retransmission").pcap()).write(
        to: URL(fileURLWithPath: "\(folder)/a.pcap"))
      let written = try Tool(in: folder).run(["report", "--init", "-o", "paper", "a.pcap"])
      #expect(written.status == 0, "\(written.errors)")
      let first = try make(folder)
      #expect(first.status == 0, "\(first.text)")
      #expect(first.text.contains("figure report.yaml fig-sequence"))
      let second = try make(folder)
      #expect(second.status == 0)
      #expect(!second.text.contains("figure") && !second.text.contains("report.yaml"), "\(second.text)")
      let spec = String(decoding: try Fixtures.bytes(ofFile: "\(folder)/paper/report.yaml"), as: UTF8.self)
      try write(
        spec.replacingOccurrences(
          of: "  fig-rtt:", with: "  report: {chart: segmentsize, flow: bulk}\n  fig-rtt:"
        )
        .replacingOccurrences(of: "  fig-flight: {chart: inflight, flow: bulk}\n", with: ""),
        to: "\(folder)/paper/report.yaml")
      let fourth = try make(folder)
      #expect(fourth.status == 0, "\(fourth.text)")
      #expect(
        FileManager.default.fileExists(atPath: "\(folder)/paper/fig/report.pdf"),
        "figures are those of the spec")
      try FileManager.default.removeItem(atPath: "\(folder)/paper/fig/fig-rtt.pdf")
      let third = try make(folder)
      #expect(third.status == 0, "\(third.text)")
      #expect(FileManager.default.fileExists(atPath: "\(folder)/paper/fig/fig-rtt.pdf"))
      #expect(!third.text.contains("fig-sequence"), "\(third.text)")
      try write(spec, to: "\(folder)/paper/report.yaml")
      let again = try Tool(in: folder).run(["report", "--init", "-o", "paper", "a.pcap"])
      #expect(again.status == 0 && !again.errors.contains("kept"), "\(again.errors)")
      try write("# mine\n", to: "\(folder)/paper/Makefile")
      let kept = try Tool(in: folder).run(["report", "--init", "-o", "paper", "a.pcap"])
      #expect(kept.errors.contains("paper/Makefile is kept as it is"))
      #expect(try Fixtures.bytes(ofFile: "\(folder)/paper/Makefile") == Array("# mine\n".utf8))
    }
  }

  /// Runs make over a folder's paper.
  private func make(_ folder: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["make", "-C", "\(folder)/paper", "CAPTCP=\(Tool.path)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
