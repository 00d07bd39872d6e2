import Glibc

/// Memory for tables that are touched at random places.
enum LargeMemory {
  /// Bytes of a large page of the processor.
  static let pageSize = 2 << 20

  /// Allocates bytes that are not initialized; freed with `deallocate()`.
  ///
  /// From a large page on the system is asked for large pages: with small ones each access to another place needs a walk
  /// through the page tables first. Where it has none, nothing is lost.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    guard byteCount >= pageSize else {
      return .allocate(byteCount: byteCount, alignment: 64)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: pageSize)
    _ = madvise(memory, byteCount, MADV_HUGEPAGE)
    return memory
  }

  /// Asks the system for large pages where memory that was allocated elsewhere covers whole ones.
  static func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress, memory.count >= pageSize else { return }
    let skipped = (pageSize - Int(bitPattern: start) % pageSize) % pageSize
    let count = (memory.count - skipped) / pageSize * pageSize
    if count > 0 { _ = madvise(start + skipped, count, MADV_HUGEPAGE) }
  }
}
