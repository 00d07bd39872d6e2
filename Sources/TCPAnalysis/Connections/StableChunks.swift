/// Plain values at stable addresses, in chunks of 2048: growing copies nothing, freed places are used again.
final class StableChunks<Element: BitwiseCopyable> {
  private static var chunkBits: Int { 11 }
  // Checked at run time, an access would cost more than what it guards: one thread, no re-entry.
  @exclusivity(unchecked) private var chunks: [UnsafeMutablePointer<Element>] = []
  @exclusivity(unchecked) private var free: [Int32] = []
  @exclusivity(unchecked) private var used: Int32 = 0
  private let initial: Element

  /// Makes an empty store whose places start as `initial`.
  init(initial: Element) {
    self.initial = initial
  }

  deinit {
    for chunk in chunks { chunk.deallocate() }
  }

  /// Takes a place, which holds the initial value.
  func allocate() -> Int32 {
    if let place = free.popLast() { return place }
    if Int(used) >> Self.chunkBits == chunks.count {
      let memory = LargeMemory.allocate(byteCount: MemoryLayout<Element>.stride << Self.chunkBits)
      chunks.append(memory.bindMemory(to: Element.self, capacity: 1 << Self.chunkBits))
    }
    used += 1
    pointer(used - 1).initialize(to: initial)
    return used - 1
  }

  /// Gives a place back, which must hold the initial value again.
  func release(_ place: Int32) {
    free.append(place)
  }

  /// The address of a place; valid until the store is gone.
  func pointer(_ place: Int32) -> UnsafeMutablePointer<Element> {
    chunks[Int(place) >> Self.chunkBits] + (Int(place) & ((1 << Self.chunkBits) - 1))
  }

  /// Places taken so far, released ones among them: the bound for a sweep.
  var count: Int32 { used }
}
