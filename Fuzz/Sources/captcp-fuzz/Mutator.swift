/// Damages captures in ways that readers stumble over; the same seed gives the same bytes.
struct Mutator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

  /// A damaged copy of one capture, at times joined with another.
  mutating func input(from corpus: [[UInt8]]) -> [UInt8] {
    var bytes = corpus[below(corpus.count)]
    if below(8) == 0 {
      let other = corpus[below(corpus.count)]
      bytes = Array(bytes.prefix(below(bytes.count + 1))) + other.dropFirst(below(other.count + 1))
    }
    for _ in 0...below(below(4) == 0 ? 64 : 6) { mutate(&bytes) }
    return bytes
  }

  /// A place; half of them in the file's head and its first packets, where the lengths are.
  private mutating func place(in bytes: [UInt8]) -> Int {
    below(2) == 0 ? below(min(bytes.count, 512)) : below(bytes.count)
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes = [UInt8(truncatingIfNeeded: next())] }
    let start = place(in: bytes)
    switch below(9) {
    case 0: bytes[start] ^= 1 << UInt8(below(8))
    case 1: bytes[start] = UInt8(truncatingIfNeeded: next())
    case 2: writeNumber(into: &bytes, at: start)
    case 3: writeNumber(into: &bytes, at: start & ~3)
    case 4: bytes.removeLast(below(min(bytes.count, 2000)))
    case 5: bytes.removeSubrange(start..<min(bytes.count, start + 1 + below(64)))
    case 6:
      let piece = bytes[start..<min(bytes.count, start + 1 + below(256))]
      bytes.insert(contentsOf: Array(piece), at: place(in: bytes))
    case 7: bytes.insert(contentsOf: (0...below(16)).map { _ in 0 }, at: start)
    default:
      for index in start..<min(bytes.count, start + 1 + below(8)) { bytes[index] = 0xFF }
    }
  }

  /// Lengths and counts at the edges of their types.
  private mutating func writeNumber(into bytes: inout [UInt8], at start: Int) {
    let numbers: [UInt32] = [
      0, 1, 3, 4, 5, 8, 12, 19, 20, 21, 39, 40, 59, 60, 64, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF,
      0x1_0000,
      262_144, 262_145, 0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, 0xFFFF_FFFF,
    ]
    let number = numbers[below(numbers.count)]
    let width = below(2) == 0 ? 2 : 4
    let isBig = below(2) == 0
    for offset in 0..<min(width, bytes.count - start) {
      let shift = UInt32(8 * (isBig ? width - 1 - offset : offset))
      bytes[start + offset] = UInt8(truncatingIfNeeded: number >> shift)
    }
  }
}
