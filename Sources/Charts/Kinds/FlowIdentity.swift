/// Who talks in a chart of one flow, ready to print; nothing here is looked up or guessed by a chart.
public struct FlowIdentity: Sendable, Hashable {
  /// Number of the flow, `2.1`.
  public var flow: String
  /// Sender of the data as `10.9.0.1:39990`.
  public var source: String
  /// Receiver of the data.
  public var destination: String
  /// Name of the capture file or files.
  public var capture: String
  /// Where it was captured, in words (`taken at A`); empty if unknown.
  public var capturePoint: String

  /// Makes an identity.
  public init(flow: String, source: String, destination: String, capture: String, capturePoint: String) {
    self.flow = flow
    self.source = source
    self.destination = destination
    self.capture = capture
    self.capturePoint = capturePoint
  }
}

/// What x means and which part of it is shown.
public struct TimeAxis: Sendable, Hashable {
  /// Where the zero of the axis lies.
  public enum Origin: String, Sendable, CaseIterable {
    /// At the connection's first packet.
    case connection
    /// At the capture's first packet.
    case capture
    /// Absolute time, UTC.
    case absolute
  }
  /// The kind of zero.
  public var origin: Origin
  /// The zero itself, nanoseconds since the epoch; data times are relative to it.
  public var zero: Int64
  /// The part that is shown, in nanoseconds from `zero`; either side may be open; `nil` shows all.
  public var zoomStart: Int64?
  /// End of the part that is shown.
  public var zoomStop: Int64?

  /// Makes an axis.
  public init(origin: Origin = .connection, zero: Int64, zoomStart: Int64? = nil, zoomStop: Int64? = nil) {
    self.origin = origin
    self.zero = zero
    self.zoomStart = zoomStart
    self.zoomStop = zoomStop
  }
}
