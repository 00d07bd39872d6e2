import Fixtures
import PacketCapture
import Testing

@testable import TCPAnalysis

/// tcptrace's rules, one at a time; each expectation was seen in tcptrace 6.6.7.
@Suite struct TcptraceAnalysisTests {
  /// An exchange between A (10.0.0.1:40000, from 1000) and B (10.0.0.2:80, from 5000), times in milliseconds.
  private struct Exchange {
    let analysis = TcptraceAnalysis()
    var window: UInt16 = 1000
    var bases: (a: UInt32, b: UInt32) = (1000, 5000)

    @discardableResult
    func a(
      _ time: Double, _ flags: TCPFlags = .ack, seq: UInt32 = 0, ack: UInt32 = 0, length: UInt32 = 0,
      _ change: (inout Segment) -> Void = { _ in }
    ) -> TcptraceVerdict {
      send(true, time, flags, bases.a &+ seq, bases.b &+ ack, length, change)
    }

    @discardableResult
    func b(
      _ time: Double, _ flags: TCPFlags = .ack, seq: UInt32 = 0, ack: UInt32 = 0, length: UInt32 = 0,
      _ change: (inout Segment) -> Void = { _ in }
    ) -> TcptraceVerdict {
      send(false, time, flags, bases.b &+ seq, bases.a &+ ack, length, change)
    }

    /// SYN, SYN/ACK and ACK at 0, 10 and 20 ms.
    func handshake(scale: UInt8? = nil) {
      let option: (inout Segment) -> Void = {
        guard let scale else { return }
        $0.options.present = .windowScale
        $0.options.windowScale = scale
      }
      a(0, .syn, option)
      b(10, [.syn, .ack], ack: 1, option)
      a(20, seq: 1, ack: 1)
    }

    /// What was counted of the newest connection.
    func counts(_ direction: Int = 0) -> TcptraceCounts {
      analysis.counts(of: analysis.connectionCount - 1, direction)
    }

    private func send(
      _ isFromA: Bool, _ time: Double, _ flags: TCPFlags, _ seq: UInt32, _ ack: UInt32, _ length: UInt32,
      _ change: (inout Segment) -> Void
    ) -> TcptraceVerdict {
      var segment = Segment()
      segment.timestamp = 1_700_000_000_000_000_000 + Int64(time * 1e6)
      segment.source = IPAddress(ipv4: isFromA ? 1 : 2)
      segment.destination = IPAddress(ipv4: isFromA ? 2 : 1)
      segment.sourcePort = isFromA ? 40_000 : 80
      segment.destinationPort = isFromA ? 80 : 40_000
      segment.flags = flags
      segment.sequenceNumber = seq
      segment.acknowledgmentNumber = flags.contains(.ack) ? ack : 0
      segment.window = window
      segment.transportHeaderLength = 20
      segment.networkHeaderLength = 20
      segment.networkLength = 40 + length
      segment.payloadLength = length
      change(&segment)
      return analysis.classify(segment)
    }
  }

  @Test func repeatedBytesAreRexmtAndNoSampleIsTakenOfThem() {
    let exchange = Exchange()
    exchange.handshake()
    #expect(exchange.a(30, seq: 1, ack: 1, length: 100).events.isEmpty)
    let verdict = exchange.a(60, seq: 51, ack: 1, length: 100)
    #expect(verdict.events == .rexmt)
    #expect(verdict.rexmtBytes == 50)
    #expect(exchange.b(80, seq: 1, ack: 151).events == [.cumulativeAck, .rttSample])
    #expect(exchange.counts().uniqueBytes == 150)
  }

  @Test func rangeThatWasSentTwiceMakesItsAckAmbiguous() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 100)
    exchange.a(60, seq: 1, ack: 1, length: 100)
    #expect(exchange.b(80, seq: 1, ack: 101).events == .ambiguousAck)
  }

  @Test func whatFillsAHoleIsOutOfOrderAndTheAckOfTheRestGivesNoSample() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 101, ack: 1, length: 100)
    #expect(exchange.a(35, seq: 1, ack: 1, length: 100).events == .outOfOrder)
    #expect(exchange.b(80, seq: 1, ack: 201).events == [.postLossAck, .cumulativeAck])
    #expect(exchange.counts().rttSamples == 1)
  }

  @Test func handshakeGivesASampleOfEitherSide() {
    let exchange = Exchange()
    exchange.handshake()
    #expect(exchange.counts(0).rttMaxMicroseconds == 10_000)
    #expect(exchange.counts(1).rttMaxMicroseconds == 10_000)
    // The divisor of the mean is not quite the number of samples.
    #expect(exchange.counts(0).rttMeanMicroseconds == 10_000 / 1.0001)
  }

  @Test func sampleOfZeroCountsAsUnsetMinimum() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 1)
    exchange.b(30, seq: 1, ack: 2)
    #expect(exchange.counts().rttMinMicroseconds == 0)
    exchange.a(40, seq: 2, ack: 1, length: 1)
    exchange.b(47, seq: 1, ack: 3)
    #expect(exchange.counts().rttMinMicroseconds == 7000)
    #expect(exchange.counts().rttSamples == 3)
  }

  @Test func timeThatRunsBackwardsGivesASampleOfZero() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 100)
    #expect(exchange.b(25, seq: 1, ack: 101).rttMicroseconds == 0)
  }

  @Test func thirdDuplicateInARowIsATripleDuplicate() {
    let exchange = Exchange()
    exchange.handshake()
    for index in UInt32(0)..<5 { exchange.a(30, seq: 1 + 100 * index, ack: 1, length: 100) }
    #expect(exchange.b(50, seq: 1, ack: 101).events == .rttSample)
    let events = (0..<4).map { exchange.b(51 + Double($0), seq: 1, ack: 101).events }
    #expect(
      events == [.duplicateAck, .duplicateAck, [.duplicateAck, .tripleDuplicateAck], .duplicateAck])
  }

  @Test func otherWindowOrPayloadEndsTheRowOfDuplicates() {
    let exchange = Exchange()
    exchange.handshake()
    for index in UInt32(0)..<5 { exchange.a(30, seq: 1 + 100 * index, ack: 1, length: 100) }
    exchange.b(50, seq: 1, ack: 101)
    #expect(exchange.b(51, seq: 1, ack: 101).events == .duplicateAck)
    #expect(exchange.b(52, seq: 1, ack: 101) { $0.window = 900 }.events.isEmpty)
    #expect(exchange.b(53, seq: 1, ack: 101, length: 10) { $0.window = 900 }.events.isEmpty)
    #expect(exchange.counts().duplicateAcks == 1)
  }

  @Test func dataAtAZeroWindowIsAProbeAndLeavesNoTrace() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.b(30, seq: 1, ack: 1) { $0.window = 0 }
    #expect(exchange.a(40, seq: 1, ack: 1, length: 1).events == .zeroWindowProbe)
    exchange.b(50, seq: 1, ack: 1)
    #expect(exchange.a(60, seq: 1, ack: 1, length: 1).events.isEmpty)
    #expect(exchange.counts().zeroWindowProbeBytes == 1)
    #expect(exchange.counts().uniqueBytes == 1)
  }

  @Test func keepAliveWithAByteIsRexmtAndWithoutIsADuplicateAckAtMost() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 100)
    exchange.b(40, seq: 1, ack: 101)
    #expect(exchange.a(9000, seq: 100, ack: 1).events == .duplicateAck)
    #expect(exchange.a(9100, seq: 100, ack: 1, length: 1).events == .rexmt)
  }

  @Test func windowScaleHoldsOnlyIfBothSidesHadIt() {
    let exchange = Exchange()
    exchange.handshake(scale: 40)
    // A window of 2^40 or none: it is what makes data a probe.
    exchange.b(30, seq: 1, ack: 1) { $0.window = 1 }
    #expect(exchange.a(40, seq: 1, ack: 1, length: 1).events.isEmpty)
    #expect(exchange.analysis.connectionCount == 1)
  }

  @Test func equalIdentificationAndNumberAreAHardwareDuplicateStillCounted() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 100) { $0.identification = 7 }
    let verdict = exchange.a(30.1, seq: 1, ack: 1, length: 100) { $0.identification = 7 }
    #expect(verdict.events == [.hardwareDuplicate, .rexmt])
    // Eight others are remembered; the ninth pushes it out.
    for index in UInt32(1)...8 {
      exchange.a(31, seq: 1 + 100 * index, ack: 1) { $0.identification = UInt16(100 + index) }
    }
    #expect(exchange.a(32, seq: 1, ack: 1, length: 100) { $0.identification = 7 }.events == .rexmt)
  }

  @Test func silenceOfFourMinutesBeginsAConnection() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.a(20 + 240_000, seq: 1, ack: 1, length: 1)
    #expect(exchange.analysis.connectionCount == 1)
    let verdict = exchange.a(20 + 480_000.001, seq: 2, ack: 1, length: 1)
    #expect(verdict.events == .newConnection)
    #expect(verdict.connection == 2)
    #expect(exchange.counts().dataPackets == 1)
  }

  @Test func synAfterAResetBeginsAConnectionIfItsNumberLiesOutside() {
    let exchange = Exchange()
    exchange.handshake()
    exchange.b(30, .rst, seq: 1)
    // Inside of what B's window allowed: the same connection.
    exchange.a(40, .syn, seq: 500)
    #expect(exchange.analysis.connectionCount == 1)
    exchange.a(50, .syn, seq: 5000)
    #expect(exchange.analysis.connectionCount == 2)
  }

  @Test func thirdSynWithAnotherNumberBeginsAConnection() {
    let exchange = Exchange()
    exchange.a(0, .syn)
    exchange.a(1000, .syn)
    #expect(exchange.counts().rexmtBytes == 1)
    exchange.a(2000, .syn, seq: 7)
    #expect(exchange.analysis.connectionCount == 2)
  }

  @Test func numbersWrapFromQuarterToQuarter() {
    var exchange = Exchange()
    exchange.bases.a = 0xFFFF_FF00
    exchange.handshake()
    exchange.a(30, seq: 1, ack: 1, length: 600)
    #expect(exchange.a(60, seq: 200, ack: 1, length: 100).rexmtBytes == 100)
    // The part in front of the wrap is acknowledged with the part behind it.
    #expect(exchange.b(80, seq: 1, ack: 601).events == [.ambiguousAck, .cumulativeAck])
  }

  @Test func quarterOppositeToTheTouchedOneIsForgotten() {
    let exchange = Exchange()
    exchange.a(0, seq: 1, length: 100)
    exchange.a(1, seq: 0x8000_0000, length: 100)
    #expect(exchange.a(2, seq: 1, length: 100).events.isEmpty)
  }

  @Test func payloadIsWhatTheHeadersOfIPSayAndExtensionsOfIPv6Count() {
    let exchange = Exchange()
    exchange.a(0, seq: 1, length: 100) {
      $0.marks = .isIPv6
      $0.networkLength = 40 + 8 + 20 + 100
      $0.networkHeaderLength = 48
    }
    #expect(exchange.counts().dataBytes == 108)
  }

  /// Of the sender of each laboratory capture, as tcptrace printed it: rexmt packets and bytes, out of order, hardware
  /// duplicates, RTT samples, ambiguous, post-loss and cumulative ACKs, duplicates, triple duplicates, probes, unique bytes.
  static let laboratory: [String: [Int64]] = [
    "A2_fast_late25ms": [1, 1460, 0, 0, 4, 0, 1, 6, 3, 1, 0, 14600],
    "A3_only2dup": [1, 1460, 0, 0, 4, 0, 1, 6, 2, 0, 0, 14600],
    "A_fast": [1, 1460, 0, 0, 4, 0, 1, 6, 3, 1, 0, 14600],
    "B2_two_holes": [2, 2920, 0, 0, 5, 0, 1, 9, 6, 1, 0, 20440],
    "C_tlp": [1, 1460, 0, 0, 2, 1, 0, 2, 1, 0, 0, 5840],
    "D_span_dup": [7, 8761, 0, 8, 0, 2, 0, 5, 1, 0, 0, 8760],
    "E_tso": [1, 1460, 0, 0, 1, 0, 1, 1, 0, 0, 0, 58400],
    "F_nano": [0, 0, 0, 0, 2, 0, 0, 3, 0, 0, 0, 5840],
    "G_zwp": [0, 0, 0, 0, 3, 0, 0, 3, 3, 1, 1, 7300],
    "H_eifel": [1, 1460, 0, 0, 1, 1, 3, 0, 1, 0, 0, 5840],
    "I2_reorder_rcv": [0, 0, 1, 0, 5, 0, 1, 3, 3, 1, 0, 11680],
    "I_reorder": [0, 0, 1, 0, 2, 0, 0, 5, 0, 0, 0, 8760],
    "J_midstream": [0, 0, 0, 0, 2, 0, 0, 5, 0, 0, 0, 10220],
    "K_capdrop": [0, 0, 0, 0, 5, 0, 0, 4, 0, 0, 0, 11680],
    "L_synrtx": [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1460],
    "M_winfull": [0, 0, 0, 0, 2, 0, 0, 3, 0, 0, 0, 5840],
    "N_ka": [1, 1, 0, 0, 2, 0, 0, 0, 2, 0, 0, 100],
  ]

  @Test(arguments: Fixtures.captures(in: .lab).filter { laboratory[$0.name] != nil })
  func laboratoryCapturesCountAsInTcptrace(capture: Fixtures.Capture) throws {
    let analysis = TcptraceAnalysis()
    let reader = try CaptureInput(paths: [capture.path], options: CaptureOptions()).makeReader()
    var segment = Segment()
    reading: while true {
      switch try reader.next(into: &segment) {
      case .end: break reading
      case .other: continue
      case .segment: _ = analysis.classify(segment)
      }
    }
    #expect(analysis.connectionCount == 1)
    let counts = analysis.counts(of: 0, 0)
    #expect(
      Self.laboratory[capture.name] == [
        counts.rexmtPackets, counts.rexmtBytes, counts.outOfOrderPackets, counts.hardwareDuplicates,
        counts.rttSamples, counts.ambiguousAcks, counts.postLossAcks, counts.cumulativeAcks,
        counts.duplicateAcks, counts.tripleDuplicateAcks, counts.zeroWindowProbePackets, counts.uniqueBytes,
      ])
  }
}
