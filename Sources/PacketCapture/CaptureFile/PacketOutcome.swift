/// What `CaptureReader.next(into:)` met.
public enum PacketOutcome: Sendable, Equatable {
  /// A TCP segment; it was filled in.
  case segment
  /// A packet without a TCP header that could be used; it was counted.
  case other
  /// The end of the last file.
  case end
}
