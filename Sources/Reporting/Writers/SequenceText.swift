import Charts
import Measurements

/// Packets between two ends as text: a Mermaid sequence diagram, or a ladder of arrows.
struct SequenceText {
  /// Most messages of a diagram; GitLab stops at 5000 characters.
  static let messageLimit = 40
  static let characterLimit = 4500

  /// One arrow.
  struct Line {
    /// Silence in front of it in nanoseconds; `nil` if it is not worth telling.
    var gap: Int64?
    /// What is not shown in front of it.
    var leftOut = ""
    /// Whether the left end, A, sent it.
    var isFromA: Bool
    /// Whether it carries data.
    var isData: Bool
    /// Whether it never arrived.
    var isLost = false
    /// What it says.
    var words: String
    /// What it says besides where there is no column of times.
    var note = ""
    /// Its time as printed at the left of a ladder.
    var time: String
    /// Its frames as printed at the right of a ladder.
    var frames: String
  }

  private let nameOfA: String
  private let nameOfB: String
  private let lines: [Line]

  /// The packets of a listing, each a line.
  init(listing: PacketListing) {
    nameOfA = listing.nameOfA
    nameOfB = listing.nameOfB
    let range = (listing.rows.last?.time ?? 0) &- (listing.rows.first?.time ?? 0)
    var previous: Int64?
    lines = Self.runs(listing.rows, longestGap: max(5_000_000, range / 20)).map { rows in
      let row = rows[rows.startIndex]
      let gap = previous.map { row.time &- $0 } ?? 0
      previous = rows[rows.endIndex - 1].time
      return Line(
        gap: gap > max(5_000_000, range / 20) ? gap : nil, leftOut: row.leftOut.map(Self.words) ?? "",
        isFromA: row.isFromA, isData: row.length > 0,
        words: Self.words(rows),
        note: " (\(ReportTime.seconds(row.time, decimals: 3)) s, \(Self.frames(rows)))",
        time: ReportTime.seconds(row.time, decimals: 6),
        frames: rows.count == 1 ? "#\(row.frame)" : "#\(row.frame)-\(rows[rows.endIndex - 1].frame)")
    }
  }

  /// The rows of a flow graph.
  init(_ data: FlowGraphData, isFolding: Bool) {
    nameOfA = data.left.name
    nameOfB = data.right.name
    var gap: Int64?
    var lines: [Line] = []
    for row in data.rows(isFolding: isFolding) {
      if case .gap(let length) = row {
        gap = length
      } else {
        lines.append(Self.line(row, data, gap: gap))
        gap = nil
      }
    }
    self.lines = lines
  }

  private static func line(_ row: FlowGraphRow, _ data: FlowGraphData, gap: Int64?) -> Line {
    let places =
      switch row {
      case .packet(let place): place..<(place + 1)
      case .run(let places): places
      case .gap: 0..<0
      }
    let packets = data.packets[places]
    guard let first = packets.first, let last = packets.last else {
      return Line(gap: gap, isFromA: true, isData: false, words: "", time: "", frames: "")
    }
    func frames(_ number: (FlowGraphPacket) -> UInt64?) -> String {
      guard let start = number(first) else { return "\u{2014}" }
      let end = number(last) ?? start
      return start == end ? "#\(start)" : "#\(start)-\(end)"
    }
    var numbers = frames(\.leftFrame)
    if data.peerCapture != nil { numbers += " | \(frames(\.rightFrame))" }
    let words = (data.labels(of: row).first ?? "").replacing("\u{2002}\u{2002}", with: " ")
    return Line(
      gap: gap, isFromA: first.isFromLeft, isData: first.length > 0, isLost: first.fate == .lost,
      words: first.fate == .lost ? words + ", lost" : words,
      time: ReportTime.seconds(first.time, decimals: 6),
      frames: numbers)
  }

  /// Lines of a `sequenceDiagram`.
  func mermaid() -> [String] {
    var text = [
      "sequenceDiagram", "    participant A as \(name(nameOfA))", "    participant B as \(name(nameOfB))",
    ]
    var characters = text.reduce(0) { $0 + $1.count + 1 }
    for (index, line) in lines.enumerated() {
      var added: [String] = []
      if let gap = line.gap {
        added.append("    Note over A,B: \(label(Quantity.duration(nanoseconds: gap)))")
      }
      if !line.leftOut.isEmpty { added.append("    Note over A,B: \(label(line.leftOut))") }
      let head = line.isLost ? (line.isData ? "-x" : "--x") : (line.isData ? "->>" : "-->>")
      let arrow = (line.isFromA ? "A" : "B") + head + (line.isFromA ? "B" : "A")
      added.append("    \(arrow): \(label(line.words + line.note))")
      let size = added.reduce(0) { $0 + $1.count + 1 }
      guard index < Self.messageLimit, characters + size < Self.characterLimit - 60 else {
        text.append("    Note over A,B: \(lines.count - index) more packets")
        break
      }
      characters += size
      text += added
    }
    return text
  }

  /// Lines with arrows between two columns, time at the left and frame at the right.
  func ladder() -> [String] {
    let width = max(24, lines.map(\.words.count).max() ?? 0)
    let timeWidth = max(11, lines.map(\.time.count).max() ?? 0)
    var text = ["A \(nameOfA)", "B \(nameOfB)", ""]
    for line in lines {
      if let gap = line.gap {
        text.append(String(repeating: " ", count: timeWidth) + "... \(Quantity.duration(nanoseconds: gap))")
      }
      if !line.leftOut.isEmpty {
        text.append(String(repeating: " ", count: timeWidth) + "... \(line.leftOut)")
      }
      let pad = String(repeating: "-", count: width - line.words.count)
      let (right, left) = line.isLost ? ("x ", " x") : (">|", "|<")
      let arrow =
        line.isFromA ? "A |- \(line.words) \(pad)\(right) B" : "A \(left)\(pad) \(line.words) -| B"
      text.append(
        String(repeating: " ", count: timeWidth - line.time.count) + "\(line.time) \(arrow) \(line.frames)")
    }
    return text
  }

  /// The rows in runs of three ordinary data segments and more that follow each other, and the others alone.
  private static func runs(
    _ rows: [PacketListing.Row], longestGap: Int64
  ) -> [ArraySlice<PacketListing.Row>] {
    func isOrdinary(_ row: PacketListing.Row) -> Bool {
      row.length > 0 && row.remark.isEmpty && !row.isMiddle && !row.isProbe
        && row.flags.split(separator: " ").allSatisfy { $0 == "ACK" || $0 == "PSH" }
    }
    var result: [ArraySlice<PacketListing.Row>] = []
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, isOrdinary(rows[start]), isOrdinary(rows[end]), rows[end].leftOut == nil,
        rows[end].isFromA == rows[start].isFromA, rows[end].time &- rows[end - 1].time <= longestGap
      {
        end += 1
      }
      if end - start < 3 { end = start + 1 }
      result.append(rows[start..<end])
      start = end
    }
    return result
  }

  private static func words(_ rows: ArraySlice<PacketListing.Row>) -> String {
    guard rows.count > 1, let first = rows.first else { return rows.first.map { words($0) } ?? "" }
    let bytes = rows.reduce(Int64(0)) { $0 &+ Int64($1.length) }
    return "seq \(first.sequence) len \(bytes) in \(rows.count) segments"
  }

  private static func frames(_ rows: ArraySlice<PacketListing.Row>) -> String {
    guard rows.count > 1, let first = rows.first, let last = rows.last else {
      return "frame \(rows.first?.frame ?? 0)"
    }
    return "frames \(first.frame)-\(last.frame)"
  }

  private static func words(_ frames: ClosedRange<UInt64>) -> String {
    frames.count == 1
      ? "frame \(frames.lowerBound) not shown"
      : "frames \(frames.lowerBound) to \(frames.upperBound) not shown"
  }

  /// What a packet of a listing says, in a few words.
  private static func words(_ row: PacketListing.Row) -> String {
    var words: [String] = []
    let flags = row.flags.split(separator: " ").filter { $0 != "ACK" && $0 != "PSH" }
    words += flags.map(String.init)
    if row.length > 0 || row.acknowledgment == nil || row.isProbe || !flags.isEmpty {
      words.append("seq \(row.sequence)")
    }
    if row.length > 0 { words.append("len \(row.length)") }
    if row.length == 0, !row.isProbe, let acknowledgment = row.acknowledgment {
      words.append("ack \(acknowledgment)")
    }
    if row.length == 0, !row.isProbe, let window = row.window { words.append("win \(window)") }
    var text = words.joined(separator: " ")
    if !row.remark.isEmpty { text += ", \(row.remark)" }
    return text
  }

  /// Text for a label: all that has a meaning in Mermaid is replaced.
  private func label(_ text: String) -> String {
    String(
      text.map { character in
        switch character {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "-": character
        case "\u{2212}", "\u{2013}": "-"
        case "\u{B5}": "u"
        case "\u{B7}": " "
        default: " "
        }
      })
  }

  /// An endpoint; colons and brackets of addresses are understood in names.
  private func name(_ text: String) -> String {
    text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".:[]%-".contains($0)) }
  }
}
