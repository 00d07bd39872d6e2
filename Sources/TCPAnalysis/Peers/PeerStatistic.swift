public import PacketCapture

/// Counts what the rules of another tool find, connection by connection as that tool splits them.
public protocol PeerStatistic: AnyObject {
  /// What is counted of a flow, in the order of ``PeerFlow/values``.
  var fields: [PeerField] { get }
  /// What is told of a connection as a whole, in the order of ``PeerConnection/values``.
  var connectionFields: [PeerField] { get }
  /// Connections so far.
  var connectionCount: Int { get }
  /// Takes the next segments of the file, in its order; one call a batch.
  func observe(_ batch: borrowing Span<Segment>)
  /// What was counted of a connection, by its place from 0.
  func connection(at index: Int) -> PeerConnection
}

/// Something that is counted or measured by the rules of another tool.
public struct PeerField: Sendable, Equatable {
  /// Key of the JSON form and column of the CSV form, with the unit.
  public var key: String
  /// Words of the text form.
  public var label: String

  /// Makes a field.
  public init(key: String, label: String) {
    self.key = key
    self.label = label
  }
}

/// A value of a field.
public enum PeerValue: Sendable, Equatable {
  /// A number of things or bytes; `nil` if there is none.
  case count(Int64?)
  /// Milliseconds; `nil` if nothing was measured.
  case milliseconds(Double?)
}

/// A connection as another tool sees it.
public struct PeerConnection: Sendable {
  /// Its number by that tool's way of counting.
  public var number: Int
  /// Time of the first and the last packet, nanoseconds since the epoch.
  public var times: (first: Int64, last: Int64)
  /// Whether a packet of it passed the filter and lies in the time range, or there is neither.
  public var isShown: Bool
  /// Values of the whole connection.
  public var values: [PeerValue]
  /// The direction of the first packet, and the other one.
  public var flows: [PeerFlow]
}

/// One direction of a connection as another tool sees it.
public struct PeerFlow: Sendable {
  /// Who sends.
  public var source: Endpoint
  /// Who receives.
  public var destination: Endpoint
  /// Segments, copies included.
  public var packets: Int64
  /// Bytes of data, repeats and copies included.
  public var payloadBytes: Int64
  /// Values of the fields.
  public var values: [PeerValue]
}

/// Reads a capture for the rules of another tool: every TCP segment as it stands in the file.
public enum PeerRulesReading {
  private static let batchSize = 256

  /// Reads all packets.
  ///
  /// - Parameters:
  ///   - reader: A reader at its first packet.
  ///   - statistic: What takes the segments.
  ///   - progress: Called about every 4096 packets with bytes and packets read; `false` stops the run.
  /// - Returns: Summary of the capture.
  /// - Throws: ``AnalysisError``.
  public static func run(
    _ reader: CaptureReader, statistic: any PeerStatistic, progress: ((UInt64, UInt64) -> Bool)? = nil
  ) throws(AnalysisError) -> CaptureSummary {
    let batch = UnsafeMutablePointer<Segment>.allocate(capacity: batchSize)
    batch.initialize(repeating: Segment(), count: batchSize)
    defer {
      batch.deinitialize(count: batchSize)
      batch.deallocate()
    }
    var count = 0
    var packets: UInt64 = 0
    reading: while true {
      switch try read(reader, into: batch + count) {
      case .segment: count += 1
      case .other: break
      case .end: break reading
      }
      if count == batchSize {
        statistic.observe(Span(_unsafeStart: batch, count: count))
        count = 0
      }
      packets &+= 1
      if packets & 4095 == 0, let progress, !progress(reader.bytesRead, packets) { throw .interrupted }
    }
    statistic.observe(Span(_unsafeStart: batch, count: count))
    let summary = reader.summary
    guard statistic.connectionCount > 0 else {
      throw .noTCP(packets: summary.packets, skipped: summary.skipped)
    }
    return summary
  }

  private static func read(
    _ reader: CaptureReader, into segment: UnsafeMutablePointer<Segment>
  ) throws(AnalysisError) -> PacketOutcome {
    do {
      return try reader.next(into: &segment.pointee)
    } catch {
      throw .capture(error)
    }
  }
}
