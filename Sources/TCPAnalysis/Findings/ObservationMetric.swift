import PacketCapture

/// Collects what findings cite of chosen connections: frames and times, at most a few of each kind.
///
/// Memory is about 2 KiB a connection that is watched, whatever its packets, and 4 bytes a connection of the capture.
public final class ObservationMetric: Metric {
  /// Connections that are watched at most.
  public static let connectionLimit = 10_000

  private var capture = CaptureObservations()
  private var observers: [ConnectionObserver] = []
  private var numbers: [Int] = []
  /// Place in `observers` by index of the connection; -1 for those that are not watched.
  private var places: [Int32]

  /// Makes the metric.
  ///
  /// - Parameter connections: What is watched, each with the direction (1 or 2) of the data that its stalls are told of.
  public init(_ connections: [(connection: ConnectionSummary, direction: Int)]) {
    let watched = connections.prefix(Self.connectionLimit)
    places = [Int32](repeating: -1, count: watched.map(\.connection.id).max() ?? 0)
    for (connection, direction) in watched where connection.id > 0 && places[connection.id - 1] < 0 {
      places[connection.id - 1] = Int32(observers.count)
      observers.append(ConnectionObserver(connection, dataDirection: direction))
      numbers.append(connection.id)
    }
  }

  /// What was seen, by number of connection.
  public var observations: Observations {
    var all: [Int: ConnectionObservations] = [:]
    for (number, observer) in zip(numbers, observers) { all[number] = observer.observations }
    return Observations(capture: capture, connections: all)
  }

  /// Takes the next segments.
  public func observe(_ batch: borrowing Span<ClassifiedSegment>) {
    for index in batch.indices {
      noteCapture(batch[index])
      let connection = Int(batch[index].connection)
      guard connection >= 0, connection < places.count, places[connection] >= 0,
        batch[index].segmentClass != .captureDuplicate
      else { continue }
      observers[Int(places[connection])].take(batch[index])
    }
  }

  @inline(__always)
  private func noteCapture(_ segment: borrowing ClassifiedSegment) {
    if segment.segmentClass == .captureDuplicate { return capture.duplicates.add(SeriesPlace(segment)) }
    if segment.marks.contains(.oversize) {
      capture.oversize.add(SeriesPlace(segment))
      capture.greatestPayload = max(capture.greatestPayload, Int64(segment.segment.payloadLength))
    }
    guard segment.segment.marks.contains(.truncated) else { return }
    capture.truncated.add(SeriesPlace(segment))
    if segment.segment.marks.contains(.optionsTruncated) { capture.optionsCut.add(SeriesPlace(segment)) }
  }
}

/// What was seen in a reading for findings.
public struct Observations: Sendable, Equatable {
  /// What was seen of the capture as a whole.
  public var capture: CaptureObservations
  /// What was seen of the connections that were watched, by number.
  public var connections: [Int: ConnectionObservations]

  /// Makes observations.
  public init(capture: CaptureObservations = .init(), connections: [Int: ConnectionObservations] = [:]) {
    self.capture = capture
    self.connections = connections
  }
}
