/// A capture written by hand: one line a segment, in the manner of packetdrill.
///
/// ```
/// host A 10.0.0.1:40000 isn 1000
/// host B 10.0.0.2:80    isn 5000
/// 0       A>B  S   0:0(0)             win 64240 <mss 1460, sackOK, wscale 7>
/// +0.020  B>A  S.  0:0(0)      ack 1  win 65160 <mss 1460, sackOK, wscale 7>
/// +0      A>B  .   1:1(0)      ack 1
/// ```
///
/// The format is described in `Fixtures/README.md`. Sequence numbers are relative to the sender's ISN,
/// acknowledgments and SACK edges to the peer's; on the wire they wrap modulo 2^32. Checksums are right.
public struct SegmentScript: Sendable {
  /// One frame of the capture.
  public struct Frame: Sendable, Equatable {
    /// Nanoseconds since the epoch.
    public var nanoseconds: Int64
    /// Bytes captured, link layer first.
    public var bytes: [UInt8]
    /// Bytes of the frame on the wire.
    public var originalLength: Int
  }

  /// The frames, in the order of the lines.
  public private(set) var frames: [Frame] = []
  /// Link-layer type of all frames as pcap numbers it: 1 Ethernet, 101 raw IP.
  public private(set) var linkType: UInt32 = 1

  /// Reads a script.
  ///
  /// - Throws: ``SegmentScriptError`` with the line's number.
  public init(_ text: String) throws(SegmentScriptError) {
    var reader = SegmentScriptReader()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      do throws(SegmentScriptProblem) {
        try reader.read(line)
      } catch {
        throw SegmentScriptError(line: index + 1, reason: error.reason)
      }
    }
    frames = reader.frames
    linkType = reader.isRaw ? 101 : 1
  }
}

/// A line of a segment script that cannot be understood.
public struct SegmentScriptError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong with it.
  public let reason: String

  /// Makes an error of a line, counted from 1.
  public init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }

  /// The line and what is wrong with it.
  public var description: String { "line \(line): \(reason)" }
}

/// What is wrong with a line, before its number is known.
struct SegmentScriptProblem: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
