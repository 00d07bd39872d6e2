import Charts
import Measurements
import Reporting

/// Writes a flow graph: as text and Mermaid by itself, as any chart otherwise.
struct FlowGraphDelivery {
  /// Writes pictures and data.
  let charts: ChartDelivery
  /// Whether runs of like packets are one line of text.
  let isFolding: Bool

  /// Writes it.
  ///
  /// - Returns: The files written.
  /// - Throws: ``CommandFailure``.
  func deliver(to destination: Destination) throws(CommandFailure) -> OutputFiles {
    if let files = try destination.each({ part throws(CommandFailure) in try deliver(to: part) }) {
      return files
    }
    switch destination {
    case .standardOutput(let format):
      if let text = text(format) {
        try StandardOutput().write(text)
        return OutputFiles()
      }
    case .file(let path, let format):
      if let text = text(format) {
        var files = OutputFiles()
        try files.write(text, to: path)
        return files
      }
    case .folder(let path):
      var files = try charts.deliver(to: destination)
      for format in [OutputFormat.text, .mermaid] {
        try files.write(text(format) ?? [], to: "\(path)\(charts.name).\(format.ending)")
      }
      return files
    case .several: break
    }
    return try charts.deliver(to: destination)
  }

  private func text(_ format: OutputFormat) -> [UInt8]? {
    guard let chart = charts.chart as? FlowGraphChart else { return nil }
    let lines: [String]
    switch format {
    case .text: lines = FlowGraphSection.ladder(chart.data, isFolding: isFolding)
    case .mermaid: lines = FlowGraphSection.mermaid(chart.data, isFolding: isFolding)
    default: return nil
    }
    return Array((lines.map { Escaping.terminal($0) }.joined(separator: "\n") + "\n").utf8)
  }
}
