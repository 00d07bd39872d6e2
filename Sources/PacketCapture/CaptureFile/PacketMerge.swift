/// The packets of several files in the order of their times.
///
/// Within a file its own order stands. Among packets of equal time the file that was named first comes first.
final class PacketMerge {
  /// What is left of a file that was read to its end.
  struct Finished {
    var summary: CaptureFileSummary
    var warnings: [String]
    var timeReversals: UInt64
    var consumedBytes: UInt64
  }

  /// A file's next packet.
  private struct Head {
    var time: Int64
    var file: Int

    static func < (left: Head, right: Head) -> Bool {
      left.time != right.time ? left.time < right.time : left.file < right.file
    }
  }

  /// Most files that are held open while their turn has not come.
  private static let mostOpen = 128

  private let files: [CaptureFile]
  @exclusivity(unchecked) private(set) var sources: [PacketSource?]
  private(set) var finished: [Finished?]
  // Invariant: a binary heap with the least head first, one for each file that is not at its end.
  private var heads: [Head] = []
  /// The only source, until it is at its end: taken from `sources` it would be retained at each packet.
  @exclusivity(unchecked) private var only: Unmanaged<PacketSource>?
  /// Index of the file whose packet was given last, -1 before the first one.
  private(set) var current = -1

  /// Opens all files and finds their first packets.
  init(files: [CaptureFile]) throws(CaptureFileError) {
    self.files = files
    sources = Array(repeating: nil, count: files.count)
    finished = Array(repeating: nil, count: files.count)
    var openCount = 0
    for index in files.indices {
      let source = try files[index].makeSource()
      sources[index] = source
      // A single file needs no look ahead.
      if files.count == 1 {
        only = Unmanaged.passUnretained(source)
        return
      }
      guard source.advance() else {
        finish(index)
        continue
      }
      heads.append(Head(time: source.timestamp, file: index))
      openCount += 1
      if openCount > Self.mostOpen, files[index].isReopenable {
        sources[index] = nil
        openCount -= 1
      }
    }
    heads.sort(by: <)
  }

  /// Makes the next packet of all files current; `false` at the end of the last one.
  @inline(__always)
  func advance() throws(CaptureFileError) -> Bool {
    guard let only else { return try advanceMerged() }
    current = 0
    if only._withUnsafeGuaranteedRef({ $0.advance() }) { return true }
    finish(0)
    return false
  }

  /// The source of the packet that is current, which stays alive until the next `advance()`.
  @inline(__always)
  var currentSource: Unmanaged<PacketSource>? {
    only ?? (current >= 0 ? sources[current].map { Unmanaged.passUnretained($0) } : nil)
  }

  private func advanceMerged() throws(CaptureFileError) -> Bool {
    if current >= 0, let source = sources[current] {
      if source.advance() {
        heads[0].time = source.timestamp
      } else {
        finish(current)
        let last = heads.removeLast()
        if !heads.isEmpty { heads[0] = last }
      }
      siftDown()
    }
    guard let head = heads.first else {
      current = -1
      return false
    }
    current = head.file
    if sources[current] == nil {
      let source = try files[current].makeSource()
      guard source.advance() else {
        throw .unreadable(file: files[current].path, reason: "the file changed while it was read")
      }
      sources[current] = source
    }
    return true
  }

  private func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2 where child < heads.count && heads[child] < heads[least] {
        least = child
      }
      if least == parent { return }
      heads.swapAt(parent, least)
      parent = least
    }
  }

  private func finish(_ index: Int) {
    guard let source = sources[index] else { return }
    only = nil
    finished[index] = result(of: source)
    sources[index] = nil
  }

  private func result(of source: PacketSource) -> Finished {
    Finished(
      summary: source.currentSummary(), warnings: source.warnings, timeReversals: source.timeReversals,
      consumedBytes: source.stream.consumedBytes)
  }

  /// What is known of each file so far.
  var results: [Finished] {
    files.indices.map { index in
      var result =
        finished[index] ?? sources[index].map { self.result(of: $0) }
        ?? Finished(
          summary: CaptureFileSummary(name: files[index].name), warnings: [], timeReversals: 0,
          consumedBytes: 0)
      result.summary.sha256 = files[index].digest
      return result
    }
  }

  /// Bytes of all files consumed so far.
  var consumedBytes: UInt64 {
    files.indices.reduce(0 as UInt64) { sum, index in
      sum &+ (sources[index]?.stream.consumedBytes ?? finished[index]?.consumedBytes ?? 0)
    }
  }
}
