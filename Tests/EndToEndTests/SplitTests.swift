import Fixtures
import Foundation
import Testing

/// Every packet of a capture stands once in what `split` makes of it, as it was.
@Suite struct SplitTests {
  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func split(_ arguments: [String], in folder: String, input: String = "/dev/null") throws
    -> Tool.Outcome
  {
    var tool = Tool(in: folder)
    tool.openFileBound = 24
    let outcome = try tool.run(["split", "--quiet"] + arguments, input: input)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  @Test(arguments: [
    "testbed/derived_unsorted", "testbed/port_reuse", "lab/D_span_dup", "lab/F_nano", "study/snd",
  ])
  func everyPacketStandsOnceInTheFileOfItsConnection(name: String) throws {
    let bytes = try Fixtures.decompressed("\(Fixtures.directory)/captures/\(name).pcap.zst")
    try Fixtures.withTemporaryFile(bytes) { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      _ = try split(["-o", "out/", path], in: folder)
      let files = try names(in: "\(folder)/out")
      let originals = ClassicRecords.of(bytes)
      let places = Dictionary(originals.enumerated().map { ($1, $0) }) { first, _ in first }
      var all: [[UInt8]] = []
      for file in files {
        let part = try Fixtures.bytes(ofFile: "\(folder)/out/\(file)")
        #expect(part.prefix(4) == bytes.prefix(4) && part[16..<24] == bytes[16..<24])
        let records = ClassicRecords.of(part)
        #expect(24 + records.joined().count == part.count)
        // In the order of the capture; equal records have the place of the first.
        let found = records.compactMap { places[$0] }
        #expect(found.count == records.count && found == found.sorted(), "\(file)")
        all += records
      }
      #expect(
        all.sorted { $0.lexicographicallyPrecedes($1) }
          == originals.sorted { $0.lexicographicallyPrecedes($1) })
      let connections = try statistic(path, in: folder).connections
      #expect(files.count { $0.hasPrefix("connection-") } == connections.count)
    }
  }

  private func statistic(_ capture: String, in folder: String) throws -> StatisticResult {
    let outcome = try Tool(in: folder).run(["statistic", "--quiet", "--format", "json", capture])
    return try StatisticResult(outcome.output)
  }

  @Test func eachFileHoldsTheConnectionThatItIsNamedAfter() throws {
    let capture = try Fixtures.demo()
    try Fixtures.withTemporaryFolder { folder in
      _ = try split(["-o", "out/", "-"], in: folder, input: capture.path)
      let whole = try statistic(capture.path, in: folder).connections
      for (index, connection) in whole.enumerated() {
        let number = String(format: "%06d", index + 1)
        let part = try statistic("out/connection-\(number).pcap", in: folder).connections
        #expect(part.count == 1)
        #expect(part.first?.flows.map(\.counts) == connection.flows.map(\.counts), "\(number)")
      }
    }
  }

  @Test func chosenFlowsStandInOneFileInOrder() throws {
    let capture = try Fixtures.demo()
    try Fixtures.withTemporaryFolder { folder in
      let outcome = try split(
        ["--format", "csv", "-f", "3,1.2", "-o", "some.pcap", capture.path], in: folder)
      let rows = outcome.text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      #expect(rows.map { $0[1] } == ["1", "3"])
      let written = ClassicRecords.of(try Fixtures.bytes(ofFile: "\(folder)/some.pcap"))
      let original = ClassicRecords.of(try capture.bytes())
      #expect(rows.compactMap { Int($0[6]) }.reduce(0, +) == written.count)
      var rest = original[...]
      for record in written {
        let place = try #require(rest.firstIndex(of: record))
        rest = rest[(place + 1)...]
      }
      // As a stream the same bytes.
      let stream = try split(["-f", "3,1.2", "-o", "-", capture.path], in: folder)
      let file = try Fixtures.bytes(ofFile: "\(folder)/some.pcap")
      #expect(stream.output == file)
    }
  }

  @Test func pcapngStaysPcapngWithTheSameNumbers() throws {
    let capture = try Fixtures.capture(.testbed, "derived_bothends")
    try Fixtures.withTemporaryFolder { folder in
      _ = try split(["-o", "all.pcapng", capture.path], in: folder)
      let expected = try statistic(capture.path, in: folder).connections.flatMap(\.flows).map(\.counts)
      #expect(try statistic("all.pcapng", in: folder).connections.flatMap(\.flows).map(\.counts) == expected)
    }
  }

  @Test func nothingIsReplacedWithoutForceAndNothingStaysBehind() throws {
    let capture = try Fixtures.capture(.testbed, "clean_bulk")
    try Fixtures.withTemporaryFolder { folder in
      _ = try split(["-o", "out/", capture.path], in: folder)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(folder)/out/connection-000009.pcap"))
      let second = try Tool(in: folder).run(["split", "-o", "out/", capture.path])
      #expect(second.status == 2 && second.errors.contains("--force"))
      #expect(try Fixtures.bytes(ofFile: "\(folder)/out/connection-000009.pcap") == Array("mine".utf8))
      _ = try split(["--force", "-o", "out/", capture.path], in: folder)
      #expect(try names(in: "\(folder)/out").contains("connection-000009.pcap") == false)
      let wrong = try Tool(in: folder).run(["split", "-f", "99", "-o", "none/", capture.path])
      #expect(wrong.status == 2)
      #expect(try names(in: "\(folder)/none").isEmpty)
    }
  }

  @Test func manyConnectionsNeedFewOpenFiles() throws {
    let bytes = try Fixtures.script("handshake").pcap()
    let first = ClassicRecords.of(bytes)[0]
    // Three rounds over 3000 connections: by the Ethernet, IPv4 and TCP headers the source port is at 16 + 34.
    var capture = Array(bytes.prefix(24))
    for _ in 0..<3 {
      for port in 1..<3000 {
        var record = first
        record[50] = UInt8(port >> 8)
        record[51] = UInt8(port & 255)
        capture += record
      }
    }
    try Fixtures.withTemporaryFile(capture) { path in
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
      _ = try split(["-o", "out/", path], in: folder)
      let files = try names(in: "\(folder)/out")
      #expect(files.count == 2999)
      #expect(try Fixtures.bytes(ofFile: "\(folder)/out/\(files[7])").count == 24 + 3 * first.count)
    }
  }
}
