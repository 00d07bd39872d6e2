/// Reads the packets of all files, in time order across files, and decodes their TCP segments.
public final class CaptureReader {
  private let merge: PacketMerge
  private let filter: PacketFilter?
  private let interface: String?
  // Only `next(into:)` changes it, which cannot be entered twice: a check at each packet would cost a quarter of
  // the whole reading.
  @exclusivity(unchecked) private var decoder = PacketDecoder()
  /// Who sees every packet beside its segment.
  private var observer: (any PacketObserver)?
  /// Replaces addresses and ports.
  private let pseudonyms: Pseudonyms?
  /// Whether there is one of the two: the one test that both cost a packet where there is none.
  @exclusivity(unchecked) private var hasFurtherSteps: Bool

  init(merge: PacketMerge, options: CaptureOptions) {
    self.merge = merge
    pseudonyms = options.anonymization.map { Pseudonyms($0) }
    hasFurtherSteps = pseudonyms != nil
    filter = options.filter.map { PacketFilter($0) }
    interface = options.interface
  }

  /// What was read so far; complete once `next(into:)` returned `.end`.
  ///
  /// It is put together at each call, so it is not meant to be asked for at each packet.
  public var summary: CaptureSummary {
    var summary = decoder.counters.summary
    for result in merge.results {
      summary.files.append(result.summary)
      summary.warnings += result.warnings
      summary.timeReversals &+= result.timeReversals
    }
    summary.warnings += filter?.warnings ?? []
    if pseudonyms != nil { summary.replaceNames() }
    return summary
  }

  /// Bytes of the files consumed so far (compressed bytes where compressed), for progress.
  public var bytesRead: UInt64 { merge.consumedBytes }

  /// Number in its file of the packet that was read last.
  public var currentFrame: UInt64 { merge.current >= 0 ? merge.sources[merge.current]?.frame ?? 0 : 0 }

  /// Index of that file; -1 before the first packet.
  public var currentFile: Int { merge.current }

  /// Reads the next packet; damaged packets are counted in `summary` and never stop the reading.
  ///
  /// - Parameter segment: Filled in if the outcome is `.segment`, undefined else.
  /// - Returns: What the packet was, or that there is none left.
  /// - Throws: ``CaptureFileError`` only if the file can no longer be read at all, or at the end if no
  ///   interface had the name asked for.
  /// - Complexity: O(1) but for the filter; allocates nothing.
  public func next(into segment: inout Segment) throws(CaptureFileError) -> PacketOutcome {
    guard try merge.advance(), let source = merge.currentSource else {
      try checkInterface()
      return .end
    }
    let outcome = source._withUnsafeGuaranteedRef { read($0, into: &segment) }
    if hasFurtherSteps { source._withUnsafeGuaranteedRef { goOn($0, outcome, &segment) } }
    return outcome
  }

  @inline(never)
  private func goOn(_ source: PacketSource, _ outcome: PacketOutcome, _ segment: inout Segment) {
    if observer != nil { show(source, outcome) }
    if outcome == .segment, let pseudonyms { Self.replaceEndpoints(of: &segment, pseudonyms) }
  }

  /// Shows every packet to an observer, from the next one on, after it was decoded.
  public func observe(with observer: (any PacketObserver)?) {
    self.observer = observer
    hasFurtherSteps = observer != nil || pseudonyms != nil
  }

  /// How the file of an interface describes it; `nil` once the file was read to its end.
  func interface(_ key: InterfaceKey) -> CaptureInterface? {
    key.file < merge.sources.count ? merge.sources[key.file]?.interface(key.index) : nil
  }

  private func show(_ source: PacketSource, _ outcome: PacketOutcome) {
    var packet = CapturedPacket(source, file: merge.current)
    if outcome == .segment {
      packet.role = .segment(ordinal: UInt32(truncatingIfNeeded: decoder.counters.tcpPackets))
    } else if !source.isInterfaceKnown {
      packet.role = .ofUnknownInterface
    } else if let interface, source.summary.interfaces[source.interfaceIndex].name != interface {
      packet.role = .ofOtherInterface
    }
    // Of a segment its marks say it.
    if outcome != .segment { packet.isShown = source.isInterfaceKnown && isShown(source) }
    observer?.observe(packet)
  }

  /// What all files have in common if each is a classic one; `nil` if packets of them need the pcapng format to stand
  /// in one file: link types, resolutions or formats differ.
  public var classicHeader: ClassicFileHeader? { ClassicFileHeader(merge.results.map(\.summary)) }

  @inline(__always)
  private func read(_ source: PacketSource, into segment: inout Segment) -> PacketOutcome {
    decoder.counters.countPacket(source)
    guard source.isInterfaceKnown else { return skip(.unknownInterface) }
    if let interface, source.summary.interfaces[source.interfaceIndex].name != interface {
      return skip(.otherInterface)
    }
    let bytes = UnsafeRawBufferPointer(start: source.bytes, count: source.capturedLength).bytes
    let isSegment = decoder.decode(
      bytes, linkType: source.linkType, originalLength: source.originalLength, into: &segment)
    guard isSegment else { return .other }
    segment.frame = source.frame
    segment.timestamp = source.timestamp
    segment.fileIndex = UInt16(truncatingIfNeeded: merge.current)
    segment.interfaceIndex = UInt16(truncatingIfNeeded: source.interfaceIndex)
    segment.capturedLength = UInt32(truncatingIfNeeded: source.capturedLength)
    segment.originalLength = source.originalLength
    segment.ordinal = UInt32(truncatingIfNeeded: decoder.counters.tcpPackets)
    if source.capturedLength < source.originalLength { segment.marks.insert(.truncated) }
    if source.isOutgoing { segment.marks.insert(.outgoing) }
    if isShown(source) { segment.marks.insert(.matchesFilter) }
    return .segment
  }

  private static func replaceEndpoints(of segment: inout Segment, _ pseudonyms: Pseudonyms) {
    segment.source = pseudonyms.address(segment.source)
    segment.destination = pseudonyms.address(segment.destination)
    segment.sourcePort = pseudonyms.port(segment.sourcePort)
    segment.destinationPort = pseudonyms.port(segment.destinationPort)
  }

  @inline(__always)
  private func isShown(_ source: PacketSource) -> Bool {
    guard let filter else { return true }
    return filter.matches(
      source.bytes, capturedLength: source.capturedLength, originalLength: source.originalLength,
      linkType: source.linkType)
  }

  private func skip(_ reason: SkipReason) -> PacketOutcome {
    decoder.counters.networkLayer.other &+= 1
    decoder.counters.skipped[reason, default: 0] &+= 1
    return .other
  }

  private func checkInterface() throws(CaptureFileError) {
    guard let interface else { return }
    var known: [String] = []
    for name in merge.results.flatMap(\.summary.interfaces).compactMap(\.name) where !known.contains(name) {
      if name == interface { return }
      if known.count < 32 { known.append(name) }
    }
    throw .noSuchInterface(name: interface, known: known)
  }
}
