/// Where the segments of each connection stand in a batch, in room that is used again for the next one.
struct SegmentRuns: ~Copyable {
  private var ranges: UnsafeMutablePointer<Range<Int>> = .allocate(capacity: 0)
  private var counts: UnsafeMutablePointer<Int> = .allocate(capacity: 0)
  /// Groups that there is room for.
  private var groups = 0
  /// Runs of each group that there is room for.
  private var capacity = 0

  deinit {
    ranges.deallocate()
    counts.deallocate()
  }

  /// Forgets the runs of the batch before.
  ///
  /// - Parameters:
  ///   - groups: Groups of the next batch.
  ///   - segments: Its segments: each may be a run of its own.
  mutating func begin(groups: Int, segments: Int) {
    if groups > self.groups || segments > capacity {
      self.groups = max(groups, self.groups)
      capacity = max(segments, capacity)
      ranges.deallocate()
      counts.deallocate()
      ranges = .allocate(capacity: self.groups * capacity)
      counts = .allocate(capacity: self.groups)
    }
    counts.initialize(repeating: 0, count: self.groups)
  }

  /// Adds a run to those of a group.
  mutating func append(_ range: Range<Int>, to group: Int) {
    (ranges + group * capacity + counts[group]).initialize(to: range)
    counts[group] += 1
  }

  /// The runs of a group; valid until the next batch.
  func runs(of group: Int) -> UnsafeBufferPointer<Range<Int>> {
    UnsafeBufferPointer(start: ranges + group * capacity, count: counts[group])
  }
}
