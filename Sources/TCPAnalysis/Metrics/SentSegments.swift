import PacketCapture

/// The segments of one flow that wait for an acknowledgment, each once, in the order of their bytes.
struct SentSegments {
  /// A segment when it was sent first.
  struct Entry {
    /// One past its last byte.
    var end: Int64
    /// When it passed.
    var place: SeriesPlace
  }

  private var entries: [Entry] = []
  private var head = 0
  private var acknowledged: Int64 = .min

  /// Segments that wait.
  var count: Int { entries.count - head }

  /// A segment with data, SYN or FIN was sent; only what lies above all before it is remembered.
  mutating func append(_ segment: borrowing ClassifiedSegment) {
    let end = segment.end
    guard end > acknowledged, count == 0 || end > entries[entries.count - 1].end else { return }
    entries.append(Entry(end: end, place: SeriesPlace(segment)))
  }

  /// Hands over the segments that an acknowledgment covers whole, and forgets them.
  mutating func acknowledge(_ edge: Int64, _ body: (Entry) -> Void) {
    guard edge > acknowledged else { return }
    acknowledged = edge
    while head < entries.count, entries[head].end <= edge {
      body(entries[head])
      head += 1
    }
    if head == entries.count {
      entries.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1024, head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
  }

  /// The segment that ends at a byte, if it waits still.
  func segment(endingAt end: Int64) -> Entry? {
    var low = head
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].end < end { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].end == end ? entries[low] : nil
  }
}
