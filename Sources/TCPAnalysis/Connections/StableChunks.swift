/// Plain values at stable addresses, in chunks of 2048: growing copies nothing, freed places are used again.
final class StableChunks<Element: BitwiseCopyable> {
  private static var chunkBits: Int { 11 }
  // Checked at run time, an access would cost more than what it guards: one thread, no re-entry. The addresses of the
  // chunks lie at a plain address for the same reason.
  @exclusivity(unchecked) private var chunks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
  @exclusivity(unchecked) private var chunkCount = 0
  @exclusivity(unchecked) private var chunkRoom = 16
  @exclusivity(unchecked) private var free: [Int32] = []
  @exclusivity(unchecked) private var used: Int32 = 0
  private let initial: Element

  /// Makes an empty store whose places start as `initial`.
  init(initial: Element) {
    self.initial = initial
    chunks = .allocate(capacity: chunkRoom)
  }

  deinit {
    for index in 0..<chunkCount { chunks[index].deallocate() }
    chunks.deallocate()
  }

  /// Takes a place, which holds the initial value.
  func allocate() -> Int32 {
    if let place = free.popLast() { return place }
    if Int(used) >> Self.chunkBits == chunkCount { addChunk() }
    used += 1
    pointer(used - 1).initialize(to: initial)
    return used - 1
  }

  private func addChunk() {
    if chunkCount == chunkRoom {
      let larger = UnsafeMutablePointer<UnsafeMutablePointer<Element>>.allocate(capacity: 2 * chunkRoom)
      larger.moveInitialize(from: chunks, count: chunkCount)
      chunks.deallocate()
      chunks = larger
      chunkRoom *= 2
    }
    let memory = LargeMemory.allocate(byteCount: MemoryLayout<Element>.stride << Self.chunkBits)
    (chunks + chunkCount).initialize(to: memory.bindMemory(to: Element.self, capacity: 1 << Self.chunkBits))
    chunkCount += 1
  }

  /// Gives a place back, which must hold the initial value again.
  func release(_ place: Int32) {
    free.append(place)
  }

  /// The address of a place that was taken; valid until the store is gone.
  @inline(__always)
  func pointer(_ place: Int32) -> UnsafeMutablePointer<Element> {
    chunks[Int(place) >> Self.chunkBits] + (Int(place) & ((1 << Self.chunkBits) - 1))
  }

  /// Places taken so far, released ones among them: the bound for a sweep.
  var count: Int32 { used }
}
