public import Charts
import Measurements

extension RTTSection {
  /// Samples as dots, the smoothed value and the least one so far as lines.
  public func starter(of result: SeriesResult) -> ChartStarter {
    ChartStarter(
      yLabel: "RTT (ms)",
      layers: [
        .init(.points, y: .column("rtt_ms"), title: "sample", role: .data),
        .init(.lines, y: .column("smoothed_ms"), title: "smoothed (RFC 6298)", role: .aux),
        .init(.steps, y: .column("min_ms"), title: "minimum so far", role: .ack),
      ])
  }
}

extension InflightSection {
  /// What is in flight below the window.
  public func starter(of result: SeriesResult) -> ChartStarter {
    let isCounted = result.tables.first?.columns.contains { $0.name == "segments" } ?? false
    if isCounted {
      return ChartStarter(
        yLabel: "In flight (segments)",
        layers: [.init(.steps, y: .column("segments"), title: "in flight", role: .data)])
    }
    return ChartStarter(
      yLabel: "In flight (B)",
      layers: [
        .init(.steps, y: .column("window_B"), title: "window", role: .win),
        .init(.steps, y: .column("flight_B"), title: "in flight", role: .data),
      ])
  }
}

extension WindowSection {
  /// The window in bytes, or its field where the scale is unknown.
  public func starter(of result: SeriesResult) -> ChartStarter {
    let isScaled = !result.plainColumns.contains(3)
    return ChartStarter(
      yLabel: isScaled ? "Window (B)" : "Window field, scale unknown",
      layers: [.init(.steps, y: .column(isScaled ? "window_B" : "field"), title: "window", role: .win)])
  }
}

extension SpacingSection {
  /// Means of some gaps each, on a logarithmic axis.
  public func starter(of result: SeriesResult) -> ChartStarter {
    var starter = ChartStarter(
      yLabel: "Time between packets (ms)",
      layers: [
        .init(.points, y: .column("mean_ms"), title: "sent", role: .data),
        .init(.points, table: "rx", y: .column("mean_ms"), title: "received", role: .ack),
      ])
    starter.isLogarithmic = true
    return starter
  }
}

extension SpacingDataAckSection {
  /// Delay of each acknowledgment, on a logarithmic axis.
  public func starter(of result: SeriesResult) -> ChartStarter {
    var starter = ChartStarter(
      yLabel: "Data to ACK (ms)",
      layers: [.init(.points, table: "segments", y: .column("delay_ms"), title: "segment", role: .data)])
    starter.isLogarithmic = true
    return starter
  }
}

extension SegmentSizeSection {
  /// Payload of each segment.
  public func starter(of result: SeriesResult) -> ChartStarter {
    ChartStarter(
      yLabel: "Payload (B)",
      layers: [.init(.points, y: .column("payload_B"), title: "segment", role: .data)])
  }
}
