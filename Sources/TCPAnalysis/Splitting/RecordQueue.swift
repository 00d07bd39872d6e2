/// Records that wait, in the order in which they came: first in, first out, without an allocation for each.
struct RecordQueue: ~Copyable {
  /// What is known of a record beside its bytes.
  struct Header {
    var ordinal: UInt32
    var interface: UInt32
    var length: Int
  }

  /// Bytes of a chunk, unless a record needs more.
  private static let chunkSize = 1 << 20

  private struct Chunk {
    let memory: UnsafeMutableRawPointer
    let size: Int
    var start = 0
    var end = 0
  }

  // Invariant: no chunk but the last is empty.
  private var chunks: [Chunk] = []
  private var head = 0

  init() {}

  deinit {
    for chunk in chunks[head...] { chunk.memory.deallocate() }
  }

  /// Appends a record.
  mutating func append(_ header: Header, _ bytes: UnsafeRawBufferPointer) {
    let needed = MemoryLayout<Header>.stride + (bytes.count + 15) & ~15
    if chunks.count == head || chunks[chunks.count - 1].size - chunks[chunks.count - 1].end < needed {
      // The chunk that waits for more when the queue is empty would hide what comes behind it.
      if head < chunks.count, chunks[chunks.count - 1].end == 0 { chunks.removeLast().memory.deallocate() }
      let size = max(Self.chunkSize, needed)
      chunks.append(Chunk(memory: .allocate(byteCount: size, alignment: 16), size: size))
    }
    let last = chunks.count - 1
    let place = chunks[last].memory + chunks[last].end
    place.storeBytes(of: header, as: Header.self)
    if let base = bytes.baseAddress {
      (place + MemoryLayout<Header>.stride).copyMemory(from: base, byteCount: bytes.count)
    }
    chunks[last].end += needed
  }

  /// The oldest record, whose bytes are valid until the next change; `nil` if none waits.
  var first: (header: Header, bytes: UnsafeMutableRawBufferPointer)? {
    guard head < chunks.count, chunks[head].start < chunks[head].end else { return nil }
    let place = chunks[head].memory + chunks[head].start
    let header = place.load(as: Header.self)
    return (
      header,
      UnsafeMutableRawBufferPointer(start: place + MemoryLayout<Header>.stride, count: header.length)
    )
  }

  /// Forgets the oldest record.
  mutating func dropFirst() {
    guard let length = first?.header.length else { return }
    chunks[head].start += MemoryLayout<Header>.stride + (length + 15) & ~15
    guard chunks[head].start == chunks[head].end else { return }
    if head == chunks.count - 1, chunks[head].size == Self.chunkSize {
      chunks[head].start = 0
      chunks[head].end = 0
      return
    }
    chunks[head].memory.deallocate()
    head += 1
    if head > 64 {
      chunks.removeFirst(head)
      head = 0
    }
  }
}
