import Charts
import PacketCapture
import Reporting
import TCPAnalysis

extension ShowSettings {
  /// Takes what the user wants to see.
  ///
  /// - Parameters:
  ///   - flows: Flows and connections; empty for all.
  ///   - frames: Frames; `nil` for all.
  ///   - time: Times; `nil` for all. Seconds count from the zero of the time column.
  ///   - origin: Where that zero lies.
  ///   - analysis: The capture.
  mutating func select(
    flows: [FlowID], frames: FrameRanges?, time: TimeRange?, origin: TimeAxis.Origin, in analysis: Analysis
  ) {
    selection.flows = flows
    selection.frames = frames
    let start = analysis.capture.firstTime ?? 0
    switch origin {
    case .connection:
      self.origin = .connection
      guard let time else { return }
      if time.isRelative {
        selection.timesInConnection = time.absolute(zero: 0)
      } else {
        selection.times = time.absolute(zero: start)
      }
    case .capture:
      self.origin = .capture(start)
      selection.times = time?.absolute(zero: start)
    case .absolute:
      self.origin = .absolute
      selection.times = time?.absolute(zero: start)
    }
  }
}
