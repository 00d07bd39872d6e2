/// What tcptrace remembers of a quarter of the sequence space of one direction: ranges in order, never overlapping.
///
/// tcptrace walks its list from the head for each segment and each ACK. Here the ranges lie in chunks, whose number
/// and size both grow with the square root of their count; what would change nothing is passed over. The results
/// are the same.
struct TcptraceRangeList {
  /// Ranges in a chunk before it is split, as long as there are few chunks.
  private static let chunkSize = 128

  private var chunks: [TcptraceChunk] = []
  /// Leading chunks that are settled; each of them and the one behind them know the newest time before them.
  ///
  /// Invariant: less than the number of chunks, or 0.
  private var settledCount = 0
  /// Ranges that nothing acknowledged.
  private var openCount = 0

  /// The ranges in order; for tests.
  var ranges: [TcptraceRange] { chunks.flatMap(\.ranges) }

  /// Forgets everything.
  mutating func removeAll() {
    chunks = []
    settledCount = 0
    openCount = 0
  }

  // MARK: Data

  /// What became of the bytes of a segment.
  struct Sending: Equatable {
    /// Bytes that had been sent before.
    var repeatedBytes: UInt64 = 0
    /// Whether bytes filled a hole below what had been sent.
    var isOutOfOrder = false
  }

  /// Notes that the bytes `first ... last` were sent.
  mutating func send(_ first: UInt32, _ last: UInt32, at time: Int64, _ sending: inout Sending) {
    var first = first
    guard var place = place(endingAtOrAfter: first) else {
      return append(TcptraceRange(first: first, last: last, time: time))
    }
    unsettle(from: place.chunk)
    var isFirstOverlap = true
    while place.chunk < chunks.count {
      if !isFirstOverlap, place.index == 0, let bytes = chunks[place.chunk].unchangedByCover,
        chunks[place.chunk].first == first, chunks[place.chunk].last < last
      {
        sending.repeatedBytes += UInt64(bytes)
        first = chunks[place.chunk].last + 1
        place = (place.chunk + 1, 0)
        continue
      }
      var range = chunks[place.chunk].ranges[place.index]
      if first < range.first {
        if last < range.last { sending.isOutOfOrder = true }
        let end = min(last, range.first - 1)
        place = insert(TcptraceRange(first: first, last: end, time: time), at: place)
        if last < range.first { return }
        first = range.first
        place = next(place)
        range = chunks[place.chunk].ranges[place.index]
      }
      range.isRetransmitted = true
      if isFirstOverlap { range.time = time }
      isFirstOverlap = false
      chunks[place.chunk].replace(place.index, by: range)
      if last <= range.last {
        sending.repeatedBytes += UInt64(last - first) + 1
        return
      }
      sending.repeatedBytes += UInt64(range.last - first) + 1
      first = range.last + 1
      place = next(place)
    }
    append(TcptraceRange(first: first, last: last, time: time))
  }

  private typealias Place = (chunk: Int, index: Int)

  private func next(_ place: Place) -> Place {
    place.index + 1 < chunks[place.chunk].count ? (place.chunk, place.index + 1) : (place.chunk + 1, 0)
  }

  private func place(endingAtOrAfter byte: UInt32) -> Place? {
    guard let newest = chunks.last, newest.last >= byte else { return nil }
    var (low, high) = (0, chunks.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].last < byte { low = middle + 1 } else { high = middle }
    }
    return (low, chunks[low].index(endingAtOrAfter: byte))
  }

  private var limit: Int { max(Self.chunkSize, chunks.count) }

  private mutating func append(_ range: TcptraceRange) {
    openCount += 1
    if let last = chunks.indices.last, chunks[last].count < limit {
      chunks[last].insert(range, at: chunks[last].count)
    } else {
      chunks.append(TcptraceChunk(range))
    }
  }

  /// Inserts a range in front of the one at a place, and gives the place of the new one.
  private mutating func insert(_ range: TcptraceRange, at place: Place) -> Place {
    var place = place
    openCount += 1
    if chunks[place.chunk].count >= limit {
      let rest = chunks[place.chunk].splitOff()
      chunks.insert(rest, at: place.chunk + 1)
      let size = chunks[place.chunk].count
      if place.index > size { place = (place.chunk + 1, place.index - size) }
    }
    chunks[place.chunk].insert(range, at: place.index)
    return place
  }

  private mutating func unsettle(from chunk: Int) {
    settledCount = min(settledCount, chunk)
  }

  // MARK: ACKs

  /// What an ACK did to the ranges.
  struct Acknowledging: Equatable {
    /// Ranges acknowledged together with later ones.
    var cumulativeCount: UInt32 = 0
    /// The range that ends just below the ACK, if the ACK was the first to cover it, as it was before.
    var ended: TcptraceRange?
    /// Latest time of all ranges visited, microseconds since the epoch.
    var newest = Int64.min
    /// Duplicate ACKs in a row at the range that ends just below the ACK, this one included; 0 if it is none.
    var duplicateNumber = 0
  }

  /// Marks every range, since an ACK lies in the quarter behind this one.
  mutating func acknowledgeAll(_ result: inout Acknowledging) {
    guard openCount > 0 else { return }
    var touched: ClosedRange<Int>?
    for chunk in chunks.indices where chunks[chunk].openCount > 0 {
      for index in 0..<chunks[chunk].count where !chunks[chunk].ranges[index].isAcknowledged {
        result.newest = max(result.newest, chunks[chunk].ranges[index].time)
        result.cumulativeCount &+= 1
        acknowledge(index, in: chunk)
      }
      chunks[chunk].join(upTo: chunks[chunk].count - 1)
      touched = (touched?.lowerBound ?? chunk)...chunk
    }
    if let touched { joinChunks(touched) }
  }

  /// Marks the ranges that begin below an ACK in this quarter.
  ///
  /// - Parameters:
  ///   - acknowledgment: The ACK's number.
  ///   - isRepeat: Whether the ACK would be a duplicate if the range below it had been acknowledged already.
  ///   - result: What it did.
  mutating func acknowledge(_ acknowledgment: UInt32, isRepeat: Bool, _ result: inout Acknowledging) {
    let end = chunkCount(beginningBefore: acknowledgment)
    guard end > 0 else { return }
    if settledCount > 0, settledCount < end {
      result.newest = max(result.newest, chunks[settledCount].newestBefore)
    }
    var touched: ClosedRange<Int>?
    for chunk in min(settledCount, end - 1)..<end {
      if chunks[chunk].isSettled, chunk < end - 1 {
        result.newest = max(result.newest, chunks[chunk].newest)
      } else if visit(chunk, acknowledgment, isRepeat: isRepeat, &result) {
        touched = (touched?.lowerBound ?? chunk)...chunk
      }
    }
    if let touched { joinChunks(touched) }
    settle()
  }

  /// Visits the ranges of a chunk that begin below an ACK.
  ///
  /// - Returns: Whether a range was acknowledged for the first time.
  private mutating func visit(
    _ chunk: Int, _ acknowledgment: UInt32, isRepeat: Bool, _ result: inout Acknowledging
  ) -> Bool {
    let end = chunks[chunk].count(beginningBefore: acknowledgment)
    // Settled ranges are left as they are, but for the last one.
    var isChanged = false
    for index in (chunks[chunk].isSettled ? end - 1 : 0)..<end {
      var range = chunks[chunk].ranges[index]
      result.newest = max(result.newest, range.time)
      let isEnd = range.last &+ 1 == acknowledgment
      if !range.isAcknowledged {
        isChanged = true
        if isEnd { result.ended = range } else { result.cumulativeCount &+= 1 }
        acknowledge(index, in: chunk)
        continue
      }
      let acknowledgments = range.acknowledgments
      if isEnd, isRepeat {
        range.acknowledgments = acknowledgments == .max ? .max : acknowledgments + 1
        result.duplicateNumber = Int(acknowledgments)
      } else {
        range.acknowledgments = 1
      }
      if range.acknowledgments != acknowledgments {
        unsettle(from: chunk)
        chunks[chunk].replace(index, by: range)
      }
    }
    if isChanged { chunks[chunk].join(upTo: end) }
    return isChanged
  }

  private mutating func acknowledge(_ index: Int, in chunk: Int) {
    var range = chunks[chunk].ranges[index]
    range.acknowledgments = 1
    openCount -= 1
    chunks[chunk].replace(index, by: range)
  }

  private func chunkCount(beginningBefore byte: UInt32) -> Int {
    var (low, high) = (0, chunks.count)
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].first < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Joins acknowledged neighbours that stand in different chunks, around those that were touched.
  private mutating func joinChunks(_ touched: ClosedRange<Int>) {
    let start = max(0, touched.lowerBound - 1)
    unsettle(from: start)
    let newestBefore = chunks[start].newestBefore
    var kept = start
    let end = min(chunks.count, touched.upperBound + 2)
    var index = kept + 1
    while index < end {
      defer { index += 1 }
      let last = chunks[kept].count - 1
      var range = chunks[kept].ranges[last]
      let first = chunks[index].ranges[0]
      guard range.joins(first) else {
        kept += 1
        if kept != index { chunks.swapAt(kept, index) }
        continue
      }
      range.absorb(first)
      if last == 0 {
        chunks[index].replace(0, by: range)
        chunks.swapAt(kept, index)
      } else {
        chunks[kept].replace(last, by: range)
        guard chunks[index].count > 1 else { continue }
        chunks[index].removeFirst()
        kept += 1
        if kept != index { chunks.swapAt(kept, index) }
      }
    }
    if kept + 1 < end { chunks.removeSubrange(kept + 1..<end) }
    chunks[start].newestBefore = newestBefore
  }

  /// Passes over the chunks at the head in which nothing can change any more.
  private mutating func settle() {
    while settledCount < chunks.count - 1, chunks[settledCount].isSettled {
      let before = settledCount == 0 ? Int64.min : chunks[settledCount].newestBefore
      chunks[settledCount + 1].newestBefore = max(before, chunks[settledCount].newest)
      settledCount += 1
    }
  }
}
