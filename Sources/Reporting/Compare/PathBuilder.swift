public import Charts
import Measurements
public import TCPAnalysis

/// Both captures of one connection.
public struct PathMaterial: Sendable {
  /// One of the captures.
  public struct Side: Sendable {
    /// The connection as this capture tells it.
    public var connection: ConnectionSummary
    /// Its packets in time order.
    public var packets: [TapPacket]
    /// Name of the capture file.
    public var capture: String
    /// First and last packet of the capture, of whatever connection.
    public var covered: ClosedRange<Int64>
    /// Whether the connection has more packets than were kept.
    public var hasMore: Bool

    /// Makes a side.
    public init(
      connection: ConnectionSummary, packets: [TapPacket], capture: String, covered: ClosedRange<Int64>,
      hasMore: Bool
    ) {
      self.connection = connection
      self.packets = packets
      self.capture = capture
      self.covered = covered
      self.hasMore = hasMore
    }
  }

  /// The capture that the time axis belongs to.
  public var first: Side
  /// The other end's capture.
  public var second: Side
  /// The direction of the first capture, 1 or 2, whose sender is A.
  public var direction: Int
  /// The time axis.
  public var axis: TimeAxis

  /// Makes the material.
  public init(first: Side, second: Side, direction: Int, axis: TimeAxis) {
    self.first = first
    self.second = second
    self.direction = direction
    self.axis = axis
  }
}

/// Follows the packets of a connection from capture to capture.
public struct PathBuilder {
  private let material: PathMaterial
  private let pairing: TapPairing
  private let near: PathMaterial.Side
  private let far: PathMaterial.Side
  /// The direction whose packets leave A, in the captures beside A and beside B.
  private let directions: (near: Int, far: Int)

  /// Pairs the packets.
  ///
  /// - Complexity: O(n log n).
  public init(_ material: PathMaterial) {
    self.material = material
    let ends = TapEnds(
      first: material.first.connection, direction: material.direction, second: material.second.connection)
    pairing = ends.pairing(material.first.packets, material.second.packets)
    (near, far) =
      pairing.isFirstNear ? (material.first, material.second) : (material.second, material.first)
    directions =
      pairing.isFirstNear
      ? (ends.firstDirection, ends.secondDirection) : (ends.secondDirection, ends.firstDirection)
  }

  /// The data of the chart.
  public func chartData() -> PathData {
    var identity = FlowNames.identity(
      of: FlowID(connection: material.first.connection.id, direction: material.direction),
      connection: material.first.connection, capture: "A: \(near.capture), B: \(far.capture)")
    identity.flow = String(material.first.connection.id)
    identity.capturePoint = ""
    let forward = transit(fromNear: true)
    let backward = transit(fromNear: false)
    var data = PathData(
      identity: identity, axis: material.axis,
      ways: [
        way("A \u{2192} B", forward, fromNear: true), way("B \u{2192} A", backward, fromNear: false),
      ])
    data.clockShift = pairing.clockShift
    data.appeared = appeared(forward, backward)
    data.notes = notes(forward, backward)
    if data.ways.allSatisfy({ $0.packets == 0 }) {
      data.emptyReason = "No packet of connection \(material.first.connection.id) in this time"
    }
    return data
  }

  // MARK: Directions

  private func transit(fromNear: Bool) -> PathTransit {
    let (here, there) = fromNear ? (near, far) : (far, near)
    // Packets from B are those of the other direction.
    let leaving = fromNear ? directions.near : 3 - directions.far
    let arriving = fromNear ? directions.far : 3 - directions.near
    let sent = here.packets.indices.filter { Int(here.packets[$0].direction) + 1 == leaving }
    let arrived = there.packets.indices.filter { Int(there.packets[$0].direction) + 1 == arriving }
    let places = Dictionary(uniqueKeysWithValues: arrived.enumerated().map { ($1, $0) })
    let twins = fromNear == pairing.isFirstNear ? pairing.twins : inverse
    return PathTransit(
      sent: sent.map { here.packets[$0] }, arrived: arrived.map { there.packets[$0] },
      twins: sent.map { twins[$0].flatMap { places[$0] } }, covered: there.covered)
  }

  /// For each packet of the second capture its place in the first.
  private var inverse: [Int?] {
    var inverse = [Int?](repeating: nil, count: material.second.packets.count)
    for (place, twin) in pairing.twins.enumerated() { if let twin { inverse[twin] = place } }
    return inverse
  }

  /// What is added to the times of the capture beside A, or beside B.
  private func shift(ofNear: Bool) -> Int64 { ofNear == pairing.isFirstNear ? 0 : pairing.clockShift }

  private func axisTime(_ time: Int64, ofNear: Bool) -> Int64 {
    time.subtractingReportingOverflow(material.axis.zero).partialValue &+ shift(ofNear: ofNear)
  }

  private func isShown(_ time: Int64) -> Bool {
    time >= material.axis.zoomStart ?? .min && time <= material.axis.zoomStop ?? .max
  }

  private func way(_ name: String, _ transit: PathTransit, fromNear: Bool) -> PathData.Way {
    var way = PathData.Way(name: name)
    let correction = shift(ofNear: !fromNear) &- shift(ofNear: fromNear)
    way.leastDelay = transit.leastDelay.map { $0 &+ correction }
    way.capture = fromNear ? near.capture : far.capture
    var rows = PathRows()
    for passage in transit.passages {
      let time = axisTime(passage.sent.time, ofNear: fromNear)
      guard isShown(time) else { continue }
      way.packets += 1
      switch passage.fate {
      case .arrived, .arrivedInParts: way.arrived += 1
      case .lost, .partlyLost:
        way.lost += 1
        way.lostBytes += passage.lostBytes
        way.losses.append(time)
      case .unknown: way.unknown += 1
      }
      if passage.fate == .arrivedInParts { way.arrivedInParts += 1 }
      if passage.isReordered { way.reordered += 1 }
      let above = passage.delay.flatMap { delay in transit.leastDelay.map { delay &- $0 } }
      if passage.fate == .arrived, let above {
        way.delays.times.append(time)
        way.delays.values.append(above)
      }
      rows.append(passage, time: time, delay: passage.delay.map { $0 &+ correction }, above: above)
    }
    way.copies = count(transit.copies, fromNear: fromNear)
    way.strangers = count(transit.strangers, fromNear: fromNear)
    way.table = rows.table
    return way
  }

  private func count(_ packets: [TapPacket], fromNear: Bool) -> Int64 {
    Int64(packets.count { isShown(axisTime($0.time, ofNear: !fromNear)) })
  }

  private func appeared(_ forward: PathTransit, _ backward: PathTransit) -> DataTable {
    var rows = AppearedRows()
    for (name, transit, fromNear) in [("A>B", forward, true), ("B>A", backward, false)] {
      for (kind, packets) in [("doubled", transit.copies), ("onlyHere", transit.strangers)] {
        for packet in packets {
          let time = axisTime(packet.time, ofNear: !fromNear)
          if isShown(time) { rows.append(packet, time: time, way: name, kind: kind) }
        }
      }
    }
    return rows.table
  }

  // MARK: Warnings

  private func notes(_ forward: PathTransit, _ backward: PathTransit) -> [String] {
    var notes: [String] = []
    let paired = pairing.twins.count { $0 != nil }
    let fewer = min(near.packets.count, far.packets.count)
    if paired * 2 < fewer {
      notes.append(
        "Only \(Quantity.count(Int64(paired))) of \(Quantity.count(Int64(fewer))) packets are equal in both "
          + "captures: a device between them, or segmentation offload, changes packets.")
    }
    if pairing.clockShift != 0 {
      notes.append(
        "The clocks cannot both be right: \(Quantity.duration(nanoseconds: abs(pairing.clockShift))) "
          + (pairing.clockShift > 0 ? "was added to" : "was taken off")
          + " the times of \(material.second.capture), "
          + "so that the least delays both ways are equal.")
    } else {
      notes.append("Least delays are as right as both clocks are; delays above them need no common clock.")
    }
    notes += missed(far, direction: directions.far) + missed(near, direction: 3 - directions.near)
    if near.hasMore || far.hasMore {
      notes.append(
        "Only the first \(Quantity.count(Int64(TapPacketsMetric.maximumCount))) packets of a capture are followed."
      )
    }
    return notes
  }

  /// What tells that the capture where packets arrive missed some of them.
  private func missed(_ side: PathMaterial.Side, direction: Int) -> [String] {
    let flow = side.connection.flow(direction)
    var notes = FlowNotes.sentences([.captureDrop], flow: flow, connection: side.connection)
      .map { "\(side.capture): \($0)" }
    if let bytes = flow.acknowledgedUnseenBytes, bytes > 0 {
      notes.append(
        "\(Quantity.count(bytes)) B were acknowledged that \(side.capture) does not show: the "
          + "capture missed packets, which count as lost here.")
    }
    return notes
  }
}
