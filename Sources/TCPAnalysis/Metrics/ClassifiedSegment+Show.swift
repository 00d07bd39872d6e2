import PacketCapture

extension ClassifiedSegment {
  /// A SACK block as relative numbers of the opposite flow, whatever class the segment has.
  ///
  /// - Parameter index: 0 to 3; only those below `segment.options.sackBlockCount` mean something.
  /// - Returns: The range as it stands; hostile blocks may end before they start.
  public func sackRange(_ index: Int) -> SequenceRange {
    let block = segment.options.sackBlocks[index]
    let number = segment.acknowledgmentNumber
    return SequenceRange(
      start: acknowledgment &+ Int64(SequenceNumber.distance(from: number, to: block.left)),
      end: acknowledgment &+ Int64(SequenceNumber.distance(from: number, to: block.right)))
  }

  /// The flow that it travels in.
  public var flow: FlowID { FlowID(connection: connectionNumber, direction: Int(direction) + 1) }
}
