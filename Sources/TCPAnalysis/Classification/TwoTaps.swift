import PacketCapture

/// A capture that holds the packets of two taps, and the view of one of them that is taken.
///
/// Files of two interfaces, or two captures merged into one, hold most packets twice, a transit time apart. Taking
/// every first copy would mix the views: half of each round trip would be missing. The view of the tap beside the
/// host that sends more is taken: the first copies of its segments, the second copies of those sent to it.
struct TwoTaps {
  /// How the frames of the other tap are told.
  enum View {
    /// By file and interface: all frames of others are left out.
    case interface(file: UInt16, interface: UInt16)
    /// By the order of the two copies.
    case order
  }

  /// Copies of one frame lie at least and at most so many nanoseconds apart.
  static let transit: ClosedRange<Int64> = 1_000_000...2_000_000_000
  /// Segments that are looked at before the first is classified.
  static let lookAhead = 4096

  let view: View
  /// The host whose first copies are taken.
  private let nearHost: IPAddress
  /// First copies that passed in the last two seconds and whether they were taken, by their fingerprint.
  private var waiting: [UInt64: Int64] = [:]
  /// The same in the order of their times.
  private var queue: [(fingerprint: UInt64, time: Int64)] = []
  private var head = 0

  /// Finds out from the first segments of a capture, in the order of the file, whether it holds two taps.
  ///
  /// - Returns: `nil` if it does not: unless at least half of the frames of both directions come twice.
  init?(_ segments: [Segment]) {
    var survey = TwoTapSurvey()
    for segment in segments { survey.observe(segment) }
    guard let near = survey.nearHost else { return nil }
    nearHost = near
    view = survey.nearInterface(of: near).map { .interface(file: $0.file, interface: $0.interface) } ?? .order
  }

  /// Whether a segment, which must come in the order of time, belongs to the tap whose view is not taken.
  mutating func isForeign(_ segment: borrowing Segment) -> Bool {
    switch view {
    case .interface(let file, let interface):
      if segment.fileIndex != file { return true }
      return segment.interfaceIndex != interface
    case .order:
      let isSecond = takeFirst(segment)
      return isNear(segment.source, segment.destination) == isSecond
    }
  }

  /// Whether the view beside the first of two hosts is taken; any will do for hosts on neither side.
  private func isNear(_ source: IPAddress, _ destination: IPAddress) -> Bool {
    source == nearHost || (destination != nearHost && source < destination)
  }

  /// Whether a first copy of the segment waits, which is taken out; if none does, this one waits.
  private mutating func takeFirst(_ segment: borrowing Segment) -> Bool {
    forget(before: segment.timestamp)
    let fingerprint = Self.fingerprint(segment)
    if waiting.removeValue(forKey: fingerprint) != nil { return true }
    waiting[fingerprint] = segment.timestamp
    queue.append((fingerprint, segment.timestamp))
    return false
  }

  private mutating func forget(before now: Int64) {
    while head < queue.count {
      let (elapsed, isOverflowing) = now.subtractingReportingOverflow(queue[head].time)
      guard isOverflowing || elapsed > Self.transit.upperBound else { break }
      if waiting[queue[head].fingerprint] == queue[head].time { waiting[queue[head].fingerprint] = nil }
      head += 1
    }
    if head > 4096, head * 2 > queue.count {
      queue.removeFirst(head)
      head = 0
    }
  }

  /// A number that the two copies of a frame have in common, and other frames have not.
  static func fingerprint(_ segment: borrowing Segment) -> UInt64 {
    let source = ConnectionIndex.mix(segment.source.high ^ ConnectionIndex.mix(segment.source.low))
    let destination = ConnectionIndex.mix(segment.destination.high &+ segment.destination.low)
    let ports = UInt64(segment.sourcePort) << 16 | UInt64(segment.destinationPort)
    return RecentFrames.hash(segment, ConnectionIndex.mix(source ^ ports) &+ destination)
      ^ UInt64(segment.payloadChecksum)
  }
}

/// Counts the frames that come twice, a transit time apart.
private struct TwoTapSurvey {
  /// Frames that could have a copy, and copies, of one direction between two hosts.
  private struct Direction {
    var frames = 0
    var copies = 0
    var payloadBytes: UInt64 = 0
    /// File and interface of the first copies, with their number.
    var firstAt: [UInt32: Int] = [:]
    /// File and interface of the second ones.
    var secondAt: [UInt32: Int] = [:]
  }

  private struct Pair: Hashable {
    let source: IPAddress
    let destination: IPAddress
  }

  private var directions: [Pair: Direction] = [:]
  private var firsts: [UInt64: (time: Int64, place: UInt32)] = [:]

  mutating func observe(_ segment: Segment) {
    // Only where each transmission has a number of its own does an equal frame mean the same one.
    let isTelling =
      segment.marks.contains(.isIPv6)
      ? segment.payloadLength > 0 && segment.options.present.contains(.timestamps)
      : segment.identification != 0
    guard isTelling else { return }
    let place = UInt32(segment.fileIndex) << 16 | UInt32(segment.interfaceIndex)
    let fingerprint = TwoTaps.fingerprint(segment)
    let pair = Pair(source: segment.source, destination: segment.destination)
    directions[pair, default: Direction()].frames += 1
    directions[pair]?.payloadBytes += UInt64(segment.payloadLength)
    guard let first = firsts[fingerprint] else {
      firsts[fingerprint] = (segment.timestamp, place)
      return
    }
    let (elapsed, isOverflowing) = segment.timestamp.subtractingReportingOverflow(first.time)
    guard !isOverflowing, TwoTaps.transit.contains(elapsed) else { return }
    firsts[fingerprint] = nil
    directions[pair]?.copies += 1
    directions[pair]?.firstAt[first.place, default: 0] += 1
    directions[pair]?.secondAt[place, default: 0] += 1
  }

  /// The host that sends more, of those two between which most frames come twice; `nil` if they do not.
  var nearHost: IPAddress? {
    var frames = 0
    var doubled = 0
    var best: (host: IPAddress, bytes: UInt64)?
    for (pair, direction) in directions {
      guard
        let back = directions[Pair(source: pair.destination, destination: pair.source)],
        Self.isDoubled(direction), Self.isDoubled(back)
      else {
        frames += direction.frames
        continue
      }
      frames += direction.frames
      doubled += direction.frames
      let isGreater =
        best.map {
          ($0.bytes, $0.host.high, $0.host.low)
            < (direction.payloadBytes, pair.source.high, pair.source.low)
        } ?? true
      if isGreater { best = (pair.source, direction.payloadBytes) }
    }
    return doubled * 2 >= frames ? best?.host : nil
  }

  private static func isDoubled(_ direction: Direction) -> Bool {
    direction.copies >= 3 && direction.copies * 4 >= direction.frames
  }

  /// Where the first copies of a host's frames were captured, if the second ones were captured elsewhere.
  func nearInterface(of host: IPAddress) -> (file: UInt16, interface: UInt16)? {
    var firstAt: [UInt32: Int] = [:]
    var secondAt: [UInt32: Int] = [:]
    for (pair, direction) in directions where pair.source == host {
      firstAt.merge(direction.firstAt, uniquingKeysWith: +)
      secondAt.merge(direction.secondAt, uniquingKeysWith: +)
    }
    // Ten to one: a step of the clock between two taps must not hide where they are.
    guard
      let near = firstAt.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      near.value >= 10 * secondAt[near.key, default: 0]
    else { return nil }
    return (UInt16(truncatingIfNeeded: near.key >> 16), UInt16(truncatingIfNeeded: near.key))
  }
}
