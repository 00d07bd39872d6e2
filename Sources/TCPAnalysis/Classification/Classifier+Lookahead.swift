import CProcessor
import PacketCapture

/// Calling for the memory that the next segments need, while the current ones are classified.
///
/// With a million connections nearly every packet finds the state of its connection far from the processor. Segments are
/// held back to be sorted by time anyway, so what they need can be on its way before their turn: first the table that
/// says where the state lies, then the state, then what it points at.
extension Classifier {
  /// Segments between a step and the turn of the segment that it looks at.
  private static var tableDistance: Int { 24 }
  private static var stateDistance: Int { 16 }
  private static var detailDistance: Int { 8 }

  /// Does each step for one segment of the sorter.
  @inline(__always)
  mutating func lookAhead(_ sorter: borrowing TimeSorter) {
    let (segment, lookup) = sorter.ahead(Self.detailDistance)
    // What belongs to a few connections is near anyway.
    let isFar = live.count > 64
    if isFar {
      recentConnections.prefetch(sorter.ahead(Self.tableDistance).1.pointee.hash)
      prefetchState(sorter.ahead(Self.stateDistance).1.pointee.hash)
    }
    if lookUp(segment, lookup), isFar { prefetchDetails(lookup) }
  }

  @inline(__always)
  private func prefetchState(_ hash: UInt64) {
    let recent = recentConnections[hash]
    guard recent.hash == hash, recent.index >= 0 else {
      index.prefetch(hash)
      return
    }
    let pair = UnsafeRawPointer(live.pointer(recent.place))
    captcp_prefetch(pair)
    captcp_prefetch(pair + 64)
    Self.prefetchSharedWords(pair + forwardOffset)
    Self.prefetchSharedWords(pair + backwardOffset)
  }

  /// The lines of a flow that packets of both directions need, as `FlowWord` orders them.
  @inline(__always)
  private static func prefetchSharedWords(_ flow: UnsafeRawPointer) {
    captcp_prefetch(flow)
    captcp_prefetch(flow + 64)
    captcp_prefetch(flow + 128)
    captcp_prefetch(flow + 192)
    captcp_prefetch(flow + 320)
  }

  /// Finds the connection of a segment, if it is one of the recent ones.
  @inline(__always)
  private func lookUp(_ segment: UnsafeMutablePointer<Segment>, _ lookup: UnsafeMutablePointer<SegmentLookup>)
    -> Bool
  {
    let hash = lookup.pointee.hash
    let entry = recentConnections[hash]
    // A SYN may open a new connection on known endpoints: that is for the index.
    guard entry.hash == hash, entry.index >= 0,
      segment.pointee.flags.rawValue & 0x12 != TCPFlags.syn.rawValue
    else { return false }
    let pair = live.pointer(entry.place)
    guard pair.pointee.connection.index == entry.index, let isForward = Self.direction(of: segment, in: pair)
    else { return false }
    lookup.pointee.place = entry.place
    lookup.pointee.index = entry.index
    lookup.pointee.isForward = isForward
    let flow = Self.flowNumber(entry.index, direction: isForward ? 0 : 1)
    lookup.pointee.frameHash = RecentFrames.hash(segment.pointee, flow)
    return true
  }

  /// Whether a segment travels in the first flow of a connection, `nil` if its endpoints are others.
  ///
  /// Both stay where they are: taken as values, all of the segment would be copied first.
  @inline(__always)
  private static func direction(
    of segment: UnsafeMutablePointer<Segment>, in pair: UnsafeMutablePointer<LivePair>
  ) -> Bool? {
    if segment.pointee.sourcePort == pair.pointee.connection.source.port,
      segment.pointee.destinationPort == pair.pointee.connection.destination.port,
      segment.pointee.source == pair.pointee.connection.source.address,
      segment.pointee.destination == pair.pointee.connection.destination.address
    {
      return true
    }
    if segment.pointee.sourcePort == pair.pointee.connection.destination.port,
      segment.pointee.destinationPort == pair.pointee.connection.source.port,
      segment.pointee.source == pair.pointee.connection.destination.address,
      segment.pointee.destination == pair.pointee.connection.source.address
    {
      return false
    }
    return nil
  }

  /// Calls for the rest of what a segment needs.
  @inline(__always)
  private func prefetchDetails(_ lookup: UnsafeMutablePointer<SegmentLookup>) {
    recent.prefetch(lookup.pointee.frameHash)
    let pair = live.pointer(lookup.pointee.place)
    // What is left of the segment's own flow.
    let own = UnsafeRawPointer(pair) + (lookup.pointee.isForward ? forwardOffset : backwardOffset)
    captcp_prefetch(own + 256)
    captcp_prefetch(own + 384)
    if let detail = pair.pointee.forward.detail { Self.prefetchDetail(detail) }
    if let detail = pair.pointee.backward.detail { Self.prefetchDetail(detail) }
  }

  /// The lines of heavy state that acknowledgments need.
  @inline(__always)
  static func prefetchDetail(_ detail: UnsafeRawPointer) {
    captcp_prefetch(detail)
    captcp_prefetch(detail + 64)
    captcp_prefetch(detail + 128)
    captcp_prefetch(detail + 192)
    // The first segments on their way lie behind it.
    captcp_prefetch(detail + MemoryLayout<FlowDetail>.stride)
  }

  /// A number that no other flow of the capture has.
  @inline(__always)
  static func flowNumber(_ index: Int32, direction: Int) -> UInt64 {
    UInt64(UInt32(bitPattern: index)) << 1 | UInt64(direction)
  }
}
