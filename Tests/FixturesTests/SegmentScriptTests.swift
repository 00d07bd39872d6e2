import Fixtures
import Testing

@Suite struct SegmentScriptTests {
  private static let hosts = "host A 10.0.0.1:40000 isn 1000\nhost B 10.0.0.2:80 isn 5000\n"

  /// The only frame of a script, without the Ethernet header.
  private func packet(_ line: String, before: String = hosts) throws -> [UInt8] {
    let script = try SegmentScript(before + line)
    return Array(try #require(script.frames.last).bytes.dropFirst(14))
  }

  private func sum(_ bytes: [UInt8]) -> UInt32 {
    var total: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      total += index.isMultiple(of: 2) ? UInt32(byte) << 8 : UInt32(byte)
    }
    while total > 0xFFFF { total = (total & 0xFFFF) + (total >> 16) }
    return total
  }

  @Test func synHasHandWrittenBytes() throws {
    let bytes = try packet("0 A>B S 0:0(0) win 64240 <mss 1460>")
    let header: [UInt8] = [
      0x9C, 0x40, 0x00, 0x50, 0x00, 0x00, 0x03, 0xE8, 0, 0, 0, 0, 0x60, 0x02, 0xFA, 0xF0,
    ]
    #expect(Array(bytes[20..<36]) == header)
    #expect(Array(bytes[38..<44]) == [0, 0, 2, 4, 0x05, 0xB4])
    #expect(Array(bytes[0..<10]) == [0x45, 0, 0, 44, 0, 1, 0x40, 0, 64, 6])
    #expect(Array(bytes[12..<20]) == [10, 0, 0, 1, 10, 0, 0, 2])
  }

  @Test(arguments: [0, 1, 99, 1460]) func checksumsAreRight(length: Int) throws {
    let bytes = try packet("0 A>B P. 1:\(1 + length)(\(length)) ack 1 <nop, nop, ts 7 8>")
    let total = Int(bytes[2]) << 8 | Int(bytes[3])
    #expect(total == 52 + length)
    #expect(sum(Array(bytes[..<20])) == 0xFFFF)
    let segment = Array(bytes[20..<total])
    let pseudo = Array(bytes[12..<20]) + [0, 6, UInt8(segment.count >> 8), UInt8(segment.count & 255)]
    #expect(sum(pseudo + segment) == 0xFFFF)
  }

  @Test func badChecksumIsBad() throws {
    let bytes = try packet("0 A>B . 1:1(0) ack 1 checksum bad")
    let pseudo = Array(bytes[12..<20]) + [0, 6, 0, 20]
    #expect(sum(pseudo + Array(bytes[20..<40])) != 0xFFFF)
  }

  @Test func ipv6ChecksumIsRight() throws {
    let hosts = "host A [fd00::1]:40000 isn 1\nhost B [fd00::2]:80 isn 2\n"
    let bytes = try packet("0 A>B P. 1:51(50) ack 1 ecn ce", before: hosts)
    #expect(bytes.count == 40 + 20 + 50)
    #expect(Array(bytes[..<8]) == [0x60, 0x30, 0, 0, 0, 70, 6, 64])
    let pseudo = Array(bytes[8..<40]) + [0, 0, 0, 70, 0, 0, 0, 6]
    #expect(sum(pseudo + Array(bytes[40...])) == 0xFFFF)
  }

  @Test func numbersWrapModuloTwoToTheThirtyTwo() throws {
    let hosts = "host A 10.0.0.1:1 isn 4294967295\nhost B 10.0.0.2:2 isn 4294967290\n"
    let bytes = try packet("0 A>B P. 1:11(10) ack 10 <nop, nop, sack 4:8>", before: hosts)
    #expect(Array(bytes[24..<32]) == [0, 0, 0, 0, 0, 0, 0, 4])
    #expect(Array(bytes[40..<52]) == [1, 1, 5, 10, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0, 0, 2])
  }

  @Test func rangeSentAgainHasTheSameBytes() throws {
    let first = try packet("0 A>B P. 1:101(100) ack 1")
    let part = try packet("0 A>B P. 51:151(100) ack 1")
    #expect(first[90..<140] == part[40..<90])
  }

  @Test func dataOnASynStartsBehindIt() throws {
    let onSyn = try packet("0 A>B S 0:20(20)")
    let later = try packet("0 A>B P. 1:21(20) ack 1")
    #expect(onSyn[40..<60] == later[40..<60])
  }

  @Test func dataIsTheTextOfTheLine() throws {
    let bytes = try packet("0 A>B P. 1:10(9) ack 1 data \"GET / # <\"")
    #expect(String(decoding: bytes[40...], as: UTF8.self) == "GET / # <")
  }

  @Test func timesAreExactAndRelativeOnesAddUp() throws {
    let lines = "0.1 A>B S 0:0(0)\n+0.000000001 A>B S 0:0(0)\n+1 A>B S 0:0(0)\n0.5 A>B S 0:0(0)"
    let times = try SegmentScript(Self.hosts + lines).frames.map {
      $0.nanoseconds - 1_700_000_000_000_000_000
    }
    #expect(times == [100_000_000, 100_000_001, 1_100_000_001, 500_000_000])
  }

  @Test func identificationCountsUpAndZeroStays() throws {
    let hosts = "host A 10.0.0.1:1 id 65535\nhost B 10.0.0.2:2 id 0\n"
    let lines = "0 A>B S 0:0(0)\n0 A>B S 0:0(0) id 9\n0 A>B S 0:0(0)\n0 B>A S 0:0(0)\n0 B>A S 0:0(0)"
    let identifications = try SegmentScript(hosts + lines).frames.map { Array($0.bytes[18..<20]) }
    #expect(identifications == [[255, 255], [0, 9], [0, 0], [0, 0], [0, 0]])
  }

  @Test func againRepeatsTheFrameByteForByte() throws {
    let script = try SegmentScript(Self.hosts + "0 A>B P. 1:4(3) ack 1\n+0.00001 again")
    #expect(script.frames.count == 2)
    #expect(script.frames[0].bytes == script.frames[1].bytes)
    #expect(script.frames[1].nanoseconds - script.frames[0].nanoseconds == 10_000)
  }

  @Test func snapCutsWhatIsCapturedAndKeepsTheLength() throws {
    let script = try SegmentScript(
      Self.hosts + "snap 60\n0 A>B P. 1:1001(1000) ack 1\n0 A>B . 1:1(0) ack 1 snap 30")
    #expect(script.frames.map(\.bytes.count) == [60, 30])
    #expect(script.frames.map(\.originalLength) == [1054, 60])
  }

  @Test func rawLinkHasNoEthernetHeader() throws {
    let script = try SegmentScript("link raw\n" + Self.hosts + "0 A>B S 0:0(0)")
    #expect(script.linkType == 101)
    #expect(script.frames[0].bytes.first == 0x45)
    #expect(script.frames[0].bytes.count == 40)
  }

  @Test func vlanTagStandsBeforeTheType() throws {
    let script = try SegmentScript("vlan 42\n" + Self.hosts + "0 A>B S 0:0(0)")
    #expect(Array(script.frames[0].bytes[12..<18]) == [0x81, 0, 0, 42, 0x08, 0])
  }

  @Test(arguments: [
    ("0 A>B S 0:0(0)", 1, "no host line for A"),
    ("\n\n0 A>C S 0:0(0)", 5, "no host line for C"),
    ("0 A>B S 0:10(9)", 3, "0 and 9 bytes end at 9, not 10"),
    ("0 A>B . 1:1(0)", 3, "the flag '.' without ack"),
    ("0 A>B S 0:0(0) ack 1", 3, "ack without the flag '.'"),
    ("0 A>B X 0:0(0)", 3, "'X' are no flags; they are S F R P U E C, '.' for ACK, '-' for none"),
    ("0 A>B S 0:0(0) <mss 70000>", 3, "mss '70000' is no number from 0 to 65535"),
    ("0 A>B S 0:0(0) <mss", 3, "no closing >"),
    ("0 A>B S 0:0(0) colour 3", 3, "unknown word 'colour'"),
    ("x A>B S 0:0(0)", 3, "'x' is neither a time nor host, link, vlan, snap or start"),
    ("again", 3, "'again' is neither a time nor host, link, vlan, snap or start"),
    ("0 again", 3, "again needs a segment above it"),
    ("0 AB S 0:0(0)", 3, "'AB' is no direction; write A>B"),
    ("0 A>B S 0:0(0) <ts 1 2, ts 1 2, ts 1 2, ts 1 2, ts 1 2>", 3, "52 bytes of options; 40 fit"),
    ("host C 10.0.0.300:1", 3, "'10.0.0.300' is no IP address"),
    ("host C fd00::1:80", 3, "write an IPv6 address in brackets: [fd00::1]:80"),
  ])
  func errorNamesTheLine(text: String, line: Int, reason: String) throws {
    let error = #expect(throws: SegmentScriptError.self) {
      try SegmentScript((line == 1 ? "" : Self.hosts) + text)
    }
    #expect(error == SegmentScriptError(line: line, reason: reason))
  }

  @Test func pcapHeaderNamesByteOrderAndResolution() throws {
    let script = try SegmentScript(Self.hosts + "0.123456789 A>B S 0:0(0)")
    let little = script.pcap()
    #expect(Array(little[..<8]) == [0x4D, 0x3C, 0xB2, 0xA1, 2, 0, 4, 0])
    #expect(Array(little[20..<24]) == [1, 0, 0, 0])
    #expect(little.count == 24 + 16 + 60)
    let big = script.pcap(resolution: .microseconds, bigEndian: true)
    #expect(Array(big[..<8]) == [0xA1, 0xB2, 0xC3, 0xD4, 0, 2, 0, 4])
    #expect(Array(big[24..<32]) == [0x65, 0x53, 0xF1, 0x00, 0x00, 0x01, 0xE2, 0x40])
  }
}
