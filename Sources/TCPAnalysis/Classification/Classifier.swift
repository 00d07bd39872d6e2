import PacketCapture

/// Holds the TCP state of every connection and says of each segment what it is.
///
/// One class per segment, found in one pass from what came before it in the capture. Everything else only reads
/// what is written here, so that no two modules can disagree. Relative numbers, gaps, scoreboards and windows
/// live here and nowhere else.
struct Classifier: ~Copyable {
  let options: AnalysisOptions
  /// Whether the user told window scales: asking the dictionary would cost at each packet.
  let hasToldScales: Bool
  let live = StableChunks<LivePair>(initial: LivePair())
  var records = RecordStore()
  var index: ConnectionIndex
  let recentConnections = RecentConnections()
  /// Place of each connection's state, by index; -1 for a finished one.
  var places: [Int32] = []
  var recent = RecentFrames()
  /// Heavy state of flows that have none yet.
  var details = FlowDetailPool()
  /// What long flows keep beside it.
  var series = FlowSeriesPool()
  /// Ranges that the SACK blocks of the segment at hand reported for the first time; kept to allocate nothing.
  var newSack: [SequenceRange] = []
  /// Set if the capture holds the packets of two taps.
  var twoTaps: TwoTaps?
  /// Frames of the tap whose view is not taken.
  var foreignFrames: Int64 = 0
  /// Frames of the whole capture that a twin could be told of, and those that had one.
  var twinCandidates: Int64 = 0
  var twins: Int64 = 0
  var captureDuplicates: Int64 = 0
  /// Copies among them whose frames have no number of their own, or no checksum of the payload.
  var assumedDuplicates: Int64 = 0
  /// Takes down what the next segment is judged by; only set for the one that is to be explained.
  var recorder: ClassificationRecorder?
  /// Sums over the connections that were finished.
  var totals = CaptureTotals()
  /// All retransmissions, if they are asked for.
  var retransmissions: [Retransmission] = []
  var closed = ClosedConnections()
  /// Segments that were classified.
  var sincePacking = 0

  let forwardOffset = MemoryLayout<LivePair>.offset(of: \LivePair.forward) ?? 0
  let backwardOffset = MemoryLayout<LivePair>.offset(of: \LivePair.backward) ?? 0

  init(options: AnalysisOptions) {
    self.options = options
    hasToldScales = !options.windowScales.isEmpty
    index = ConnectionIndex(seed: UInt64.random(in: .min ... .max))
  }

  deinit {
    // A run that was broken off leaves connections open.
    for place in 0..<live.count {
      let pair = live.pointer(place)
      pair.pointee.forward.sizes.release()
      pair.pointee.backward.sizes.release()
    }
  }

  /// A connection with both of its flows.
  struct LivePair {
    var connection = LiveConnection()
    var forward = FlowState()
    var backward = FlowState()
  }

  /// What the steps of the classification work on: the parts of one connection, seen from one segment.
  struct Context {
    let connection: UnsafeMutablePointer<LiveConnection>
    /// The flow that the segment travels in.
    let own: UnsafeMutablePointer<FlowState>
    /// The opposite flow.
    let other: UnsafeMutablePointer<FlowState>
    /// 0 for the flow of the first packet.
    let direction: Int
    /// Capture time, nanoseconds from the first packet of the connection, plus one; never 0.
    let time: Int64
    /// Hash of the frame among those of its flow.
    let frameHash: UInt64

    /// Both parts of the handshake in nanoseconds, 0 if one is unknown.
    var handshakeRTT: Int64 {
      let far = connection.pointee.handshakeFar
      let near = connection.pointee.handshakeNear
      return far > 0 && near > 0 ? far &+ near &- 2 : 0
    }
  }

  /// Classifies the next segment in time order.
  ///
  /// - Complexity: O(1), and O(log g) in the gaps or SACK ranges of the flow.
  @inline(__always)
  mutating func classify(_ segment: Segment, into result: UnsafeMutablePointer<ClassifiedSegment>) {
    classify(segment, SegmentLookup(hash: index.hash(segment)), into: result)
  }

  /// Classifies the next segment in time order, of which something is known already.
  mutating func classify(
    _ segment: Segment, _ lookup: SegmentLookup, into result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    var context = locate(segment, lookup)
    result.pointee.connection = context.connection.pointee.index
    result.pointee.direction = UInt8(context.direction)
    result.pointee.kind = .none
    result.pointee.ackClass = .none
    result.pointee.marks = []
    result.pointee.newBytes = 0
    result.pointee.repeatedBytes = 0
    result.pointee.forgetMeasurements()
    let isShown = segment.marks.contains(.matchesFilter) && isInShownTime(segment.timestamp)
    if isShown {
      context.connection.pointee.traits.insert(.shown)
      result.pointee.marks.insert(.shown)
    }
    establishBases(segment, context)
    result.pointee.start = context.own.relative(segment.sequenceNumber)
    result.pointee.end = result.pointee.start &+ Int64(segment.sequenceLength)
    if twoTaps != nil, isForeign(segment, context) {
      foreignFrames += 1
      leaveOut(segment, context, result)
      return
    }
    if isCaptureDuplicate(segment, context, result) {
      captureDuplicates += 1
      leaveOut(segment, context, result)
      return
    }
    let last = context.connection.pointee.lastTime
    if segment.timestamp >= last {
      context.connection.pointee.lastTime = segment.timestamp
    } else if last &- segment.timestamp > TimeSorter.greatestStep {
      context = followClock(segment, context)
    }
    count(segment, context)
    observeCongestion(segment, context)
    if context.own.pointee[.packets] & 31 == 0 { observeClock(segment, context) }
    if !(segment.flags.contains(.syn) && result.pointee.marks.contains(.exactCopy)) {
      observeHandshake(segment, context)
    }
    if let recorder { recorder.record(context, fullRoundTrip: fullRoundTrip(context)) }
    observeTapTimes(segment, context)
    classifySequence(segment, context, result)
    classifyAcknowledgment(segment, context, result)
    finish(segment, context, result)
    noteEnd(context, now: segment.timestamp)
    packIfDue(now: segment.timestamp)
  }

  /// Whether the frame belongs to the tap whose view is not taken; the connection begins with the first that does not.
  private mutating func isForeign(_ segment: Segment, _ context: Context) -> Bool {
    if twoTaps?.isForeign(segment) == true { return true }
    if context.own.pointee[.packets] == 0, context.other.pointee[.packets] == 0 {
      context.connection.pointee.firstTime = segment.timestamp
      context.connection.pointee.lastTime = segment.timestamp
    }
    return false
  }

  /// Counts a frame of which another copy is analysed.
  private mutating func leaveOut(
    _ segment: Segment, _ context: Context, _ result: UnsafeMutablePointer<ClassifiedSegment>
  ) {
    context.own.pointee[.captureDuplicates] += 1
    result.pointee.segmentClass = .captureDuplicate
    result.pointee.acknowledgment = context.other.relative(segment.acknowledgmentNumber)
    result.pointee.windowBytes = -1
  }

  @inline(__always)
  private mutating func isInShownTime(_ time: Int64) -> Bool {
    guard let shown = options.shownTimes else { return true }
    return shown.contains(time)
  }

  // MARK: - Finding the connection

  @inline(__always)
  private func context(_ place: Int32, isForward: Bool, _ segment: Segment) -> Context {
    let number = live.pointer(place).pointee.connection.index
    let flow = Self.flowNumber(number, direction: isForward ? 0 : 1)
    return context(place, isForward: isForward, segment, frameHash: RecentFrames.hash(segment, flow))
  }

  @inline(__always)
  private func context(_ place: Int32, isForward: Bool, _ segment: Segment, frameHash: UInt64) -> Context {
    let pair = UnsafeMutableRawPointer(live.pointer(place))
    let connection = pair.assumingMemoryBound(to: LiveConnection.self)
    let forward = (pair + forwardOffset).assumingMemoryBound(to: FlowState.self)
    let backward = (pair + backwardOffset).assumingMemoryBound(to: FlowState.self)
    let time = Self.clampedTime(segment.timestamp, since: connection.pointee.firstTime)
    return isForward
      ? Context(
        connection: connection, own: forward, other: backward, direction: 0, time: time, frameHash: frameHash)
      : Context(
        connection: connection, own: backward, other: forward, direction: 1, time: time, frameHash: frameHash)
  }

  /// Nanoseconds since the connection's first packet, plus one, at most nine years: captures may hold any two times,
  /// and the arithmetic on round-trip times needs room above.
  @inline(__always)
  static func clampedTime(_ time: Int64, since first: Int64) -> Int64 {
    let (elapsed, isOverflowing) = time.subtractingReportingOverflow(first)
    if isOverflowing { return time > first ? 1 << 58 : 1 }
    return min(max(0, elapsed), 1 << 58) + 1
  }

  @inline(__always)
  private mutating func locate(_ segment: Segment, _ lookup: SegmentLookup) -> Context {
    // The place may have been given to another connection since it was looked up.
    if lookup.place >= 0, live.pointer(lookup.place).pointee.connection.index == lookup.index {
      return context(
        lookup.place, isForward: lookup.isForward, segment, frameHash: lookup.frameHash)
    }
    return find(segment, lookup.hash)
  }

  @inline(never)
  private mutating func find(_ segment: Segment, _ hash: UInt64) -> Context {
    let context = search(segment, hash)
    let number = context.connection.pointee.index
    recentConnections[hash] = .init(hash: hash, place: places[Int(number)], index: number)
    return context
  }

  private mutating func search(_ segment: Segment, _ hash: UInt64) -> Context {
    var position = index.firstPosition(hash)
    while true {
      switch index.candidate(at: position, hash) {
      case .none: return context(open(segment, hash, traits: []), isForward: true, segment)
      case .other: break
      case .connection(let candidate):
        if let isForward = direction(of: segment, in: candidate) {
          return known(candidate, isForward: isForward, segment, position)
        }
      }
      position = index.position(after: position)
    }
  }

  /// Whether a segment travels in the first flow of a connection; `nil` if its endpoints are others.
  @inline(__always)
  private func direction(of segment: Segment, in number: Int32) -> Bool? {
    let place = places[Int(number)]
    guard place >= 0 else { return records.endpoints(number).flatMap { Self.direction(of: segment, $0, $1) } }
    let connection = live.pointer(place)
    return Self.direction(
      of: segment, connection.pointee.connection.source, connection.pointee.connection.destination)
  }

  @inline(__always)
  private static func direction(of segment: Segment, _ source: Endpoint, _ destination: Endpoint) -> Bool? {
    if segment.sourcePort == source.port, segment.destinationPort == destination.port,
      segment.source == source.address, segment.destination == destination.address
    {
      return true
    }
    let isBackward =
      segment.sourcePort == destination.port && segment.destinationPort == source.port
      && segment.source == destination.address && segment.destination == source.address
    return isBackward ? false : nil
  }

  @inline(__always)
  private mutating func known(_ number: Int32, isForward: Bool, _ segment: Segment, _ position: Int)
    -> Context
  {
    let place = places[Int(number)] >= 0 ? places[Int(number)] : reopen(number)
    let known = context(place, isForward: isForward, segment)
    guard segment.flags.rawValue & 0x12 == TCPFlags.syn.rawValue,
      let traits = traitsOfNewConnection(segment, known)
    else { return known }
    finish(place)
    return context(open(segment, replacing: position, traits: traits), isForward: true, segment)
  }

  /// Whether a SYN opens a new connection on a tuple that is known, and what is to be said of it then.
  private mutating func traitsOfNewConnection(_ segment: Segment, _ known: Context) -> ConnectionTraits? {
    let own = known.own
    guard own.pointee.traits.contains(.hasBase) else { return nil }
    if segment.sequenceNumber != UInt32(truncatingIfNeeded: own.pointee[.base]) { return .portReused }
    let hasEnded = own.pointee.traits.contains(.finSeen) && known.other.pointee.traits.contains(.finSeen)
    let idle = segment.timestamp &- known.connection.pointee.lastTime
    if hasEnded || idle > 240_000_000_000 { return [.portReused, .replayed] }
    if known.other.pointee.traits.contains(.rstSeen) || own.pointee.traits.contains(.rstSeen) {
      known.connection.pointee.traits.insert(.retryAfterRst)
    }
    return nil
  }

  private mutating func open(_ segment: Segment, _ hash: UInt64, traits: ConnectionTraits) -> Int32 {
    index.insert(hash, index: Int32(places.count))
    return open(segment, traits)
  }

  private mutating func open(_ segment: Segment, replacing position: Int, traits: ConnectionTraits) -> Int32 {
    index.replace(at: position, with: Int32(places.count))
    return open(segment, traits)
  }

  private mutating func open(_ segment: Segment, _ traits: ConnectionTraits) -> Int32 {
    let number = records.addOpen()
    let place = live.allocate()
    places.append(place)
    let pair = live.pointer(place)
    pair.pointee.connection.index = number
    pair.pointee.connection.source = Endpoint(address: segment.source, port: segment.sourcePort)
    pair.pointee.connection.destination = Endpoint(
      address: segment.destination, port: segment.destinationPort)
    pair.pointee.connection.firstTime = segment.timestamp
    pair.pointee.connection.lastTime = segment.timestamp
    pair.pointee.connection.traits = traits.union(Self.role(segment))
    return place
  }

  /// Who opened the connection, by its first segment: the sender of a SYN, the receiver of a SYN/ACK, else the
  /// side with the higher port, as a guess.
  private static func role(_ segment: Segment) -> ConnectionTraits {
    if segment.flags.contains(.syn) {
      return segment.flags.contains(.ack) ? [] : .forwardFromInitiator
    }
    return segment.sourcePort >= segment.destinationPort
      ? [.forwardFromInitiator, .roleGuessed] : .roleGuessed
  }
}
