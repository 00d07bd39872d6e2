import PacketCapture

/// The values of a segment that a match expression names; what a segment does not have is not a number.
enum MatchValues {
  static func number(_ field: MatchField, _ item: borrowing ClassifiedSegment, zero: Int64) -> Double {
    switch field {
    case .frame: Double(item.segment.frame)
    case .time: Double(item.segment.timestamp.subtractingReportingOverflow(zero).partialValue) / 1e9
    case .file: Double(item.segment.fileIndex)
    case .interface: Double(item.segment.interfaceIndex)
    case .connection: Double(item.connectionNumber)
    case .direction: Double(item.direction) + 1
    case .flow: Double(item.connectionNumber * 10 + Int(item.direction) + 1) / 10
    case .sourcePort: Double(item.segment.sourcePort)
    case .destinationPort: Double(item.segment.destinationPort)
    case .urgentPointer: Double(item.segment.urgentPointer)
    case .checksum: Double(item.segment.checksum)
    case .flags: Double(item.segment.flags.rawValue)
    case .timeToLive: Double(item.segment.timeToLive)
    case .identification: item.segment.marks.contains(.isIPv6) ? .nan : Double(item.segment.identification)
    case .ecn: Double(item.segment.ecn)
    case .capturedLength: Double(item.segment.capturedLength)
    case .maximumSegmentSize:
      option(item, .maximumSegmentSize) ? Double(item.segment.options.maximumSegmentSize) : .nan
    case .windowScale: option(item, .windowScale) ? Double(item.segment.options.windowScale) : .nan
    case .timestampValue: option(item, .timestamps) ? Double(item.segment.options.timestampValue) : .nan
    case .timestampEcho: option(item, .timestamps) ? Double(item.segment.options.timestampEcho) : .nan
    default: streamNumber(field, item)
    }
  }

  /// Numbers that belong to the stream of bytes.
  private static func streamNumber(_ field: MatchField, _ item: borrowing ClassifiedSegment) -> Double {
    let isAck = item.segment.flags.contains(.ack)
    return switch field {
    case .sequence: Double(item.start)
    case .end: Double(item.end)
    case .acknowledgment: isAck ? Double(item.acknowledgment) : .nan
    case .rawSequence: Double(item.segment.sequenceNumber)
    case .rawAcknowledgment: isAck ? Double(item.segment.acknowledgmentNumber) : .nan
    case .window:
      item.windowBytes >= 0
        ? Double(item.windowBytes) : unscaledWindow(item.segment.window, item.segment.flags)
    case .rawWindow: Double(item.segment.window)
    case .length: Double(item.segment.payloadLength)
    case .flight: item.bytesInFlight >= 0 ? Double(item.bytesInFlight) : .nan
    case .roundTripMilliseconds: item.roundTripTime >= 0 ? Double(item.roundTripTime) / 1e6 : .nan
    default: .nan
    }
  }

  /// Zero is zero at any scale, and a SYN's window is never scaled (RFC 7323, section 2.2).
  private static func unscaledWindow(_ window: UInt16, _ flags: TCPFlags) -> Double {
    window == 0 || flags.contains(.syn) ? Double(window) : .nan
  }

  private static func option(_ item: borrowing ClassifiedSegment, _ bit: TCPOptions.Present) -> Bool {
    item.segment.options.present.contains(bit)
  }

  /// The number of a segment's class, kind or the like.
  static func number(
    _ word: MatchWord, _ item: borrowing ClassifiedSegment, _ verdict: SegmentVerdict
  ) -> UInt8 {
    switch word {
    case .segmentClass: item.segmentClass.rawValue
    case .kind: item.kind.rawValue
    case .ackClass: item.ackClass.rawValue
    case .spurious:
      switch verdict.certainty {
      case nil: 0
      case .certain: 1
      case .likely: 2
      case .possible: 3
      }
    }
  }

  static func blockCount(_ item: borrowing ClassifiedSegment) -> UInt8 {
    min(item.segment.options.sackBlockCount, 4)
  }

  static func edge(_ item: borrowing ClassifiedSegment, block: Double, side: Double, isRaw: Bool) -> Double {
    guard let block = Int(exactly: block), let side = Int(exactly: side), side == 0 || side == 1, block >= 0,
      block < Int(blockCount(item))
    else { return .nan }
    if isRaw {
      let edges = item.segment.options.sackBlocks[block]
      return Double(side == 0 ? edges.left : edges.right)
    }
    let range = item.sackRange(block)
    return Double(side == 0 ? range.start : range.end)
  }
}
