import Fixtures
import Foundation
import Measurements
import Testing

/// Names in captures, and of captures, come out inert in every form of output.
@Suite struct HostileTextTests {
  private static let charts = [
    "timesequence", "throughput", "rtt", "inflight", "window", "spacing", "spacing-data-ack", "segmentsize",
    "flowgraph", "timeline", "spurious-retransmissions",
  ]
  private static let tables: [[String]] =
    ["text", "csv", "json"].flatMap { format in
      [["statistic"], ["diagnose"], ["show"]].map { $0 + ["--format", format] }
    } + [["statistic", "-e"], ["report"], ["flowgraph", "-f", "1", "--format", "mermaid"]]

  private func withCapture(_ name: String, _ body: (String) throws -> Void) throws {
    try Fixtures.withTemporaryFolder { folder in
      try Data(try HostileCapture.bytes()).write(to: URL(fileURLWithPath: folder).appending(path: name))
      try body(folder)
    }
  }

  /// Runs the tool over the capture, which begins with a folder so that it is no option.
  @discardableResult
  private func run(_ arguments: [String], on name: String, in folder: String) throws -> Tool.Outcome {
    let outcome = try Tool(in: folder).run(arguments + ["./\(name)"])
    expectInert(outcome.text, "\(arguments)")
    expectInert(outcome.errors, "\(arguments) on standard error")
    return outcome
  }

  /// What no form of output may hold: controls but line ends and tabs, turns of text, what has no width.
  private func expectInert(_ text: String, _ place: String) {
    let bad = text.unicodeScalars.filter {
      !Escaping.isPrintable($0) && !"\n\t\r".unicodeScalars.contains($0)
    }
    #expect(bad.isEmpty, "\(place): \(Set(bad.map(\.value)).sorted())")
  }

  private func files(in folder: String, of name: String) -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
      guard path != name, let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else {
        continue
      }
      result[path] = [UInt8](data)
    }
    return result
  }

  @Test(arguments: HostileCapture.fileNames) func tablesAreInert(name: String) throws {
    try withCapture(name) { folder in
      for words in Self.tables {
        let outcome = try run(words, on: name, in: folder)
        #expect(outcome.status == 0, "\(words): \(outcome.errors)")
        guard words.last == "csv" else { continue }
        // Fields in quotes may hold commas and line ends.
        for match in outcome.text.matches(of: /(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^,\n"]*))/) {
          let field = match.1 ?? match.2 ?? ""
          let isFormula = field.first.map { "=+-@".contains($0) } ?? false
          #expect(!isFormula || Double(field) != nil, "\(words): \(field)")
        }
      }
      for words in [
        ["statistic", "--interface", "no\u{1B}[2J"], ["statistic", "-v", "\u{9B}2J"],
        ["rtt", "-f", "\u{1B}"],
      ] {
        #expect(try run(words, on: name, in: folder).status == 2)
      }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/pwned"))
    }
  }

  /// What a PNG says of itself in chunks of text (RFC 2083, section 4.2.3).
  private func pictureTexts(_ png: [UInt8]) -> [String] {
    var texts: [String] = []
    var place = 8
    while place + 12 <= png.count {
      let length = png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let kind = String(decoding: png[place + 4..<place + 8], as: UTF8.self)
      if ["tEXt", "iTXt"].contains(kind), place + 8 + length <= png.count {
        // Zero bytes part the key, the language and the text.
        let parts = png[place + 8..<place + 8 + length].split(separator: 0)
        texts += parts.dropFirst(kind == "iTXt" ? parts.count - 1 : 1).map {
          String(decoding: $0, as: UTF8.self)
        }
      }
      place += 12 + length
    }
    return texts
  }

  /// What a PDF says of itself, as poppler's pdfinfo reads it, which the set-up installs.
  private func documentTexts(_ path: String) throws -> [String] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pdfinfo")
    process.arguments = ["-enc", "UTF-8", path]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: HostileCapture.fileNames) func chartsAreInert(name: String) throws {
    try withCapture(name) { folder in
      for module in Self.charts {
        let flow = module == "timeline" ? [] : ["-f", module == "flowgraph" ? "1" : "1.1"]
        let outcome = try run([module] + flow + ["-o", "out/"], on: name, in: folder)
        #expect(outcome.status == 0, "\(module): \(outcome.errors)")
        for (path, bytes) in files(in: "\(folder)/out", of: name) {
          let text = String(decoding: bytes, as: UTF8.self)
          if path.hasSuffix(".png") || path.hasSuffix(".pdf") {
            for sign in ["\u{1B}[31m", "\u{202E}"] { #expect(!text.contains(sign), "\(path)") }
            let told =
              path.hasSuffix(".png") ? pictureTexts(bytes) : try documentTexts("\(folder)/out/\(path)")
            #expect(told.contains { $0.contains("captcp") }, "\(path)")
            for text in told { expectInert(text, path) }
            continue
          }
          expectInert(text, path)
          if path.hasSuffix(".svg") {
            #expect(!text.contains("<script") && !text.contains("<img"), "\(path)")
            let delegate = MarkupCheck()
            #expect(delegate.isWellFormed(bytes), "\(path)")
          }
          if path.hasSuffix(".tex") {
            #expect(
              text.firstMatch(of: /(^|[^\\])[#%&~^$](?!\\)/) == nil || !text.contains("\\input"), "\(path)")
            #expect(!text.contains("\\input"), "\(path)")
          }
        }
        try FileManager.default.removeItem(atPath: "\(folder)/out")
      }
    }
  }

  @Test(arguments: HostileCapture.fileNames) func reportsAreInert(name: String) throws {
    try withCapture(name) { folder in
      let page = try run(["report", "-o", "r.html"], on: name, in: folder)
      #expect(page.status == 0, "\(page.errors)")
      for flavour in ["github", "gitlab", "jira", "plain"] {
        let words = ["report", "--flavour", flavour, "--title", HostileCapture.words, "-o", "\(flavour).md"]
        let outcome = try run(words, on: name, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      for (path, bytes) in files(in: folder, of: name) where !path.hasSuffix(".png") {
        let text = String(decoding: bytes, as: UTF8.self)
        expectInert(text, path)
        switch path {
        case "r.html":
          // The page's own: two with numbers, one with the program.
          #expect(text.matches(of: /<script/).count == 3 && !text.contains("<img src=x"), "\(path)")
        case "github.md", "gitlab.md":
          #expect(text.hasPrefix("## "), "\(path)")
          let outside = text.replacing(/`[^`\n]+`/, with: "")
          #expect(!outside.contains("<script") && !outside.contains("<img src=x"), "\(path)")
          #expect(!outside.contains(/[^\\]\]\((?!github-files|gitlab-files)/), "\(path)")
          #expect(!outside.contains("@root") && !outside.contains("https://"), "\(path)")
        case "jira.md":
          #expect(
            text.matches(of: /(?m)^\{noformat\}$/).count == text.matches(of: /\{noformat\}/).count, "\(path)")
          #expect(text.matches(of: /(^|[^\\])\{expand/).count == 4, "\(path)")
        default: break
        }
      }
    }
  }

  @Test(arguments: [
    "a b.pcapng", "a$b#c.pcapng", "a'b\"c.pcapng", "$(touch pwned)`touch pwned`.pcapng", "a:=b&.pcapng",
  ])
  func makefilesNameTheFileAndRunNothingElse(name: String) throws {
    try withCapture(name) { folder in
      try #require(FileManager.default.isExecutableFile(atPath: "/usr/bin/make"), "make is not installed")
      #expect(try run(["report", "--init", "-o", "spec"], on: name, in: folder).status == 0)
      #expect(try run(["rtt", "-f", "1.1", "-i", "-o", "fig/"], on: name, in: folder).status == 0)
      // Stands for captcp, and fails if a capture that it is given does not exist.
      let stub = "#!/bin/sh\nfor a do case $a in *.pcapng) test -e \"$a\" || exit 9;; esac; done\n"
      try Data(stub.utf8).write(to: URL(fileURLWithPath: "\(folder)/stub"))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/stub")
      for (place, stamp) in [("spec", ".captcp-cache/report.stamp"), ("fig", ".rtt-1-1.stamp")] {
        #expect(try make(["-C", place, stamp, "CAPTCP=../stub"], in: folder) == 0, "\(place)")
        #expect(try make(["-q", "-C", place, stamp, "CAPTCP=../stub"], in: folder) == 0, "\(place)")
        let later = Date(timeIntervalSinceNow: 60)
        try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: "\(folder)/\(name)")
        #expect(try make(["-q", "-C", place, stamp, "CAPTCP=../stub"], in: folder) == 1, "\(place)")
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: "\(folder)/\(name)")
      }
      #expect(!files(in: folder, of: name).keys.contains { $0.hasSuffix("pwned") })
    }
  }

  private func make(_ arguments: [String], in folder: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/make")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(arguments: [
    "a;touch pwned.pcapng", "a\nall:\n\ttouch pwned.pcapng", "a|b.pcapng", "a%b.pcapng", "a*b\\.pcapng",
    "\u{1B}[2J.pcapng",
  ])
  func makeIsNotGivenNamesThatItCannotHold(name: String) throws {
    try withCapture(name) { folder in
      let jobs = [
        ["report", "--init", "-o", "spec"], ["rtt", "-f", "1.1", "-i", "-o", "fig/"],
        ["report", "--depfile", "r.d", "-o", "r.html"],
      ]
      for words in jobs {
        let outcome = try run(words, on: name, in: folder)
        #expect(
          outcome.status == 2 && outcome.errors.contains("make cannot hold the name"), "\(outcome.errors)")
      }
      let left = files(in: folder, of: name).keys
      #expect(!left.contains { $0.hasSuffix("Makefile") || $0.hasSuffix(".d") || $0.hasSuffix(".yaml") })
    }
  }
}

/// Whether a file is XML.
private final class MarkupCheck {
  func isWellFormed(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    // Every tag is closed, and no sign stands for itself that would open one.
    var depth = 0
    for match in text.matches(of: /<(\/?)([a-zA-Z!?][^<>]*?)(\/?)>/) {
      if match.2.hasPrefix("?") || match.2.hasPrefix("!") || !match.3.isEmpty { continue }
      depth += match.1.isEmpty ? 1 : -1
    }
    return depth == 0 && text.count { $0 == "<" } == text.matches(of: /<(\/?)([a-zA-Z!?][^<>]*?)(\/?)>/).count
  }
}
