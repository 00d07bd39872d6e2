import PacketCapture
import Testing

@Suite struct ClassicCaptureTests {
  /// Magic number, resolution as it is shown, fraction in the file, the same in nanoseconds.
  static let magics: [(UInt32, String, UInt32, Int64)] = [
    (0xa1b2_c3d4, "µs", 123_456, 123_456_000), (0xa1b2_3c4d, "ns", 123_456_789, 123_456_789),
    (0xa1b2_cd34, "µs", 123_456, 123_456_000),
  ]

  @Test(arguments: magics, Order.allCases)
  func magicTellsOrderAndResolution(magic: (UInt32, String, UInt32, Int64), order: Order) throws {
    let record = Record(data: PacketBytes.ethernet(PacketBytes.segment4), fraction: magic.2)
    let reading = try Reading(CaptureBytes.pcap([record, record], magic: magic.0, order: order))
    #expect(reading.segments.count == 2)
    #expect(reading.segments.last?.timestamp == 1_700_000_000_000_000_000 + magic.3)
    #expect(reading.segments.last?.frame == 2)
    let file = try #require(reading.summary.files.first)
    #expect(file.format == .pcap)
    #expect(file.timeResolution == magic.1)
    #expect(file.linkTypes == ["EN10MB"])
    #expect(file.snapLength == 262_144)
    #expect(file.packets == 2)
    #expect(file.drops == nil)
    #expect(reading.summary.warnings.isEmpty)
  }

  @Test func timesAfter2038AreNotNegative() throws {
    let record = Record(data: PacketBytes.ethernet(PacketBytes.segment4), seconds: 0xffff_ffff)
    for order in Order.allCases {
      let reading = try Reading(CaptureBytes.pcap([record], order: order))
      #expect(reading.segments.first?.timestamp == 4_294_967_295_000_000_000)
    }
  }

  @Test func captureWithoutPacketsIsFine() throws {
    let reading = try Reading(CaptureBytes.pcap([]))
    #expect(reading.summary.packets == 0)
    #expect(reading.summary.firstTime == nil)
    #expect(reading.summary.files.first?.linkTypes == ["EN10MB"])
    #expect(reading.summary.warnings.isEmpty)
  }

  @Test func cutFileIsReadUpToTheCut() throws {
    let whole = CaptureBytes.pcap(
      packets: Array(repeating: PacketBytes.ethernet(PacketBytes.segment4), count: 2))
    let second = 24 + 16 + 64
    for length in second + 1..<whole.count {
      let file = TemporaryFile(Array(whole[..<length]))
      let reading = try Reading(paths: [file.path])
      #expect(reading.segments.count == 1)
      let warning = try #require(reading.summary.warnings.first)
      #expect(
        warning.hasSuffix(": cut off in the middle of packet 2 at offset \(second); analysed up to there"))
    }
  }

  @Test func impossibleRecordLengthEndsTheReading() throws {
    var bytes = CaptureBytes.pcap(
      packets: Array(repeating: PacketBytes.ethernet(PacketBytes.segment4), count: 2))
    bytes.replaceSubrange(24 + 16 + 64 + 8..<24 + 16 + 64 + 12, with: [255, 255, 255, 255])
    let reading = try Reading(bytes)
    #expect(reading.segments.count == 1)
    #expect(reading.summary.warnings.first?.contains("packet 2 at offset 104 is damaged") == true)
  }

  @Test func timeGoingBackwardsIsCounted() throws {
    let data = PacketBytes.ethernet(PacketBytes.segment4)
    let seconds: [UInt32] = [10, 12, 11, 13, 13, 9]
    let reading = try Reading(CaptureBytes.pcap(seconds.map { Record(data: data, seconds: $0) }))
    #expect(reading.summary.timeReversals == 2)
    #expect(reading.summary.firstTime == 9_000_000_000)
    #expect(reading.summary.lastTime == 13_000_000_000)
    #expect(reading.segments.map(\.timestamp) == seconds.map { Int64($0) * 1_000_000_000 })
  }

  @Test(arguments: [
    ([], "the file is empty"), (Array("captured".utf8), "no capture file but text"),
    ([0xd4, 0xc3], "too short"),
    (Array("BZh91AY&SY".utf8), "bzip2"), ([0, 1, 2, 3, 4, 5], "begins with 00 01 02 03"),
    (Array(CaptureBytes.pcap([])[..<20]), "truncated"),
  ])
  func otherFilesAreRefused(bytes: [UInt8], reason: String) throws {
    let file = TemporaryFile(bytes)
    let error = try #require(throws: CaptureFileError.self) { try Reading(paths: [file.path]) }
    guard case .notACapture(file.path, let text, _) = error else {
      Issue.record("unexpected \(error)")
      return
    }
    #expect(text.contains(reason))
    #expect(!error.description.contains("\n"))
  }

  @Test func missingFileAndFolderAreNamed() {
    #expect(throws: CaptureFileError.unreadable(file: "/nowhere/x", reason: "No such file or directory")) {
      try Reading(paths: ["/nowhere/x"])
    }
    #expect(throws: CaptureFileError.unreadable(file: "/", reason: "Is a directory")) {
      try Reading(paths: ["/"])
    }
  }

  @Test func endStaysTheEnd() throws {
    let file = TemporaryFile(CaptureBytes.pcap(packets: [PacketBytes.ethernet(PacketBytes.segment4)]))
    let reader = try CaptureInput(paths: [file.path], options: CaptureOptions()).makeReader()
    var segment = Segment()
    #expect(try reader.next(into: &segment) == .segment)
    #expect(try reader.next(into: &segment) == .end)
    #expect(try reader.next(into: &segment) == .end)
    #expect(reader.summary.packets == 1)
  }
}
