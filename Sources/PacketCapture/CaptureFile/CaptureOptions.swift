/// What the user may say about how the capture is read.
public struct CaptureOptions: Sendable, Equatable {
  /// A libpcap filter expression; packets that do not match are still read and analysed, only not shown.
  public var filter: String?
  /// Name of the one interface to read; others are counted as skipped.
  public var interface: String?
  /// Whether the input must be readable more than once (standard input is then spooled to an unlinked file).
  public var isReadTwice: Bool
  /// How addresses, ports and names are replaced in everything that the reading gives; `nil` leaves them.
  public var anonymization: Anonymization?
  /// Number of the first capture's pseudonym, `capture-1`, for runs that read captures apart.
  public var firstPseudonym = 1

  /// Makes options.
  public init(filter: String? = nil, interface: String? = nil, isReadTwice: Bool = false) {
    self.filter = filter
    self.interface = interface
    self.isReadTwice = isReadTwice
  }
}
