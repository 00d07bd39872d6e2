import Measurements

/// Packets as text: a Mermaid sequence diagram, or a ladder of arrows.
struct PacketText {
  /// Most messages of a diagram; GitLab stops at 5000 characters.
  static let messageLimit = 40
  static let characterLimit = 4500

  let listing: PacketListing

  /// Lines of a `sequenceDiagram`.
  func mermaid() -> [String] {
    var lines = [
      "sequenceDiagram", "    participant A as \(name(listing.nameOfA))",
      "    participant B as \(name(listing.nameOfB))",
    ]
    var characters = lines.reduce(0) { $0 + $1.count + 1 }
    var previous: Int64?
    for (index, row) in listing.rows.enumerated() {
      var added: [String] = []
      if let previous, isGap(row.time &- previous) {
        added.append("    Note over A,B: \(label(Quantity.duration(nanoseconds: row.time &- previous)))")
      }
      let arrow = (row.isFromA ? "A" : "B") + (row.length > 0 ? "->>" : "-->>") + (row.isFromA ? "B" : "A")
      added.append("    \(arrow): \(label(words(row)))")
      let size = added.reduce(0) { $0 + $1.count + 1 }
      guard index < Self.messageLimit, characters + size < Self.characterLimit - 60 else {
        lines.append("    Note over A,B: \(listing.rows.count - index) more packets")
        break
      }
      characters += size
      lines += added
      previous = row.time
    }
    return lines
  }

  /// Lines with arrows between two columns, time at the left and frame at the right.
  func ladder() -> [String] {
    let texts = listing.rows.map(words)
    let width = max(24, texts.map(\.count).max() ?? 0)
    var lines = ["A \(listing.nameOfA)", "B \(listing.nameOfB)", ""]
    var previous: Int64?
    for (row, text) in zip(listing.rows, texts) {
      if let previous, isGap(row.time &- previous) {
        lines.append("           ... \(Quantity.duration(nanoseconds: row.time &- previous))")
      }
      let time = ReportTime.seconds(row.time, decimals: 6)
      let pad = String(repeating: "-", count: width - text.count)
      let arrow = row.isFromA ? "A |- \(text) \(pad)>| B" : "A |<\(pad) \(text) -| B"
      lines.append(String(repeating: " ", count: max(0, 11 - time.count)) + "\(time) \(arrow) #\(row.frame)")
      previous = row.time
    }
    return lines
  }

  /// What a packet says, in a few words.
  private func words(_ row: PacketListing.Row) -> String {
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
    return text + " (\(ReportTime.seconds(row.time, decimals: 3)) s)"
  }

  private func isGap(_ nanoseconds: Int64) -> Bool {
    let range = (listing.rows.last?.time ?? 0) &- (listing.rows.first?.time ?? 0)
    return nanoseconds > max(5_000_000, range / 20)
  }

  /// Text for a label: all that has a meaning in Mermaid is replaced.
  private func label(_ text: String) -> String {
    String(
      text.map { character in
        switch character {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "-": character
        case "\u{2212}": "-"
        case "\u{B5}": "u"
        default: " "
        }
      })
  }

  /// An endpoint; colons and brackets of addresses are understood in names.
  private func name(_ text: String) -> String {
    text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".:[]%-".contains($0)) }
  }
}
