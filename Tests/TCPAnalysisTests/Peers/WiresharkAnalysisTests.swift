import PacketCapture
import Testing

@testable import TCPAnalysis

/// Tshark's rules, one at a time; each expectation was seen in tshark 4.0.
@Suite struct WiresharkAnalysisTests {
  /// An exchange between A (10.0.0.1:40000, from 1000) and B (10.0.0.2:80, from 5000), times in milliseconds.
  private struct Exchange {
    let analysis = WiresharkAnalysis()
    var window: UInt16 = 1000
    var areEndsSame = false

    func a(
      _ time: Double, _ flags: TCPFlags = .ack, seq: UInt32 = 0, ack: UInt32 = 0, length: UInt32 = 0,
      _ change: (inout Segment) -> Void = { _ in }
    ) -> WiresharkVerdict {
      send(true, time, flags, 1000 + seq, 5000 + ack, length, change)
    }

    func b(
      _ time: Double, _ flags: TCPFlags = .ack, seq: UInt32 = 0, ack: UInt32 = 0, length: UInt32 = 0,
      _ change: (inout Segment) -> Void = { _ in }
    ) -> WiresharkVerdict {
      send(false, time, flags, 5000 + seq, 1000 + ack, length, change)
    }

    /// SYN, SYN/ACK and ACK at 0, 10 and 20 ms, with a window scale of 2.
    func handshake() {
      let option: (inout Segment) -> Void = {
        $0.options.present = .windowScale
        $0.options.windowScale = 2
      }
      _ = a(0, .syn, option)
      _ = b(10, [.syn, .ack], ack: 1, option)
      _ = a(20, seq: 1, ack: 1)
    }

    private func send(
      _ isFromA: Bool, _ time: Double, _ flags: TCPFlags, _ seq: UInt32, _ ack: UInt32, _ length: UInt32,
      _ change: (inout Segment) -> Void
    ) -> WiresharkVerdict {
      var segment = Segment()
      segment.timestamp = 1_700_000_000_000_000_000 + Int64(time * 1e6)
      let ends = (
        Endpoint(address: IPAddress(ipv4: 1), port: 40_000), Endpoint(address: IPAddress(ipv4: 2), port: 80)
      )
      let (source, destination) = areEndsSame ? (ends.0, ends.0) : isFromA ? ends : (ends.1, ends.0)
      segment.source = source.address
      segment.sourcePort = source.port
      segment.destination = destination.address
      segment.destinationPort = destination.port
      segment.flags = flags
      segment.sequenceNumber = seq
      segment.acknowledgmentNumber = flags.contains(.ack) ? ack : 0
      segment.window = window
      segment.transportHeaderLength = 20
      segment.networkHeaderLength = 20
      segment.networkLength = 40 + length
      segment.originalLength = 40 + length
      segment.payloadLength = length
      change(&segment)
      return analysis.classify(segment)
    }
  }

  @Test func repeatAfterALongTimeIsARetransmissionWithItsRTO() {
    let exchange = Exchange()
    exchange.handshake()
    #expect(exchange.a(30, seq: 1, ack: 1, length: 100).bytesInFlight == 100)
    let verdict = exchange.a(330, seq: 1, ack: 1, length: 100)
    #expect(verdict.flags == .retransmission)
    #expect(verdict.retransmissionTimeout == 300_000_000)
    #expect(verdict.initialRoundTripTime == 20_000_000)
    // Counted from the first transmission.
    #expect(exchange.b(340, seq: 1, ack: 101).ackRoundTripTime == 310_000_000)
  }

  @Test func repeatWithinTheInitialRTTIsOutOfOrder() {
    let exchange = Exchange()
    exchange.handshake()
    _ = exchange.a(30, seq: 101, ack: 1, length: 100)
    #expect(exchange.a(49, seq: 1, ack: 1, length: 100).flags == .outOfOrder)
    // What ends where the highest segment ended never is.
    #expect(exchange.a(49.5, seq: 101, ack: 1, length: 100).flags == .retransmission)
  }

  @Test func repeatBehindTwoDuplicatesIsFastWithin20Milliseconds() {
    for (delay, expected) in [(19.9, [.fastRetransmission, .retransmission]), (20, .retransmission)]
      as [(Double, WiresharkFlags)]
    {
      let exchange = Exchange()
      exchange.handshake()
      for index in 0..<4 as Range<UInt32> { _ = exchange.a(30, seq: 1 + 100 * index, ack: 1, length: 100) }
      _ = exchange.b(60, seq: 1, ack: 101)
      #expect(exchange.b(61, seq: 1, ack: 101).duplicateAckNumber == 1)
      #expect(exchange.b(62, seq: 1, ack: 101).duplicateAckNumber == 2)
      #expect(exchange.a(62 + delay, seq: 101, ack: 1, length: 100).flags == expected)
    }
  }

  @Test func repeatOfAcknowledgedDataIsSpurious() {
    let exchange = Exchange()
    exchange.handshake()
    _ = exchange.a(30, seq: 1, ack: 1, length: 100)
    _ = exchange.b(40, seq: 1, ack: 101)
    #expect(exchange.a(41, seq: 1, ack: 1, length: 100).flags == [.spuriousRetransmission, .retransmission])
  }

  @Test func missingDataIsToldOnceByItsSenderAndOnceByItsReceiver() {
    let exchange = Exchange()
    exchange.handshake()
    let verdict = exchange.a(30, seq: 101, ack: 1, length: 100)
    #expect(verdict.flags == .lostSegment)
    #expect(verdict.bytesInFlight == 0)
    #expect(exchange.b(40, seq: 1, ack: 201).flags == .ackLostSegment)
    #expect(exchange.b(41, seq: 1, ack: 301).flags == .ackLostSegment)
    #expect(exchange.b(42, seq: 1, ack: 401).flags.isEmpty)
  }

  @Test func keepAlivesAndTheirAnswersAreKnown() {
    let exchange = Exchange()
    exchange.handshake()
    _ = exchange.b(25, seq: 1, ack: 1)
    #expect(exchange.a(7000, seq: 0, ack: 1).flags == .keepAlive)
    #expect(exchange.b(7010, seq: 1, ack: 1).flags == .keepAliveAck)
    #expect(exchange.b(7011, seq: 1, ack: 1).flags == .keepAliveAck)
  }

  @Test func closedWindowsAreProbedAndOpened() {
    var exchange = Exchange()
    exchange.handshake()
    _ = exchange.b(25, seq: 1, ack: 1)
    exchange.window = 0
    #expect(exchange.b(30, seq: 1, ack: 1).flags == .zeroWindow)
    exchange.window = 1000
    #expect(exchange.a(40, seq: 1, ack: 1, length: 1).flags == .zeroWindowProbe)
    exchange.window = 0
    #expect(exchange.b(50, seq: 1, ack: 1).flags == [.zeroWindow, .zeroWindowProbeAck])
    exchange.window = 500
    #expect(exchange.b(60, seq: 1, ack: 1).flags == .windowUpdate)
  }

  @Test func windowIsFullAtItsScaledEdge() {
    let exchange = Exchange()
    exchange.handshake()
    // The window of the SYN/ACK is not scaled.
    #expect(exchange.a(30, seq: 1, ack: 1, length: 1000).flags == .windowFull)
    _ = exchange.b(40, seq: 1, ack: 1)
    #expect(exchange.a(50, seq: 1001, ack: 1, length: 3000).flags == .windowFull)
  }

  @Test func synOfAnotherNumberOpensAStreamAndOfTheSameNumberDoesNot() {
    let exchange = Exchange()
    exchange.handshake()
    _ = exchange.a(30, [.rst, .ack], seq: 1, ack: 1)
    let again = exchange.a(40, .syn)
    #expect(again.stream == 0)
    #expect(!again.flags.contains(.reusedPorts))
    let other = exchange.a(50, .syn, seq: 77)
    #expect(other.stream == 1)
    #expect(other.flags == .reusedPorts)
    // From the other side it is the same stream, and a new direction of it.
    #expect(exchange.b(60, [.syn, .ack], seq: 9, ack: 78).stream == 1)
    #expect(exchange.b(61, .syn, seq: 11).stream == 2)
  }

  @Test func cutOptionsHideTheAnalysisButNotWhatFollows() {
    let exchange = Exchange()
    exchange.handshake()
    let cut = exchange.a(30, seq: 101, ack: 1, length: 100) { $0.marks = .optionsTruncated }
    #expect(cut.flags.isEmpty)
    #expect(cut.isUnprinted)
    #expect(exchange.a(31, seq: 1, ack: 1, length: 100).flags == .outOfOrder)
  }

  @Test func bothEndsTheSameAreOneDirection() {
    var exchange = Exchange()
    exchange.areEndsSame = true
    _ = exchange.a(0, seq: 1, ack: 1, length: 100)
    #expect(exchange.b(1, seq: 1, ack: 101, length: 100).direction == 0)
    #expect(exchange.analysis.streamCount == 1)
  }

  @Test func firstSegmentsInMidStreamHaveNoFlags() {
    let exchange = Exchange()
    #expect(exchange.a(0, seq: 5000, ack: 700, length: 100).flags.isEmpty)
    #expect(exchange.b(1, seq: 700, ack: 5100).flags.isEmpty)
    #expect(
      exchange.a(2, seq: 5000, ack: 700, length: 100).flags == [.spuriousRetransmission, .retransmission])
  }
}
