import PacketCapture

/// The newest connection of each pair of endpoints, for the rules of peers: addresses and ports are the whole key.
struct EndpointTable: ~Copyable {
  /// The two ends of a connection; the first is the sender of its first packet.
  struct Ends: BitwiseCopyable {
    var source: Endpoint
    var destination: Endpoint

    init(_ segment: borrowing Segment) {
      source = Endpoint(address: segment.source, port: segment.sourcePort)
      destination = Endpoint(address: segment.destination, port: segment.destinationPort)
    }

    /// Whether a segment runs between these ends: 0 in the direction of the first packet, 1 the other way.
    @inline(__always)
    func direction(of segment: borrowing Segment) -> Int? {
      let (from, to) = (segment.source, segment.destination)
      let (fromPort, toPort) = (segment.sourcePort, segment.destinationPort)
      if from == source.address, fromPort == source.port, to == destination.address,
        toPort == destination.port
      {
        return 0
      }
      let isReverse =
        from == destination.address && fromPort == destination.port && to == source.address
        && toPort == source.port
      return isReverse ? 1 : nil
    }
  }

  /// Where a segment belongs.
  struct Place {
    /// The connection, from 0.
    var connection: Int32
    /// 0 in the direction of the connection's first packet, else 1.
    var direction: Int
    /// Whether the connection begins with this segment.
    var isNew: Bool
    /// Position in the index, for `replace(_:_:)`.
    fileprivate var position: Int
  }

  private var index = ConnectionIndex(seed: UInt64.random(in: .min ... .max))
  private var ends: [Ends] = []

  /// Connections so far.
  var count: Int { ends.count }

  /// The ends of a connection.
  func ends(of connection: Int32) -> Ends { ends[Int(connection)] }

  /// Finds the newest connection of a segment's endpoints, or opens one.
  mutating func place(of segment: borrowing Segment) -> Place {
    let hash = index.hash(segment)
    var position = index.firstPosition(hash)
    while true {
      switch index.candidate(at: position, hash) {
      case .none:
        index.insert(hash, index: Int32(ends.count))
        ends.append(Ends(segment))
        return Place(connection: Int32(ends.count - 1), direction: 0, isNew: true, position: -1)
      case .connection(let number):
        if let direction = ends[Int(number)].direction(of: segment) {
          return Place(connection: number, direction: direction, isNew: false, position: position)
        }
      case .other: break
      }
      position = index.position(after: position)
    }
  }

  /// Opens a newer connection of the same endpoints, in the direction of the segment.
  mutating func replace(_ place: Place, _ segment: borrowing Segment) -> Place {
    index.replace(at: place.position, with: Int32(ends.count))
    ends.append(Ends(segment))
    return Place(connection: Int32(ends.count - 1), direction: 0, isNew: true, position: place.position)
  }
}
