/// What was found out about a segment before its turn, while the memory that it needs was on its way.
///
/// All of it is a hint but the hash: packets between may close a connection or open another one, so whoever uses it checks
/// that the place still holds the connection.
struct SegmentLookup {
  /// Hash of the endpoints.
  var hash: UInt64 = 0
  /// Hash of the frame among those of its flow; means something only with a place.
  var frameHash: UInt64 = 0
  /// Place of the connection's state, -1 if it was not found.
  var place: Int32 = -1
  /// Index of the connection there.
  var index: Int32 = -1
  /// Whether the segment travels in the flow of the connection's first packet.
  var isForward = false

  /// Makes a lookup of which only the hash is known.
  init(hash: UInt64 = 0) {
    self.hash = hash
  }
}
