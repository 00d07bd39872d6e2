import PacketCapture
import TCPAnalysis

/// The colour of a line: parameters of a Select Graphic Rendition sequence (ECMA-48, section 8.3.117).
enum SegmentColor {
  /// Colours of connections, told apart on a dark and on a light ground (of the 256 of xterm).
  private static let connections: [StaticString] = [
    "38;5;33", "38;5;166", "38;5;35", "38;5;170", "38;5;136", "38;5;37", "38;5;167", "38;5;99", "38;5;71",
    "38;5;205", "38;5;31", "38;5;130",
  ]
  /// The same hues, a second tone of each: the other direction of a connection.
  private static let answers: [StaticString] = [
    "38;5;75", "38;5;215", "38;5;78", "38;5;176", "38;5;179", "38;5;80", "38;5;174", "38;5;141", "38;5;114",
    "38;5;212", "38;5;74", "38;5;173",
  ]

  /// The colour of a segment.
  static func code(
    _ item: borrowing ClassifiedSegment, by differentiation: ShowSettings.Differentiation
  ) -> StaticString {
    let index = Int(item.connection) % connections.count
    switch differentiation {
    case .connection: return connections[index]
    case .flow: return item.direction == 0 ? connections[index] : answers[index]
    case .verdict: return code(item)
    }
  }

  private static func code(_ item: borrowing ClassifiedSegment) -> StaticString {
    switch item.segmentClass {
    case .retransmission, .synRetransmission: item.kind == .rto ? "1;31" : "31"
    case .reordered, .unknownFill, .newDataAfterGap: "33"
    case .captureDuplicate, .networkDuplicate: "2"
    case .zeroWindowProbe, .keepAlive: "36"
    case .syn, .fin: "32"
    case .rst: "1;35"
    case .newData: item.marks.contains(.windowFull) ? "36" : ""
    case .ack: code(item.ackClass)
    }
  }

  private static func code(_ ackClass: AckClass) -> StaticString {
    switch ackClass {
    case .duplicate: "35"
    case .zeroWindow: "1;36"
    case .windowUpdate: "36"
    case .unseen: "33"
    case .none, .new, .old: "38;5;67"
    }
  }
}
