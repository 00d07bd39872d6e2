import Measurements

/// The packets of one capture file in file order, whatever its format.
///
/// `advance()` makes the next packet the current one; the properties below describe the current packet.
class PacketSource {
  /// The captured bytes; they are valid until the next `advance()`.
  final var bytes: UnsafeRawPointer
  /// Number of captured bytes.
  final var capturedLength = 0
  /// Bytes that the packet had on the wire, as the record says.
  final var originalLength: UInt32 = 0
  /// Capture time in nanoseconds since the epoch.
  final var timestamp: Int64 = 0
  /// DLT number.
  final var linkType: Int32 = 0
  /// Index of the interface over all sections of the file.
  final var interfaceIndex = 0
  /// Whether the record says that the capturing host sent the packet.
  final var isOutgoing = false
  /// Whether the file describes the packet's interface; if not, time and link type mean nothing.
  final var isInterfaceKnown = true
  /// Number of the packet in the file, from 1.
  final var frame: UInt64 = 0
  /// Packets whose time lies before that of the packet in front of them on the same interface.
  final var timeReversals: UInt64 = 0

  /// What is known of the file as a whole so far, its packets and its consumed bytes excepted.
  final var summary: CaptureFileSummary
  /// What was wrong with the file.
  final private(set) var warnings: [String] = []

  let stream: ByteStream

  /// Something to point at while there is no packet.
  private let nothing = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)

  /// Makes a source that stands before its first packet.
  init(stream: ByteStream, summary: CaptureFileSummary) {
    self.stream = stream
    self.summary = summary
    bytes = UnsafeRawPointer(nothing)
  }

  deinit {
    nothing.deallocate()
  }

  /// Makes the next packet the current one; `false` at the end of the file or where it is damaged.
  func advance() -> Bool { false }

  /// What the file says of the current packet beside its bytes; put together only for those who write it again.
  func details() -> RecordDetails { RecordDetails() }

  /// How the file describes an interface; `nil` if it does not.
  func interface(_ index: Int) -> CaptureInterface? { nil }

  /// Adds a warning once, with the file's name in front.
  final func warn(_ text: String) {
    let warning = "\(Escaping.terminal(summary.name)): \(text)"
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// The summary of the file as far as it was read.
  final func currentSummary() -> CaptureFileSummary {
    var result = summary
    result.packets = frame
    if result.bytes == 0 { result.bytes = stream.consumedBytes }
    return result
  }
}
