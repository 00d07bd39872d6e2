import Glibc
import PacketCapture
import Testing

@Suite struct InputTests {
  static let frame = PacketBytes.ethernet(PacketBytes.segment4)
  static let capture = CaptureBytes.pcap(packets: Array(repeating: frame, count: 3))
  static let blocks: [UInt8] =
    CaptureBytes.section(.little) + CaptureBytes.interface(.little) + CaptureBytes.enhanced(.little, frame)

  // Compression

  @Test(arguments: [capture, blocks])
  func compressedCapturesAreRead(bytes: [UInt8]) throws {
    let plain = try Reading(bytes)
    for (name, compressed) in [("gzip", Compression.gzip(bytes)), ("zstd", Compression.zstd(bytes))] {
      let reading = try Reading(compressed)
      #expect(reading.segments.count == plain.segments.count)
      #expect(reading.summary.files.first?.compression == name)
      #expect(reading.summary.files.first?.bytes == UInt64(compressed.count))
      #expect(reading.summary.warnings.isEmpty)
    }
  }

  @Test func membersAndFramesAreConcatenated() throws {
    for cut in [1, 4, 24, 30, 100] {
      let parts = [Array(Self.capture[..<cut]), Array(Self.capture[cut...])]
      #expect(try Reading(parts.flatMap(Compression.gzip)).segments.count == 3)
      #expect(try Reading(parts.flatMap(Compression.zstd)).segments.count == 3)
    }
    let padded = try Reading(Compression.gzip(Self.capture) + [0, 0, 0, 0])
    #expect(padded.segments.count == 3)
    #expect(padded.summary.warnings.isEmpty)
  }

  @Test func damagedCompressionIsReadUpToTheDamage() throws {
    for compressed in [Compression.gzip(Self.capture), Compression.zstd(Self.capture)] {
      let cut = try Reading(Array(compressed[..<(compressed.count - 50)]))
      #expect(cut.segments.count == 2)
      #expect(cut.summary.warnings.count == 1)
      #expect(cut.summary.warnings.first?.contains("end too early") == true)
    }
    var wrongSum = Compression.gzip(Self.capture)
    wrongSum[wrongSum.count - 5] ^= 1
    let reading = try Reading(wrongSum)
    #expect(reading.segments.count == 3)
    #expect(reading.summary.warnings.first?.contains("damaged: incorrect data check") == true)
  }

  @Test func compressedRubbishIsNoCapture() {
    #expect(throws: CaptureFileError.self) { try Reading(Compression.gzip(Array("hello, world".utf8))) }
    #expect(throws: CaptureFileError.self) { try Reading([0x1f, 0x8b, 8, 0]) }
    #expect(throws: CaptureFileError.self) { try Reading([0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff]) }
    #expect(throws: CaptureFileError.self) { try Reading(Compression.gzip(Compression.gzip(Self.capture))) }
  }

  // Several files

  @Test func filesAreMergedByTime() throws {
    func file(_ seconds: [UInt32]) -> [UInt8] {
      CaptureBytes.pcap(seconds.map { Record(data: Self.frame, seconds: $0) })
    }
    let empty = CaptureBytes.pcap([])
    let reading = try Reading(file([1, 4, 5, 9]), file([2, 4, 6]), empty, file([0, 4, 10]))
    #expect(reading.segments.map { $0.timestamp / 1_000_000_000 } == [0, 1, 2, 4, 4, 4, 5, 6, 9, 10])
    #expect(reading.segments.map(\.fileIndex) == [3, 0, 1, 0, 1, 3, 0, 1, 0, 3])
    #expect(reading.segments.map(\.frame) == [1, 1, 1, 2, 2, 2, 3, 3, 4, 3])
    #expect(reading.summary.files.map(\.packets) == [4, 3, 0, 3])
    #expect(reading.summary.packets == 10)
    #expect(reading.summary.timeReversals == 0)
  }

  @Test func timeReversalsOfAFileStayInPlace() throws {
    let first = CaptureBytes.pcap([5, 3, 6].map { Record(data: Self.frame, seconds: $0) })
    let second = CaptureBytes.pcap([4, 5, 7].map { Record(data: Self.frame, seconds: $0) })
    let reading = try Reading(first, second)
    #expect(reading.segments.map { $0.timestamp / 1_000_000_000 } == [4, 5, 3, 5, 6, 7])
    #expect(reading.summary.timeReversals == 1)
  }

  @Test func moreFilesThanAreHeldOpenAreMerged() throws {
    let files = (0..<200).map { index in
      TemporaryFile(
        CaptureBytes.pcap((0..<3).map { Record(data: Self.frame, seconds: UInt32(1000 * $0 + 199 - index)) }))
    }
    let reading = try withExtendedLifetime(files) { try Reading(paths: files.map(\.path)) }
    #expect(reading.segments.count == 600)
    #expect(zip(reading.segments, reading.segments.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
    #expect(reading.summary.files.allSatisfy { $0.packets == 3 })
  }

  // Filter and interface

  @Test func filterMarksAndNothingElse() throws {
    let other = PacketBytes.ethernet(PacketBytes.ipv4(PacketBytes.tcp(flags: 0x11)))
    let bytes = CaptureBytes.pcap(packets: [Self.frame, other])
    let reading = try Reading(bytes, options: CaptureOptions(filter: "tcp[tcpflags] & tcp-fin != 0"))
    #expect(reading.segments.map { $0.marks.contains(.matchesFilter) } == [false, true])
    #expect(reading.summary.tcpPackets == 2)
    let all = try Reading(bytes)
    #expect(all.segments.allSatisfy { $0.marks.contains(.matchesFilter) })
  }

  @Test func filterIsCompiledForEachLinkType() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little)
    bytes += CaptureBytes.interface(.little, linkType: 101)
    for _ in 0..<2 {
      bytes += CaptureBytes.enhanced(.little, interface: 0, Self.frame)
      bytes += CaptureBytes.enhanced(.little, interface: 1, PacketBytes.segment4)
    }
    let byHost = try Reading(bytes, options: CaptureOptions(filter: "host 10.0.0.1"))
    #expect(byHost.segments.allSatisfy { $0.marks.contains(.matchesFilter) })
    let byAddress = try Reading(bytes, options: CaptureOptions(filter: "ether src 02:00:00:00:00:02"))
    #expect(byAddress.segments.map { $0.marks.contains(.matchesFilter) } == [true, false, true, false])
    #expect(byAddress.summary.warnings.count == 1)
    #expect(byAddress.summary.warnings.first?.contains("RAW") == true)
  }

  @Test func wrongFilterIsFoundBeforeTheFileIs() {
    let options = CaptureOptions(filter: "tcp prot 80")
    let error = #expect(throws: CaptureFileError.self) {
      try CaptureInput(paths: ["/nowhere/x"], options: options)
    }
    guard case .badFilter(let message) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(message.contains("syntax error") || message.contains("parse error"))
  }

  @Test func otherInterfacesAreSkipped() throws {
    var bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little, name: "eth0")
    bytes += CaptureBytes.interface(.little, name: "eth1") + CaptureBytes.interface(.little)
    for interface in [0, 1, 1, 2] as [UInt32] {
      bytes += CaptureBytes.enhanced(.little, interface: interface, Self.frame)
    }
    let reading = try Reading(bytes, options: CaptureOptions(interface: "eth1"))
    #expect(reading.segments.map(\.frame) == [2, 3])
    #expect(reading.summary.skipped == [.otherInterface: 2])
    #expect(reading.summary.packets == 4)
    #expect(throws: CaptureFileError.noSuchInterface(name: "eth2", known: ["eth0", "eth1"])) {
      try Reading(bytes, options: CaptureOptions(interface: "eth2"))
    }
    #expect(throws: CaptureFileError.noSuchInterface(name: "eth2", known: [])) {
      try Reading(Self.capture, options: CaptureOptions(interface: "eth2"))
    }
  }

  @Test func namesOfInterfacesCannotBreakTheLine() throws {
    let bytes = CaptureBytes.section(.little) + CaptureBytes.interface(.little, name: "eth\n\u{1b}[2J0")
    let error = #expect(throws: CaptureFileError.self) {
      try Reading(bytes, options: CaptureOptions(interface: "a\nb"))
    }
    let text = try #require(error?.description)
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  // Files, pipes, digests

  @Test func filesCanBeReadAgain() throws {
    let file = TemporaryFile(Self.capture)
    let input = try CaptureInput(paths: [file.path], options: CaptureOptions())
    #expect(input.totalBytes == UInt64(Self.capture.count))
    for _ in 0..<3 {
      let reader = try input.makeReader()
      #expect(try Reading(reader).segments.count == 3)
      #expect(reader.bytesRead == UInt64(Self.capture.count))
    }
  }

  @Test func digestIsThatOfTheBytesOnDisk() throws {
    // SHA-256 of the 24 bytes of an empty capture, by sha256sum(1).
    let empty = TemporaryFile(CaptureBytes.pcap([]))
    let input = try CaptureInput(paths: [empty.path], options: CaptureOptions())
    #expect(try Reading(input.makeReader()).summary.files.first?.sha256 == nil)
    let digest = "704e5e5b3234433c01fcfd1b20a306e77e985038120492dc53965c3edd38a4ea"
    #expect(try input.digests() == [digest])
    #expect(try Reading(input.makeReader()).summary.files.first?.sha256 == digest)
  }

  @Test(arguments: [capture, blocks, Compression.gzip(capture)])
  func pipesAreReadOnceOrSpooled(bytes: [UInt8]) throws {
    let expected = try Reading(bytes).segments.count
    for isReadTwice in [false, true] {
      let pipe = try Pipe(bytes)
      let options = CaptureOptions(isReadTwice: isReadTwice)
      let input = try CaptureInput(paths: [pipe.path], options: options)
      #expect(try Reading(input.makeReader()).segments.count == expected)
      if isReadTwice {
        #expect(try Reading(input.makeReader()).segments.count == expected)
        #expect(input.totalBytes == UInt64(bytes.count))
        #expect(try input.digests().first??.count == 64)
      } else {
        #expect(throws: CaptureFileError.unreadable(file: pipe.path, reason: "can be read only once")) {
          try input.makeReader()
        }
        #expect(input.totalBytes == nil)
        #expect(try input.digests() == [nil])
      }
    }
  }

  @Test func standardInputIsNamedOnce() {
    #expect(throws: CaptureFileError.unreadable(file: "-", reason: "standard input can be named only once")) {
      try CaptureInput(paths: ["-", "-"], options: CaptureOptions())
    }
  }
}

/// A pipe that has its whole content waiting; it must fit into the kernel's buffer.
private final class Pipe {
  let path: String
  private let descriptor: Int32

  init(_ bytes: [UInt8]) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    try #require(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    descriptor = ends[0]
    path = "/dev/fd/\(descriptor)"
  }

  deinit {
    close(descriptor)
  }
}
