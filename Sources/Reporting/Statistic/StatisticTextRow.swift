import Measurements
import TCPAnalysis

/// One row of the text form: a label and how its value reads for a flow.
struct StatisticTextRow: Sendable {
  /// What stands in a row for one flow.
  struct Cell {
    /// The value with its unit.
    var value: String
    /// A rate or a share that belongs to it.
    var detail = ""
    /// Whether it deserves a look.
    var isRemarkable = false
  }

  /// Columns of the label.
  static let labelWidth = 30
  /// Columns of a flow.
  static let cellWidth = 33
  private static let detailWidth = 14
  static let unknown = "\u{2014}"

  let label: String
  var isExtended = false
  let cell: @Sendable (FlowSummary) -> Cell

  /// Writes the row of a connection's flows.
  func write(_ flows: [FlowSummary], style: TerminalStyle, to text: inout TextBuffer) {
    text.append("  ")
    text.append(pad: label, width: Self.labelWidth)
    for (index, flow) in flows.enumerated() {
      let cell = self.cell(flow)
      let hasDetail = !cell.detail.isEmpty
      let isWide = cell.value.count > Self.cellWidth - Self.detailWidth
      let value = Self.rightAligned(
        cell.value, width: isWide && !hasDetail ? Self.cellWidth : Self.cellWidth - Self.detailWidth)
      text.append(cell.isRemarkable ? style.warning(value) : value)
      if hasDetail {
        text.append(style.faint(Self.rightAligned(cell.detail, width: Self.detailWidth)))
      } else if !isWide, index + 1 < flows.count {
        text.append(pad: "", width: Self.detailWidth)
      }
    }
    text.append("\n")
  }

  /// Text with spaces in front, `width` columns in all.
  static func rightAligned(_ text: String, width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Rows that belong together; their title is written where all rows are.
  struct Group: Sendable {
    let title: String
    let rows: [StatisticTextRow]
  }

  /// All rows in order.
  static let groups: [Group] = [
    Group(title: "volume and rates", rows: volumeRows + rateRows),
    Group(title: "data of this flow", rows: dataRows),
    Group(title: "packets and options", rows: packetRows),
    Group(title: "round-trip times of this flow's data", rows: roundTripRows),
    Group(title: "flight of this flow's data", rows: flightRows),
    Group(title: "acknowledgments and windows in this flow", rows: receiverRows),
    Group(title: "explicit congestion notification", rows: congestionRows),
  ]

  static func bytes(_ count: Int64, _ flow: FlowSummary) -> Cell {
    Cell(
      value: Quantity.count(count) + " B",
      detail: flow.rate(of: count, over: flow.duration).map { Quantity.si($0, "bit/s") } ?? unknown)
  }

  static func counts(_ values: [Int64]) -> Cell {
    Cell(value: values.map { Quantity.count($0) }.joined(separator: " / "))
  }

  static func optional(_ value: Int64?, _ unit: String = "") -> String {
    value.map { Quantity.count($0) + unit } ?? unknown
  }

  static func yesNo(_ flag: Bool?) -> String { flag.map { $0 ? "yes" : "no" } ?? unknown }
}
