import Foundation
import Measurements
import PacketCapture
import Reporting
import Testing

@testable import TCPAnalysis

/// What `show` writes of segments with any values, and which of them it writes.
@Suite struct ShowListingTests {
  /// Connection 1 with its 8 segments in frames 1 to 8, and every other frame of connection 2 from 9 to 16.
  private static func segments() -> [ClassifiedSegment] {
    (1...16).map { frame in
      var item = ClassifiedSegment()
      item.connection = frame <= 8 || frame % 2 == 0 ? 0 : 1
      item.direction = UInt8(frame % 2)
      item.marks = .shown
      item.segmentClass = frame % 4 == 0 ? .retransmission : .newData
      item.kind = frame % 4 == 0 ? .fast : .none
      item.segment.frame = UInt64(frame)
      item.segment.timestamp = 1_000_000_000 * Int64(frame)
      item.segment.payloadLength = UInt32(frame)
      return item
    }
  }

  private static func analysis() -> Analysis {
    var capture = CaptureSummary()
    capture.files = [CaptureFileSummary(name: "a.pcap")]
    var first = ConnectionSummary()
    first.id = 1
    first.firstTime = 1_000_000_000
    var second = ConnectionSummary()
    second.id = 2
    second.firstTime = 9_000_000_000
    var analysis = Analysis(
      capture: capture, connections: ConnectionRecords([first, second]), captureDuplicates: 0, notes: [])
    analysis.retransmissions = [8, 12].map { frame in
      Retransmission(
        flow: FlowID(connection: 1, direction: 1), frame: frame, fileIndex: 0,
        range: SequenceRange(start: 0, end: 1), kind: .fast, evidence: frame == 8 ? .dsack : [],
        certainty: frame == 8 ? .certain : nil)
    }
    return analysis
  }

  private func write(
    _ form: ShowListing<Never>.Form, _ segments: [ClassifiedSegment] = segments(),
    _ change: (inout ShowSettings) throws -> Void = { _ in }
  ) rethrows -> String {
    var settings = ShowSettings()
    try change(&settings)
    var bytes: [UInt8] = []
    let listing = ShowListing<Never>(
      form, settings: settings, analysis: Self.analysis(), tool: "captcp"
    ) { bytes += $0 }
    for segment in segments { listing.receive(segment) }
    listing.finish()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Frames that the CSV form holds.
  private func frames(_ change: (inout ShowSettings) throws -> Void) throws -> [Int] {
    try write(.csv, Self.segments(), change).split(separator: "\n").dropFirst().compactMap { row in
      row.split(separator: ",").first.flatMap { Int($0) }
    }
  }

  @Test func everythingIsShownWithoutConditions() throws {
    #expect(try frames { _ in } == Array(1...16))
  }

  @Test func flowsFramesAndTimesChoose() throws {
    #expect(try frames { $0.selection.flows = [FlowID(connection: 2)] } == [9, 11, 13, 15])
    #expect(
      try frames { $0.selection.flows = [FlowID(connection: 1, direction: 1)] } == [
        2, 4, 6, 8, 10, 12, 14, 16,
      ])
    #expect(try frames { $0.selection.frames = FrameRanges("2-3,15-") } == [2, 3, 15, 16])
    #expect(try frames { $0.selection.times = 3_000_000_000...5_000_000_000 } == [3, 4, 5])
    #expect(try frames { $0.selection.timesInConnection = 0...2_000_000_000 } == [1, 2, 3, 9, 11])
  }

  @Test func whatTheFilterHidesIsNotShown() throws {
    var items = Self.segments()
    for index in items.indices where index % 2 == 0 { items[index].marks = [] }
    let rows = try write(.csv, items).split(separator: "\n").dropFirst()
    #expect(rows.map { $0.split(separator: ",")[0] } == ["2", "4", "6", "8", "10", "12", "14", "16"])
  }

  @Test(arguments: [
    (8, 0, [8]), (8, 2, [6, 7, 8, 10, 12]), (1, 2, [1, 2, 3]), (16, 3, [10, 12, 14, 16]),
  ]) func surroundingsAreThoseOfTheSelection(frame: UInt64, count: Int, expected: [Int]) throws {
    let found = try frames {
      $0.place = ShowSettings.Place(frame: frame, fileIndex: 0, count: count)
      $0.selection.flows = [FlowID(connection: 1)]
    }
    #expect(found == expected)
  }

  @Test func onlyMatchesAreShownOrAllAreMarked() throws {
    #expect(
      try frames {
        $0.match = try MatchExpression("retransmission and spurious")
        $0.showsMatchesOnly = true
      } == [8])
    let rows = try write(.csv) { $0.match = try MatchExpression("retransmission") }.split(separator: "\n")
    #expect(rows[0].hasSuffix(",matches"))
    #expect(rows.dropFirst().filter { $0.hasSuffix(",true") }.count == 4)
    #expect(rows.dropFirst().filter { $0.hasSuffix(",false") }.count == 12)
  }

  @Test func verdictsAreJoinedByFrame() throws {
    let lines = try write(.jsonLines).split(separator: "\n")
    #expect(lines[7].contains(#""spurious":"certain","spuriousEvidence":["dsack"]"#))
    #expect(lines[11].contains(#""spurious":null,"spuriousEvidence":[]"#))
  }

  @Test func readingEndsBehindTheLastFrame() {
    var settings = ShowSettings()
    settings.selection.frames = FrameRanges("2-3")
    let listing = ShowListing<Never>(.csv, settings: settings, analysis: Self.analysis(), tool: "") { _ in }
    for segment in Self.segments().prefix(3) { listing.receive(segment) }
    #expect(!listing.isDone)
    listing.receive(Self.segments()[3])
    #expect(listing.isDone && listing.writtenCount == 2)
  }

  @Test func failedSinkEndsTheListing() {
    enum Full: Error { case disk }
    var calls = 0
    let listing = ShowListing<Full>(.text, settings: ShowSettings(), analysis: Self.analysis(), tool: "") {
      _ throws(Full) in
      calls += 1
      throw .disk
    }
    for _ in 0..<2000 { for segment in Self.segments() { listing.receive(segment) } }
    listing.finish()
    #expect(listing.isDone && calls == 1)
    #expect(listing.failure == .disk)
  }

  @Test(arguments: 0..<20) func anyValuesGiveWellFormedLines(seed: UInt64) throws {
    var numbers = Numbers(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    let items = (0..<40).map { _ in Self.random(&numbers) }
    for line in try write(.jsonLines, items).split(separator: "\n") {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
    }
    _ = try JSONSerialization.jsonObject(with: Data(try write(.json, items).utf8))
    let rows = try write(.csv, items).split(separator: "\n")
    let columns = rows[0].split(separator: ",", omittingEmptySubsequences: false).count
    #expect(rows.count == 41)
    #expect(rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == columns })
    for origin in [ShowSettings.TimeZero.absolute, .connection, .capture(.max), .capture(.min)] {
      let text = write(.text, items) { $0.origin = origin }
      #expect(text.split(separator: "\n").count == 41)
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
    }
  }

  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static func random(_ numbers: inout Numbers) -> ClassifiedSegment {
    var item = ClassifiedSegment()
    item.connection = .random(in: 0...1, using: &numbers)
    item.direction = .random(in: 0...1, using: &numbers)
    item.segmentClass = SegmentClass.allCases.randomElement(using: &numbers) ?? .ack
    item.kind = SegmentKind.allCases.randomElement(using: &numbers) ?? .none
    item.ackClass = AckClass.allCases.randomElement(using: &numbers) ?? .none
    item.marks = ClassificationMarks(rawValue: .random(in: 0 ... .max, using: &numbers)).union(.shown)
    item.start = .random(in: .min ... .max, using: &numbers)
    item.end = .random(in: .min ... .max, using: &numbers)
    item.acknowledgment = .random(in: .min ... .max, using: &numbers)
    item.windowBytes = .random(in: -1 ... .max, using: &numbers)
    item.bytesInFlight = .random(in: .min ... .max, using: &numbers)
    item.roundTripTime = .random(in: .min ... .max, using: &numbers)
    item.segment.frame = .random(in: 0 ... .max, using: &numbers)
    item.segment.timestamp = .random(in: .min ... .max, using: &numbers)
    item.segment.source = IPAddress(ipv6High: numbers.next(), low: numbers.next())
    item.segment.flags = TCPFlags(rawValue: .random(in: 0 ... .max, using: &numbers))
    item.segment.payloadLength = .random(in: 0 ... .max, using: &numbers)
    item.segment.trafficClass = .random(in: 0 ... .max, using: &numbers)
    item.segment.marks = SegmentMarks(rawValue: .random(in: 0 ... .max, using: &numbers))
    item.segment.options.present = TCPOptions.Present(rawValue: .random(in: 0 ... .max, using: &numbers))
    item.segment.options.sackBlockCount = .random(in: 0 ... .max, using: &numbers)
    for index in 0..<4 {
      item.segment.options.sackBlocks[index] = SackBlock(
        left: .random(in: 0 ... .max, using: &numbers), right: .random(in: 0 ... .max, using: &numbers))
    }
    return item
  }
}
