/// One segment that was sent again, with what later packets told of it.
public struct Retransmission: Sendable, Equatable {
  /// The flow that sent it.
  public var flow: FlowID
  /// Number of the packet in its file.
  public var frame: UInt64
  /// Index of the file.
  public var fileIndex: UInt16
  /// When it passed, nanoseconds since the epoch.
  public var time: Int64 = 0
  /// The range of relative sequence numbers.
  public var range: SequenceRange
  /// Why it was sent.
  public var kind: SegmentKind
  /// What says that it was needless; empty if nothing does.
  public var evidence: SpuriousEvidence
  /// How sure that is; `nil` if nothing says so.
  public var certainty: SpuriousCertainty?
  /// The packets that brought the evidence.
  public var evidenceFrames = EvidenceFrames()
  /// Why it was sent though it was needless; `nil` if it was needed, or the packets do not tell.
  public var cause: NeedlessCause?
  /// For kind `rto`, timeouts in a row before it without progress: each has doubled the sender's timer (RFC 6298,
  /// section 5.5); else `nil`.
  public var backoff: Int?

  /// Makes a retransmission with its verdict.
  public init(
    flow: FlowID, frame: UInt64, fileIndex: UInt16, time: Int64 = 0, range: SequenceRange, kind: SegmentKind,
    evidence: SpuriousEvidence, certainty: SpuriousCertainty? = nil,
    evidenceFrames: EvidenceFrames = EvidenceFrames(), cause: NeedlessCause? = nil, backoff: Int? = nil
  ) {
    self.flow = flow
    self.frame = frame
    self.fileIndex = fileIndex
    self.time = time
    self.range = range
    self.kind = kind
    self.evidence = evidence
    self.certainty = certainty
    self.evidenceFrames = evidenceFrames
    self.cause = cause
    self.backoff = backoff
  }
}

/// Why a segment was sent again though the receiver had it, or was about to have it (DEFINITIONS.md 6.4).
public enum NeedlessCause: String, Sendable, CaseIterable {
  /// The round trip grew beyond the sender's timer: the original or its acknowledgment was on its way.
  case delaySpike
  /// The original was overtaken by later segments, and these looked like its loss.
  case reordering
  /// The original arrived, but the acknowledgments of it were lost.
  case ackLoss
}

/// For each sign that a retransmission was needless, the packet that brought it.
public struct EvidenceFrames: Sendable, Equatable {
  private var frames = SIMD8<UInt32>(repeating: 0)

  /// Makes a list of nothing.
  public init() {}

  /// Frame of the packet that brought one sign; `nil` if there is none.
  ///
  /// Frames above the greatest 32-bit number are given as that number.
  public subscript(evidence: SpuriousEvidence) -> UInt64? {
    get {
      let frame = frames[evidence.rawValue.trailingZeroBitCount & 7]
      return frame > 0 ? UInt64(frame) : nil
    }
    set { frames[evidence.rawValue.trailingZeroBitCount & 7] = UInt32(clamping: newValue ?? 0) }
  }
}

/// How sure it is that a retransmission was needless.
public enum SpuriousCertainty: String, Sendable, CaseIterable {
  /// The receiver had the bytes, beyond doubt.
  case certain
  /// The receiver very probably had them.
  case likely
  /// It may have had them.
  case possible

  /// Whether a retransmission counts as needless, and not as the repair of a loss.
  public var countsAsNeedless: Bool { self != .possible }
}

/// Signs that a retransmission was needless.
public struct SpuriousEvidence: OptionSet, Sendable, Hashable {
  /// The bits.
  public var rawValue: UInt8
  /// Makes a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Its bytes had been acknowledged when it passed.
  public static let acknowledged = SpuriousEvidence(rawValue: 1 << 0)
  /// The receiver reported a duplicate of it by D-SACK (RFC 2883, RFC 3708).
  public static let dsack = SpuriousEvidence(rawValue: 1 << 1)
  /// The acknowledgment echoes a time stamp older than that of the copy (Eifel, RFC 3522, section 3.2).
  public static let eifel = SpuriousEvidence(rawValue: 1 << 2)
  /// After the timeout two acknowledgments advanced while only new data was sent (F-RTO, RFC 5682, section 2.1).
  public static let forwardRTO = SpuriousEvidence(rawValue: 1 << 3)
  /// The acknowledgment came sooner than the path allows.
  public static let tooFast = SpuriousEvidence(rawValue: 1 << 4)
  /// An older copy of its bytes passed after it: the original was only late.
  public static let lateOriginal = SpuriousEvidence(rawValue: 1 << 5)

  /// The signs one by one with their names in output, in the order of the bits.
  public static let named: [(evidence: SpuriousEvidence, name: String)] = [
    (.acknowledged, "acked"), (.dsack, "dsack"), (.eifel, "eifel"), (.forwardRTO, "frto"),
    (.tooFast, "tooFast"), (.lateOriginal, "lateOriginal"),
  ]

  /// Names as they stand in output, in the order of the bits.
  public var names: [String] { Self.named.filter { contains($0.evidence) }.map(\.name) }
}
