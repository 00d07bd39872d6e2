public import PacketCapture

extension ClassificationMarks {
  /// The marks with their names in output, in the order of their bits.
  public static let named: [(mark: ClassificationMarks, name: String)] = [
    (.partial, "partial"), (.alreadyAcked, "alreadyAcked"), (.zeroWindow, "zeroWindow"),
    (.windowFull, "windowFull"), (.dsack, "dsack"), (.synIsnChanged, "synIsnChanged"),
    (.earlyKeepAlive, "earlyKeepAlive"), (.guess, "guess"), (.ackImplausible, "ackImplausible"),
    (.timeReversal, "timeReversal"), (.gapFill, "gapFill"), (.afterTimeout, "afterTimeout"),
    (.oversize, "oversize"), (.fastOpenData, "fastOpenData"), (.exactCopy, "exactCopy"),
    (.lateOriginal, "lateOriginal"), (.inconsistent, "inconsistent"), (.tlpOrRto, "tlpOrRto"),
    (.sackReneging, "sackReneging"), (.silly, "silly"), (.stretchAck, "stretchAck"),
    (.captureReordered, "captureReordered"), (.rstInWindow, "rstInWindow"),
    (.rstOutOfWindow, "rstOutOfWindow"), (.likelyMiddlebox, "likelyMiddlebox"),
  ]
}

extension SegmentMarks {
  /// The marks that are of interest to users with their names in output, in the order of their bits.
  public static let named: [(mark: SegmentMarks, name: String)] = [
    (.truncated, "truncated"), (.optionsTruncated, "optionsCut"), (.optionsMalformed, "optionsMalformed"),
    (.firstFragment, "firstFragment"), (.lengthFromFrame, "lengthFromFrame"), (.outgoing, "outgoing"),
    (.badChecksum, "badChecksum"), (.headerMalformed, "headerMalformed"),
  ]
}
