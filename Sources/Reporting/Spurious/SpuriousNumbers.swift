import PacketCapture
import TCPAnalysis

/// The numbers of a segment as the user wants them.
final class SpuriousNumbers {
  private let settings: SpuriousSettings
  /// First TSval of each flow, by connection and direction.
  private var bases: [Int64: UInt32] = [:]

  init(settings: SpuriousSettings) {
    self.settings = settings
  }

  /// First byte and one past the last one.
  func range(of item: borrowing ClassifiedSegment) -> (start: Int64, end: Int64) {
    guard settings.hasAbsoluteNumbers else { return (item.start, item.end) }
    let start = item.segment.sequenceNumber
    return (Int64(start), Int64(start &+ item.segment.sequenceLength))
  }

  /// Acknowledgment number; `nil` without the flag.
  func acknowledgment(of item: borrowing ClassifiedSegment) -> Int64? {
    guard item.segment.flags.contains(.ack) else { return nil }
    return settings.hasAbsoluteNumbers ? Int64(item.segment.acknowledgmentNumber) : item.acknowledgment
  }

  /// TSval and TSecr; `nil` without time stamps, TSecr also without the ACK flag (RFC 7323, section 3.2).
  func timestamps(of item: borrowing ClassifiedSegment) -> (value: Int64?, echo: Int64?) {
    guard item.segment.options.present.contains(.timestamps) else { return (nil, nil) }
    let value = item.segment.options.timestampValue
    let echo = item.segment.flags.contains(.ack) ? item.segment.options.timestampEcho : nil
    guard settings.hasRelativeTimestamps else { return (Int64(value), echo.map { Int64($0) }) }
    let own = Int64(item.connection) << 1 | Int64(item.direction)
    let base = bases[own] ?? value
    bases[own] = base
    let peer = bases[own ^ 1]
    return (
      Int64(Int32(bitPattern: value &- base)),
      echo.flatMap { echo in peer.map { Int64(Int32(bitPattern: echo &- $0)) } }
    )
  }
}
