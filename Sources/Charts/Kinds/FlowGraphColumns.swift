/// Where the life lines stand, and what is printed beside them.
struct FlowGraphColumns {
  /// The left life line.
  let left: Double
  /// The right life line.
  let right: Double
  /// Distance of the numbers from the life lines.
  let air: Double
  /// Right end of the frames on the left; only with two captures.
  let leftFrames: Double
  /// Left end of the frames on the right.
  let rightFrames: Double
  let clock: FlowGraphClock
  private let hasPeer: Bool

  init(data: FlowGraphData, rows: [FlowGraphRow], type: Typography) {
    let times = data.packets.flatMap { [$0.leftTime, $0.rightTime].compactMap(\.self) }
    clock = FlowGraphClock(axis: data.axis, first: times.min() ?? 0, last: times.max() ?? 0)
    hasPeer = data.peerCapture != nil
    let u = type.size
    air = 0.7 * u
    var timeWidth = type.width(clock.title, size: type.smallSize)
    var frameWidth = type.width("frame", size: type.smallSize)
    for row in rows {
      switch row {
      case .gap:
        timeWidth = max(
          timeWidth, data.labels(of: row).map { type.width($0, size: type.smallSize) }.max() ?? 0)
      case .packet, .run:
        let packet = data.packets[row.first ?? 0]
        for time in [packet.leftTime, packet.rightTime].compactMap(\.self) {
          timeWidth = max(timeWidth, type.width(clock.text(time)))
        }
        for text in Self.frames(row, data) {
          frameWidth = max(frameWidth, type.width(text, size: type.smallSize))
        }
      }
    }
    let edge = 0.8 * u
    let column = hasPeer ? frameWidth + air : 0
    left = edge + column + timeWidth + air
    leftFrames = edge + frameWidth
    right = type.pageWidth - edge - frameWidth - air - (hasPeer ? timeWidth + air : 0)
    rightFrames = right + air + (hasPeer ? timeWidth + air : 0)
  }

  /// The frames of a row: of the left capture, and of the right one.
  static func frames(_ row: FlowGraphRow, _ data: FlowGraphData) -> [String] {
    [frame(row, data) { $0.leftFrame }, frame(row, data) { $0.rightFrame }].compactMap(\.self)
  }

  /// `#1477`, or `#1477–1482` of a run.
  static func frame(
    _ row: FlowGraphRow, _ data: FlowGraphData, _ number: (FlowGraphPacket) -> UInt64?
  ) -> String? {
    switch row {
    case .gap: return nil
    case .packet(let place): return number(data.packets[place]).map { "#\($0)" }
    case .run(let places):
      guard let first = number(data.packets[places.lowerBound]),
        let last = number(data.packets[places.upperBound - 1])
      else { return nil }
      return "#\(first)\u{2013}\(last)"
    }
  }

  /// What is printed at the height of a row, with its place.
  func cells(_ row: FlowGraphRow, _ data: FlowGraphData) -> [Cell] {
    guard let place = row.first else { return [] }
    let packet = data.packets[place]
    var cells: [Cell] = []
    if let time = packet.leftTime { cells.append(Cell(clock.text(time), x: left - air, anchor: .end)) }
    let leftFrame = Self.frame(row, data) { $0.leftFrame }
    guard hasPeer else {
      if let leftFrame { cells.append(Cell(leftFrame, x: rightFrames, anchor: .start, isMuted: true)) }
      return cells
    }
    if let leftFrame { cells.append(Cell(leftFrame, x: leftFrames, anchor: .end, isMuted: true)) }
    if let time = packet.rightTime {
      cells.append(Cell(clock.text(time), x: rightFrames - air, anchor: .end))
    }
    if let frame = Self.frame(row, data, { $0.rightFrame }) {
      cells.append(Cell(frame, x: rightFrames, anchor: .start, isMuted: true))
    }
    return cells
  }

  /// What stands above the columns.
  var titles: [Cell] {
    var cells = [Cell(clock.title, x: left - air, anchor: .end, isMuted: true)]
    cells.append(Cell("frame", x: rightFrames, anchor: .start, isMuted: true))
    if hasPeer {
      cells.append(Cell("frame", x: leftFrames, anchor: .end, isMuted: true))
      cells.append(Cell(clock.title, x: rightFrames - air, anchor: .end, isMuted: true))
    }
    return cells
  }

  /// A number beside a life line.
  struct Cell {
    let text: String
    let x: Double
    let anchor: Scene.Text.Anchor
    let isMuted: Bool

    init(_ text: String, x: Double, anchor: Scene.Text.Anchor, isMuted: Bool = false) {
      self.text = text
      self.x = x
      self.anchor = anchor
      self.isMuted = isMuted
    }
  }
}
