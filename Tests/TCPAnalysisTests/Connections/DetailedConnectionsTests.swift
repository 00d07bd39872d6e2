import PacketCapture
import Testing

@testable import TCPAnalysis

/// What is kept of the connections behind the first ones.
@Suite struct DetailedConnectionsTests {
  private static let second: Int64 = 1_000_000_000
  private static let start: Int64 = 1_700_000_000 * second

  /// Six hundred connections of nine packets, so that most are packed; then late packets of every third one.
  private func run(detailed: Int) -> ConnectionRecords {
    var options = AnalysisOptions()
    options.detailedConnections = detailed
    var classifier = Classifier(options: options)
    let place = UnsafeMutablePointer<ClassifiedSegment>.allocate(capacity: 1)
    place.initialize(to: ClassifiedSegment())
    defer { place.deallocate() }
    for number in 0..<600 {
      let time = Self.start + Int64(number) * 50_000_000
      for (step, segment) in conversation(number).enumerated() {
        var segment = segment
        segment.timestamp = time + Int64(step * step) * 1_000_000
        classifier.classify(segment, into: place)
      }
    }
    for number in stride(from: 0, to: 600, by: 3) {
      var late = conversation(number)[number % 2 == 0 ? 3 : 6]
      late.identification = 9999
      late.timestamp = Self.start + 60 * Self.second + Int64(number)
      classifier.classify(late, into: place)
    }
    classifier.finishAll()
    return ConnectionRecords(classifier.records, options: options)
  }

  private func conversation(_ number: Int) -> [Segment] {
    let size: UInt32 = 200
    return [
      segment(number, 0, .syn, 0, 0, 0), segment(number, 1, [.syn, .ack], 0, 1, 0),
      segment(number, 0, .ack, 1, 1, 0), segment(number, 0, .ack, 1, 1, size),
      segment(number, 1, .ack, 1, 201, size), segment(number, 0, [.ack, .fin], 201, 201, size),
      segment(number, 1, [.ack, .fin], 201, 402, 0), segment(number, 0, .ack, 402, 202, 0),
      segment(number, 1, .ack, 202, 402, 0),
    ]
  }

  private func segment(
    _ number: Int, _ side: Int, _ flags: TCPFlags, _ seq: UInt32, _ ack: UInt32, _ payload: UInt32
  ) -> Segment {
    var segment = Segment()
    let ends = (IPAddress(ipv4: 1 << 24 + UInt32(number)), IPAddress(ipv4: 2 << 24))
    segment.source = side == 0 ? ends.0 : ends.1
    segment.destination = side == 0 ? ends.1 : ends.0
    segment.sourcePort = side == 0 ? 40_000 : 80
    segment.destinationPort = side == 0 ? 80 : 40_000
    segment.flags = flags
    segment.sequenceNumber = 1000 + seq
    segment.acknowledgmentNumber = flags.contains(.ack) ? 1000 + ack : 0
    segment.payloadLength = payload
    segment.window = 1000
    segment.identification = UInt16(seq + ack + 1)
    segment.marks = .matchesFilter
    return segment
  }

  @Test func outlinesAreThoseOfAFullAnalysis() {
    let full = run(detailed: .max)
    let listed = run(detailed: 5)
    #expect(full.count == 600)
    #expect(listed.count == 600)
    var expected: [String] = []
    full.forEachOutline { expected.append(String(describing: $0)) }
    var found: [String] = []
    listed.forEachOutline { found.append(String(describing: $0)) }
    #expect(found == expected)
    #expect(full.contains { $0.forward.retransmittedPackets > 0 }, "late packets are among them")
  }

  @Test func whatWasNotKeptIsNotGivenOut() throws {
    let full = run(detailed: .max)
    let listed = run(detailed: 5)
    #expect(listed.detailedCount == 5)
    #expect(Array(listed).map(\.id) == [1, 2, 3, 4, 5])
    #expect(listed[6] == nil)
    #expect(String(describing: listed[5]) == String(describing: full[5]))
    #expect(try #require(full[600]).forward.roundTripTime?.count ?? 0 > 0)
  }
}
