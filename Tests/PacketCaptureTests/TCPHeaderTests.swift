import PacketCapture
import Testing

@Suite struct TCPHeaderTests {
  static func segment(_ bytes: [UInt8]) throws -> Segment {
    try #require(try Reading.packets(PacketBytes.ipv4(bytes), linkType: 101).segments.first)
  }

  @Test func fieldsAreThoseOfTheHeader() throws {
    let segment = try Self.segment(
      PacketBytes.tcp(
        sequence: 0xfedc_ba98, acknowledgment: 0x8765_4321, flags: 0xfff, window: 0xabcd, payload: [1, 2, 3],
        urgent: 0x1234, checksum: 0x5678))
    #expect(segment.sourcePort == 40000)
    #expect(segment.destinationPort == 80)
    #expect(segment.sequenceNumber == 0xfedc_ba98)
    #expect(segment.acknowledgmentNumber == 0x8765_4321)
    #expect(segment.flags.rawValue == 0xfff)
    #expect(segment.window == 0xabcd)
    #expect(segment.checksum == 0x5678)
    #expect(segment.urgentPointer == 0x1234)
    #expect(segment.transportHeaderLength == 20)
    #expect(segment.payloadLength == 3)
    #expect(segment.transportLength == 23)
    #expect(segment.sequenceLength == 5)
    #expect(segment.optionsHash == 0)
    #expect(segment.options.present == [])
  }

  @Test func knownOptionsAreDecoded() throws {
    let options: [UInt8] =
      [2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 3, 3, 7] + [34, 10, 1, 2, 3, 4, 5, 6, 7, 8]
      + [30, 4, 0x10, 0, 30, 3, 0xf0, 1, 1, 1]
    let segment = try Self.segment(PacketBytes.tcp(flags: 2, options: options))
    #expect(
      segment.options.present
        == [.maximumSegmentSize, .sackPermitted, .timestamps, .windowScale, .fastOpen, .multipath])
    #expect(segment.options.maximumSegmentSize == 1460)
    #expect(segment.options.windowScale == 7)
    #expect(segment.options.timestampValue == 0x0102_0304)
    #expect(segment.options.timestampEcho == 0x0506_0708)
    #expect(segment.options.fastOpenCookieLength == 8)
    #expect(segment.options.multipathSubtypes == 0x8002)
    #expect(segment.transportHeaderLength == 60)
    #expect(segment.marks == [.matchesFilter])
  }

  /// Both orders of the counters, with those at the end left out or not (RFC 9768, section 3.2.3).
  @Test(
    arguments: [
      ([172, 11, 0, 0, 1, 0x12, 0x34, 0x56, 0, 0, 2, 1], 0x12_3456),
      ([174, 11, 0, 0, 1, 0x12, 0x34, 0x56, 0, 0, 2, 1], 0x12_3456),
      ([174, 8, 0, 0, 1, 0xff, 0xff, 0xff], 0xff_ffff), ([172, 5, 0, 0, 1, 1, 1, 1], nil),
      ([172, 2, 1, 1], nil), ([172, 9, 0, 0, 1, 2, 3, 4, 5, 1, 1, 1], nil),
    ] as [([UInt8], UInt32?)])
  func theCounterOfMarkedBytesIsDecoded(options: [UInt8], counter: UInt32?) throws {
    let segment = try Self.segment(PacketBytes.tcp(options: options))
    #expect(segment.marks.contains(.hasCongestionCounter) == (counter != nil))
    if let counter { #expect(segment.options.congestionMarkedBytes == counter) }
    #expect(segment.options.maximumSegmentSize == 0 && segment.options.multipathSubtypes == 0)
  }

  @Test(
    arguments: [
      ([34, 2, 1, 1], [.fastOpen], 0), ([254, 4, 0xf9, 0x89], [.fastOpen], 0),
      ([254, 8, 0xf9, 0x89, 1, 2, 3, 4], [.fastOpen], 4), ([254, 4, 0, 0], [], 0),
      ([172, 5, 1, 2, 3, 1, 1, 1], [.accurateECN], 0), ([174, 2, 1, 1], [.accurateECN], 0),
      ([99, 4, 0, 0], [], 0), ([1, 1, 1, 0], [], 0), ([0, 99, 99, 99], [], 0),
    ] as [([UInt8], TCPOptions.Present, UInt8)])
  func rareOptionsAreDecoded(options: [UInt8], present: TCPOptions.Present, cookie: UInt8) throws {
    let segment = try Self.segment(PacketBytes.tcp(options: options))
    #expect(segment.options.present == present)
    if present.contains(.fastOpen) { #expect(segment.options.fastOpenCookieLength == cookie) }
    #expect(segment.marks == [.matchesFilter])
  }

  @Test(arguments: 1...4)
  func everyBlockIsRead(count: Int) throws {
    var options: [UInt8] = [1, 1, 5, UInt8(2 + 8 * count)]
    for index in 0..<count {
      options +=
        PacketBytes.big32(UInt32(1000 * index + 0xffff_f000)) + PacketBytes.big32(UInt32(100 * index))
    }
    let segment = try Self.segment(PacketBytes.tcp(options: options))
    #expect(segment.options.present == .sack)
    #expect(segment.options.sackBlockCount == UInt8(count))
    for index in 0..<count {
      let block = SackBlock(left: UInt32(1000 * index + 0xffff_f000), right: UInt32(100 * index))
      #expect(segment.options.sackBlocks[index] == block)
    }
  }

  @Test func optionsOfOneSegmentDoNotReachTheNext() throws {
    let first = PacketBytes.tcp(
      flags: 2, options: [2, 4, 5, 0xb4, 5, 10, 0, 0, 0, 1, 0, 0, 0, 2, 30, 4, 0x20, 0])
    let padded = PacketBytes.tcp(flags: 2, options: [30, 4, 0x10, 0])
    let reading = try Reading.packets(
      PacketBytes.ipv4(first + [1, 1]), PacketBytes.ipv4(PacketBytes.tcp()), PacketBytes.ipv4(padded),
      linkType: 101)
    #expect(reading.segments.count == 3)
    #expect(reading.segments[1].options.present == [])
    #expect(reading.segments[1].options.sackBlockCount == 0)
    #expect(reading.segments[2].options.multipathSubtypes == 2)
  }

  /// Options, and what is still read of them.
  @Test(
    arguments: [
      // Wrong length of a known option: passed over.
      ([2, 3, 0, 3, 3, 7, 1, 1], [.windowScale]), ([3, 3, 7, 8, 4, 0, 0, 1], [.windowScale]),
      // A length that leads nowhere, or beyond the header: the end.
      ([3, 3, 7, 9, 0, 0, 4, 2], [.windowScale]), ([4, 2, 9, 200, 3, 3, 7, 1], [.sackPermitted]),
      ([4, 2, 1, 8], [.sackPermitted]), ([5, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
    ] as [([UInt8], TCPOptions.Present)])
  func impossibleLengthsAreMarked(options: [UInt8], present: TCPOptions.Present) throws {
    let segment = try Self.segment(PacketBytes.tcp(options: options))
    #expect(segment.options.present == present)
    #expect(segment.marks == [.matchesFilter, .optionsMalformed])
  }

  @Test func cutOptionsAreMarkedAndReadAsFarAsTheyGo() throws {
    let options: [UInt8] = [2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 3, 3, 7]
    let packet = PacketBytes.ipv4(PacketBytes.tcp(flags: 2, options: options))
    for length in 40..<packet.count {
      let record = Record(data: Array(packet[..<length]), originalLength: packet.count)
      let reading = try Reading(CaptureBytes.pcap([record], linkType: 101))
      let segment = try #require(reading.segments.first)
      #expect(segment.marks == [.matchesFilter, .truncated, .optionsTruncated])
      #expect(segment.options.present.contains(.maximumSegmentSize) == (length >= 44))
      #expect(segment.options.present.contains(.sackPermitted) == (length >= 46))
      #expect(segment.options.present.contains(.timestamps) == (length >= 56))
      #expect(!segment.options.present.contains(.windowScale))
      #expect(segment.payloadLength == 0)
    }
  }

  @Test(arguments: [0, 4, 9, 15])
  func impossibleHeaderLengthIsMarked(words: Int) throws {
    let segment = try Self.segment(PacketBytes.tcp(sequence: 7, payload: [1, 2, 3], offset: words))
    #expect(segment.marks == [.matchesFilter, .headerMalformed])
    #expect(segment.sequenceNumber == 7)
    #expect(segment.payloadLength == 0)
  }

  @Test func packetWithoutRoomForAHeaderIsNoSegment() throws {
    let reading = try Reading.packets(PacketBytes.ipv4(PacketBytes.tcp(), length: 39), linkType: 101)
    #expect(reading.summary.skipped == [.malformedHeader: 1])
    #expect(reading.summary.tcpPackets == 0)
    #expect(reading.summary.transportLayer.tcp == 1)
  }

  // One's complement sums of the payloads, worked out by hand.
  @Test(
    arguments: [
      ([], 0), ([1], 0x0100), ([1, 2, 3, 4], 0x0406), ([0xff, 0xff], 0), ([0xff, 0xff, 0, 1], 1),
      ([0x80, 0, 0x80, 0], 1),
    ] as [([UInt8], UInt16)])
  func payloadChecksumIsThatOfThePayloadAlone(payload: [UInt8], sum: UInt16) throws {
    let stamps: [UInt8] = [1, 1, 8, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    let plain = PacketBytes.ipv4(PacketBytes.tcp(payload: payload))
    let other = PacketBytes.ipv4(
      PacketBytes.tcp(sequence: 99, acknowledgment: 3, flags: 0x11, options: stamps, payload: payload))
    let v6 = PacketBytes.ipv6(
      PacketBytes.tcp(payload: payload, addresses: PacketBytes.source6 + PacketBytes.destination6))
    let reading = try Reading.packets(plain, other, v6, linkType: 101)
    #expect(reading.segments.map(\.payloadChecksum) == [sum, sum, sum])
    #expect(reading.segments.allSatisfy { !$0.marks.contains(.badChecksum) })
  }

  @Test func wrongChecksumsOfEmptySegmentsAreMarked() throws {
    let empty = PacketBytes.ipv4(PacketBytes.tcp(checksum: 0x1234))
    let full = PacketBytes.ipv4(PacketBytes.tcp(payload: [1], checksum: 0x1234))
    let reading = try Reading.packets(empty, full, linkType: 101)
    #expect(reading.segments.map { $0.marks.contains(.badChecksum) } == [true, false])
  }

  @Test func equalOptionsHaveEqualHashes() throws {
    let one: [UInt8] = [1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8]
    let two: [UInt8] = [1, 1, 8, 10, 1, 2, 3, 5, 5, 6, 7, 8]
    let first = try Self.segment(PacketBytes.tcp(options: one))
    let again = try Self.segment(PacketBytes.tcp(sequence: 5, options: one, payload: [3]))
    let other = try Self.segment(PacketBytes.tcp(options: two))
    let swapped = try Self.segment(PacketBytes.tcp(options: [8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1]))
    #expect(first.optionsHash == again.optionsHash)
    #expect(Set([first.optionsHash, other.optionsHash, swapped.optionsHash, 0]).count == 4)
  }
}
