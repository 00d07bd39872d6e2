/// How often something happened, with the first packets that show it and the last one; bounded memory.
public struct Occurrences: Sendable, Equatable {
  /// Packets that are kept from the start.
  public static let limit = 8

  /// How often.
  public private(set) var count: Int64 = 0
  /// The first packets, at most `limit`.
  public private(set) var first: [SeriesPlace] = []
  /// The last packet; `nil` if it never happened.
  public private(set) var last: SeriesPlace?

  /// Makes an empty list.
  public init() {}

  /// Makes the list of these packets.
  public init(_ places: [SeriesPlace]) {
    for place in places { add(place) }
  }

  /// Takes the next packet.
  public mutating func add(_ place: SeriesPlace) {
    count &+= 1
    if first.count < Self.limit { first.append(place) }
    last = place
  }

  /// Numbers of the frames that are kept, each once, rising with time.
  public var frames: [UInt64] {
    var frames = first.map { UInt64($0.frame) }
    if let last, frames.last != UInt64(last.frame) { frames.append(UInt64(last.frame)) }
    return frames
  }
}
