/// What was seen of one connection: frames for findings, in bounded memory.
public struct ConnectionObservations: Sendable, Equatable {
  /// Why the connection was silent.
  public enum Silence: Int, Sendable, CaseIterable {
    /// The receiver's window was zero.
    case zeroWindow
    /// It ended with a retransmission by a timer, a SYN sent again among them.
    case timer
    /// The receiver's window had less than a segment of room.
    case windowFull
    /// It ended with the delayed ACK of a lone small segment.
    case delayedAck
    /// Data was in flight.
    case inFlight
    /// Nothing was in flight, or that is unknown.
    case idle
  }

  /// Stalls of one cause, the longest of them kept.
  public struct Stalls: Sendable, Equatable {
    /// How many.
    public var count: Int64 = 0
    /// Their lengths in all, in nanoseconds.
    public var total: Int64 = 0
    /// The longest, the longest first.
    public var longest: [Stall] = []

    /// Makes an empty list.
    public init() {}

    mutating func add(_ stall: Stall) {
      count &+= 1
      total &+= stall.length
      if longest.count == PeriodTally.limit, let last = longest.last, last.length >= stall.length { return }
      longest.insert(stall, at: longest.firstIndex { $0.length < stall.length } ?? longest.count)
      if longest.count > PeriodTally.limit { longest.removeLast() }
    }
  }

  /// What a reset met.
  public struct Reset: Sendable, Equatable {
    /// The packet.
    public var place: SeriesPlace
    /// Direction (1 or 2) it travelled in.
    public var direction: Int
    /// Whether either end had sent a FIN.
    public var isAfterFin: Bool
    /// Bytes of both flows that were not acknowledged; -1 if unknown.
    public var bytesInFlight: Int64
    /// The first packet behind it with new data of the host whose address it bears; `nil` if that sent none.
    public var continuation: SeriesPlace?

    /// Makes the observation.
    public init(place: SeriesPlace, direction: Int, isAfterFin: Bool, bytesInFlight: Int64) {
      self.place = place
      self.direction = direction
      self.isAfterFin = isAfterFin
      self.bytesInFlight = bytesInFlight
    }
  }

  /// Number of the connection.
  public var connection: Int
  /// Direction (1 or 2) of the data flow that the stalls are told of: the one with more payload.
  public var dataDirection: Int
  /// What was seen of `id.1` and `id.2`.
  public var flows = [FlowObservations(), FlowObservations()]
  /// Silences by cause.
  public var stalls: [Silence: Stalls] = [:]
  /// The first reset.
  public var reset: Reset?
  /// The first packets.
  public var first: SeriesPlace?
  /// The last packet.
  public var last: SeriesPlace?

  /// Makes observations of nothing.
  public init(connection: Int, dataDirection: Int) {
    self.connection = connection
    self.dataDirection = dataDirection
  }

  /// What was seen of direction 1 or 2.
  public func flow(_ direction: Int) -> FlowObservations { flows[direction == 2 ? 1 : 0] }
}

/// What was seen of the capture as a whole.
public struct CaptureObservations: Sendable, Equatable {
  /// Segments above the receiver's MSS.
  public var oversize = Occurrences()
  /// Payload of the greatest of them in bytes.
  public var greatestPayload: Int64 = 0
  /// Frames that were captured twice.
  public var duplicates = Occurrences()
  /// Packets whose TCP options the snap length cut.
  public var optionsCut = Occurrences()
  /// Packets that the snap length cut.
  public var truncated = Occurrences()

  /// Makes observations of nothing.
  public init() {}
}
