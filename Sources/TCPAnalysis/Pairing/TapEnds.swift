/// One connection in two captures: which directions and which ends are the same.
public struct TapEnds: Sendable {
  private let first: ConnectionSummary
  private let second: ConnectionSummary
  /// The direction of the first capture whose packets leave the near end, 1 or 2.
  public let firstDirection: Int
  /// The same direction in the second capture.
  public let secondDirection: Int

  /// Finds the direction by the ends' addresses, behind a translator by who opened the connection.
  ///
  /// - Parameters:
  ///   - first: The connection in the first capture.
  ///   - direction: The direction of it, 1 or 2, whose packets leave the near end.
  ///   - second: The connection in the second capture.
  public init(first: ConnectionSummary, direction: Int, second: ConnectionSummary) {
    self.first = first
    self.second = second
    firstDirection = direction
    let source = first.flow(direction).source
    if second.forward.source == source {
      secondDirection = 1
    } else if second.backward.source == source {
      secondDirection = 2
    } else {
      let isInitiator = (direction == 1) == first.isForwardFromInitiator
      secondDirection = isInitiator == second.isForwardFromInitiator ? 1 : 2
    }
  }

  /// Pairs the packets of both captures.
  ///
  /// - Parameters:
  ///   - firstPackets: Packets of the connection in the first capture, in time order.
  ///   - secondPackets: The same of the second one.
  /// - Returns: For each packet its twin, if it has one.
  /// - Complexity: O(n log n).
  public func pairing(_ firstPackets: [TapPacket], _ secondPackets: [TapPacket]) -> TapPairing {
    let pairing = SegmentPairing(firstPackets, secondPackets) { packet, isOfFirst in
      Int(packet.direction) + 1 == (isOfFirst ? firstDirection : secondDirection)
    }
    guard !isFirstNear(pairing) else {
      return TapPairing(
        isFirstNear: true, twins: pairing.twins, unpaired: pairing.unpaired, clockShift: pairing.clockShift,
        leastDelays: (pairing.leastDelays.forward, pairing.leastDelays.backward))
    }
    let turned = SegmentPairing(secondPackets, firstPackets) { packet, isOfSecond in
      Int(packet.direction) + 1 == (isOfSecond ? secondDirection : firstDirection)
    }
    var twins = [Int?](repeating: nil, count: firstPackets.count)
    var unpaired: [Int] = []
    for (place, twin) in turned.twins.enumerated() {
      if let twin { twins[twin] = place } else { unpaired.append(place) }
    }
    return TapPairing(
      isFirstNear: false, twins: twins, unpaired: unpaired, clockShift: 0 &- turned.clockShift,
      leastDelays: (turned.leastDelays.forward, turned.leastDelays.backward))
  }

  /// Whether the first capture is the near end's: by where both say they were taken, else by their clocks.
  private func isFirstNear(_ pairing: SegmentPairing) -> Bool {
    let isNearInitiator = (firstDirection == 1) == first.isForwardFromInitiator
    switch (first.capturePoint, second.capturePoint) {
    case (.initiator, _), (.middle, .responder), (.unknown, .responder): return isNearInitiator
    case (.responder, _), (.middle, .initiator), (.unknown, .initiator): return !isNearInitiator
    default: return (pairing.leastDelays.forward ?? 0) >= 0
    }
  }
}

/// The packets of one connection in two captures, told to be the same, and which capture is nearer to which end.
public struct TapPairing: Sendable {
  /// Whether the first capture is the near end's.
  public let isFirstNear: Bool
  /// For each packet of the first capture the place of its twin in the second; `nil` if it is not there.
  public let twins: [Int?]
  /// Places of the second capture's packets that have no twin.
  public let unpaired: [Int]
  /// Nanoseconds to add to the second capture's times so that no packet arrives before it left; 0 if the clocks can be
  /// right as they are.
  public let clockShift: Int64
  /// Least times from the near end to the far one and back, by both clocks as they are; `nil` without a pair.
  public let leastDelays: (forward: Int64?, backward: Int64?)
}
