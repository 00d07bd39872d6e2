import Foundation
import Testing

@testable import captcp

/// Files appear whole or not at all.
struct AtomicFileTests {
  private let folder: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  private func write(_ text: String, to name: String) throws -> Bool {
    let file = try AtomicFile(path: "\(folder)/\(name)")
    try file.write(Array(text.utf8))
    return try file.commit()
  }

  @Test func nothingIsSeenBeforeTheCommitAndNothingIsLeftWithoutIt() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let file = try AtomicFile(path: "\(folder)/a.txt")
      try file.write([1, 2, 3])
      #expect(!names.contains("a.txt"))
    }
    #expect(names.isEmpty)
  }

  @Test func equalContentLeavesTheFileAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try write("same", to: "a.txt"))
    let old = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: "\(folder)/a.txt")
    #expect(try !write("same", to: "a.txt"))
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/a.txt")
    #expect(attributes[.modificationDate] as? Date == old)
    #expect(try write("other", to: "a.txt"))
    #expect(try String(contentsOfFile: "\(folder)/a.txt", encoding: .utf8) == "other")
    #expect(names == ["a.txt"])
  }

  @Test func aLinkStaysALink() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try write("x", to: "real.txt")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/link.txt", withDestinationPath: "\(folder)/real.txt")
    _ = try write("y", to: "link.txt")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link.txt") == "\(folder)/real.txt")
    #expect(try String(contentsOfFile: "\(folder)/real.txt", encoding: .utf8) == "y")
  }

  @Test func aMissingFolderIsWrongUse() {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let error = #expect(throws: CommandFailure.self) { try AtomicFile(path: "\(folder)/no/a.txt") }
    #expect(error?.status == .usage)
  }

  @Test func theEndingTellsTheForm() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let charts = ChartForms.formats
    #expect(
      try Destination(path: "a.png", format: nil, supported: charts) == .file(path: "a.png", format: .png))
    #expect(try Destination(path: nil, format: nil, supported: charts) == .standardOutput(.text))
    #expect(try Destination(path: "-", format: .csv, supported: charts) == .standardOutput(.csv))
    #expect(try Destination(path: "new/", format: nil, supported: charts) == .folder(path: "new/"))
    #expect(try Destination(path: folder, format: nil, supported: charts) == .folder(path: folder + "/"))
    #expect(throws: CommandFailure.self) { try Destination(path: "a.html", format: nil, supported: charts) }
  }

  @Test func makeKnowsWhatAFileDependsOn() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var files = OutputFiles()
    try files.write([1], to: "\(folder)/a b.png")
    try files.writeDependencies(to: "\(folder)/a.d", captures: ["x.pcap", "-"])
    let text = try String(contentsOfFile: "\(folder)/a.d", encoding: .utf8)
    #expect(text.hasPrefix("\(folder)/a\\ b.png: x.pcap "))
    #expect(text.contains("\nx.pcap:\n"))
  }
}
