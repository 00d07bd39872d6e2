import Charts
import Foundation
import Measurements

/// The tables behind a figure as files, or as links inside of a page.
struct FigureData {
  private let figure: Figure
  private let folder: String

  init(_ figure: Figure, folder: String) {
    self.figure = figure
    self.folder = folder
  }

  /// A table with the name of its file.
  private var tables: [(name: String, table: DataTable)] {
    (figure.repeatsData ? [] : figure.chart.dataTables).filter { $0.rowCount > 0 }.map { table in
      (table.name.isEmpty ? "\(figure.name).csv" : "\(figure.name)-\(table.name).csv", table)
    }
  }

  /// The files.
  var companions: [ReportOutput.Companion] {
    tables.map { .init(path: "\(folder)/\($0.name)", bytes: $0.table.csv()) }
  }

  /// Links to the tables: to files, or to what they hold.
  func links(_ data: ReportData) -> [[String: Any]] {
    guard data != .preview else { return [] }
    return tables.map { name, table in
      let target =
        data == .files
        ? Self.path("\(folder)/\(name)")
        : "data:text/csv;charset=utf-8;base64," + Data(table.csv()).base64EncodedString()
      return ["dataName": Escaping.markup(name), "dataTarget": target]
    }
  }

  /// A relative path as a reference in a page: all but unreserved characters as per cent and number (RFC 3986).
  private static func path(_ path: String) -> String {
    // A first part with a colon would be taken for a scheme.
    "./"
      + path.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "~"), UInt8(ascii: "/"):
          String(UnicodeScalar(byte))
        default:
          "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }.joined()
  }
}
