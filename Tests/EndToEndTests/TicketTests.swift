import Fixtures
import Foundation
import Testing

/// Tickets as a tracker shows them, rendered by cmark-gfm.
@Suite struct TicketTests {
  private static let renderer = "/usr/bin/cmark-gfm"
  private static let hasRenderer = FileManager.default.isExecutableFile(atPath: renderer)
  private static let reason: Comment = "cmark-gfm is not installed (apt-get install cmark-gfm)"

  /// The ticket of a capture as HTML.
  private func page(of ticket: String, in folder: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.renderer)
    process.arguments = ["--unsafe", "-e", "table", "-e", "tagfilter", "-e", "autolink", ticket]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  private func withCapture(
    _ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void
  ) throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(bytes).write(to: URL(fileURLWithPath: folder).appending(path: name))
      try body(folder)
    }
  }

  /// Files that pictures of a page name.
  private func pictures(in page: String) -> [String] {
    page.matches(of: /(?:src|srcset)="([^"]*)"/).map { String($0.1).removingPercentEncoding ?? "" }
  }

  @Test(
    .enabled(if: hasRenderer, reason),
    arguments: ["zero-window", "fast-retransmission", "handshake", "forged-reset", "one-sided"],
    [[], ["--dark-variant"]])
  func pageHasItsPartsAndPictures(script: String, options: [String]) throws {
    try withCapture("a b.pcap", try Fixtures.script(script).pcap()) { folder in
      let outcome = try Tool(in: folder).run(["report", "-o", "my ticket.md", "a b.pcap"] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try String(contentsOfFile: "\(folder)/my ticket.md", encoding: .utf8)
      #expect(text.utf16.count <= 60_000)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
      let page = try page(of: "my ticket.md", in: folder)
      #expect(page.matches(of: /<h2>/).count == 1 && page.contains("<summary>Provenance</summary>"))
      #expect(page.matches(of: /<details>/).count == page.matches(of: /<\/details>/).count)
      let pictures = pictures(in: page)
      #expect(!pictures.isEmpty)
      for path in pictures {
        #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"), "\(path)")
        #expect(outcome.errors.contains(path), "\(path) is not in the list of files to attach")
      }
      #expect(page.contains("prefers-color-scheme: dark") == !options.isEmpty)
      if let diagram = page.firstMatch(of: /<pre><code class="language-mermaid">((?:.|\n)*?)<\/code>/) {
        expectMermaid(String(diagram.1).replacing("&gt;", with: ">"))
      }
    }
  }

  /// The grammar of the few statements that captcp writes, and the limits of trackers.
  private func expectMermaid(_ text: String) {
    let lines = text.split(separator: "\n")
    #expect(text.count <= 4500 && lines.first == "sequenceDiagram")
    var messages = 0
    for line in lines.dropFirst() {
      if line.wholeMatch(of: #/\ {4}[AB](->>|-->>|-x|--x)[AB]: [A-Za-z0-9 .,()\-]+/#) != nil {
        messages += 1
      } else {
        #expect(
          line.wholeMatch(of: #/\ {4}participant [AB] as [A-Za-z0-9.:\[\]%\-]+/#) != nil
            || line.wholeMatch(of: #/\ {4}Note over A,B: [A-Za-z0-9 .,()\-]+/#) != nil, "\(line)")
      }
    }
    #expect((1...40).contains(messages))
  }

  @Test(.enabled(if: hasRenderer, reason), arguments: HostileCapture.fileNames)
  func hostileNamesMakeNoElements(name: String) throws {
    try withCapture(name, try HostileCapture.bytes()) { folder in
      for flavour in ["github", "gitlab"] {
        let words = ["report", "--flavour", flavour, "-o", "t.md", "./\(name)"]
        let outcome = try Tool(in: folder).run(words)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let page = try page(of: "t.md", in: folder)
        let known: Set<Substring> = [
          "h2", "p", "strong", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "details",
          "summary", "img",
        ]
        let found = Set(page.matches(of: /<\/?([a-zA-Z][a-zA-Z0-9]*)/).map(\.1))
        #expect(found.isSubset(of: known), "\(found.subtracting(known))")
        #expect(page.matches(of: /<img/).count == 1 && !page.contains("&lt;details"))
        #expect(page.contains("<summary>Provenance</summary>"))
        for path in pictures(in: page) {
          #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"))
        }
      }
    }
  }

  @Test(.enabled(if: hasRenderer, reason))
  func commandsOfHostileNamesAreWhatAShellReads() throws {
    let name = "@a`;touch pwned;`|$(touch pwned)'.pcapng"
    try withCapture(name, try HostileCapture.bytes()) { folder in
      #expect(try Tool(in: folder).run(["report", "-o", "t.md", "./\(name)"]).status == 0)
      let page = try page(of: "t.md", in: folder)
      let command = try #require(page.firstMatch(of: /<code>captcp (show[^<]*)<\/code>/)).1
        .replacing("&quot;", with: "\"").replacing("&gt;", with: ">").replacing("&lt;", with: "<")
        .replacing("&amp;", with: "&")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\"$CAPTCP\" \(command) >/dev/null"]
      process.environment = ["CAPTCP": Tool.path, "PATH": "/usr/bin:/bin"]
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(command)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/pwned"))
    }
  }
}
