public import Charts
import Measurements

/// The numbers of compared flows in words.
public enum CompareText {
  /// A row for each number, the name in front, then a cell for each flow; the first row names them.
  public static func rows(_ data: CompareData) -> [[String]] {
    func row(_ name: String, _ cell: (CompareData.Series) -> String) -> [String] {
      [name] + data.series.map(cell)
    }
    func time(_ value: Double?) -> String {
      value.map { Quantity.duration(nanoseconds: Int64(max(-9e18, min(9e18, $0.rounded())))) } ?? "\u{2014}"
    }
    return [
      row("", \.name), row("from") { $0.identity.source }, row("to") { $0.identity.destination },
      row("first to last packet") { Quantity.duration(nanoseconds: $0.durationNanoseconds) },
      row("unique payload") { Quantity.si(Double($0.payloadBytes), "B") },
      row("mean goodput") { $0.goodputBitsPerSecond.map { Quantity.si($0, "bit/s") } ?? "\u{2014}" },
      row("data segments") { Quantity.count($0.dataSegments) },
      row("retransmissions") {
        "\(Quantity.count($0.retransmittedSegments)) (\(Quantity.percent($0.retransmittedSegments, of: $0.dataSegments)))"
      },
      row("RTT samples") { Quantity.count($0.roundTripSamples) },
      row("RTT median") { time($0.medianRTTNanoseconds) }, row("RTT p95") { time($0.tailRTTNanoseconds) },
    ]
  }
}
