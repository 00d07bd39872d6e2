import CProcessor

/// Where the state of the connections lies whose packets came last.
///
/// The index of all connections grows with the capture and is touched at another place for each packet; this table
/// stays in the nearest cache and answers for nearly all of them. What it says must be checked: a place may hold
/// another connection by now.
struct RecentConnections: ~Copyable {
  /// A connection and its place.
  struct Entry {
    /// Hash of its endpoints.
    var hash: UInt64 = 0
    /// Its place in the store of live connections.
    var place: Int32 = -1
    /// Its index; -1 if the entry is empty.
    var index: Int32 = -1
  }

  private static let bits = 11
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    entries = .allocate(capacity: 1 << Self.bits)
    entries.initialize(repeating: Entry(), count: 1 << Self.bits)
  }

  deinit {
    entries.deallocate()
  }

  /// The entry that belongs to a hash.
  @inline(__always)
  subscript(hash: UInt64) -> Entry {
    get { entries[Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bits))] }
    nonmutating set { entries[Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bits))] = newValue }
  }

  /// Calls for the entry that belongs to a hash.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    captcp_prefetch(entries + Int(truncatingIfNeeded: hash >> UInt64(64 - Self.bits)))
  }
}
