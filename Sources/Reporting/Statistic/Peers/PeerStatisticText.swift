import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic` by the rules of another tool as text: each connection with both flows side by side.
///
/// Rows in which neither flow has anything are left out.
public struct PeerStatisticText {
  private let material: PeerMaterial
  private let style: TerminalStyle

  /// Makes the writer.
  public init(_ material: PeerMaterial, usesColor: Bool = false) {
    self.material = material
    style = TerminalStyle(usesColor: usesColor)
  }

  /// Writes all of it.
  ///
  /// - Parameter sink: Takes the text in pieces.
  /// - Throws: What `sink` throws.
  public func write<Failure: Error>(to sink: ByteSink<Failure>) throws(Failure) {
    var text = TextBuffer(capacity: pieceSize + 4096)
    writeHead(to: &text)
    let fields = material.statistic.fields
    try material.forEach { connection throws(Failure) in
      write(connection, fields, to: &text)
      guard text.count >= pieceSize else { return }
      try sink(text.bytes)
      text.removeAll()
    }
    try sink(text.bytes)
  }

  private func writeHead(to text: inout TextBuffer) {
    let capture = material.capture
    text.append(style.bold("Classified"))
    text.append("   by \(material.rules.title), not by those of captcp: every segment as it was captured\n")
    text.append(style.bold("Packets"))
    text.append("      \(Quantity.count(Int64(clamping: capture.packets))), ")
    text.append("\(Quantity.count(Int64(clamping: capture.tcpPackets))) of them TCP\n")
    text.append(style.bold("Connections"))
    text.append("  \(Quantity.count(Int64(material.statistic.connectionCount)))\n")
  }

  private func write(_ connection: PeerConnection, _ fields: [PeerField], to text: inout TextBuffer) {
    guard let first = connection.flows.first else { return }
    let word = material.rules.connectionKey == "id" ? "Connection" : "Stream"
    text.append("\n")
    text.append(style.bold("\(word) \(connection.number)"))
    text.append("  \(first.source) \u{2192} \(first.destination)\n")
    let duration = connection.times.last.subtractingReportingOverflow(connection.times.first).partialValue
    text.append("  \(Quantity.duration(nanoseconds: duration))")
    for (field, value) in zip(material.statistic.connectionFields, connection.values) {
      text.append(" \u{B7} \(field.label) \(Self.words(value))")
    }
    text.append("\n")
    text.append(pad: "", width: StatisticTextRow.labelWidth + 2)
    for head in ["\u{2192}", "\u{2190}"] {
      text.append(style.bold(StatisticTextRow.rightAligned(head, width: Self.cellWidth)))
    }
    text.append("\n")
    row("packets", connection.flows.map { .count($0.packets) }, to: &text)
    row("payload bytes", connection.flows.map { .count($0.payloadBytes) }, to: &text)
    for (index, field) in fields.enumerated() {
      let values = connection.flows.map { $0.values[index] }
      if values.contains(where: { !Self.isNothing($0) }) { row(field.label, values, to: &text) }
    }
  }

  private static let cellWidth = 20

  private func row(_ label: String, _ values: [PeerValue], to text: inout TextBuffer) {
    text.append("  ")
    text.append(pad: label, width: StatisticTextRow.labelWidth)
    for value in values {
      text.append(StatisticTextRow.rightAligned(Self.words(value), width: Self.cellWidth))
    }
    text.append("\n")
  }

  private static func isNothing(_ value: PeerValue) -> Bool {
    switch value {
    case .count(let count): (count ?? 0) == 0
    case .milliseconds(let time): time == nil
    }
  }

  private static func words(_ value: PeerValue) -> String {
    switch value {
    case .count(let count): count.map { Quantity.count($0) } ?? "\u{2014}"
    case .milliseconds(let time):
      time.map { Quantity.duration(nanoseconds: Int64(($0 * 1e6).rounded())) } ?? "\u{2014}"
    }
  }
}
