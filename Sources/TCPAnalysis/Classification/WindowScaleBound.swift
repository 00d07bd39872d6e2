/// The least window scale that fits what was sent, where the handshake is not in the capture.
///
/// No sender sends beyond the right edge of the window. For each scale the greatest edge is kept; a segment that ends
/// beyond it rules the scale out, and with it all lower ones.
struct WindowScaleBound: Sendable {
  private var edges: InlineArray<15, Int64> = .init(repeating: .min)
  private(set) var least = 0
  private var hasEdge = false

  /// Takes a window that was advertised with an acknowledgment.
  mutating func noteWindow(_ field: UInt16, acknowledgment: Int64) {
    hasEdge = true
    for scale in least..<15 {
      edges[scale] = max(edges[scale], acknowledgment &+ Int64(field) << Int64(scale))
    }
  }

  /// Takes the end of what was sent.
  mutating func noteSent(_ end: Int64) {
    guard hasEdge else { return }
    while least < 14, edges[least] < end { least += 1 }
  }

  /// The bound; `nil` if nothing is known.
  var bound: Int? { hasEdge ? least : nil }
}
