/// Rates of a flow, each with its own numerator and denominator (DEFINITIONS.md 12); `nil` where there is no time.
extension FlowSummary {
  /// Bytes beside each Ethernet frame on the wire: preamble 8, check sequence 4, gap 12.
  public static let wireOverheadBytes: Int64 = 24

  /// First to last data segment in nanoseconds.
  public var dataDuration: Int64 {
    guard let firstDataTime, let lastDataTime else { return 0 }
    return lastDataTime &- firstDataTime
  }

  /// First data segment to the last acknowledgment of new data in nanoseconds; `nil` for short flows.
  ///
  /// Of a flow that was not captured itself: from the first acknowledgment of it.
  public var acknowledgedDuration: Int64? {
    guard let first = firstDataTime ?? hiddenSince, let lastAcknowledgedTime else { return nil }
    return max(0, lastAcknowledgedTime &- first)
  }

  /// 8 · (frames + 24 bytes each) / first to last packet, in bit/s: what the flow takes of an Ethernet link.
  ///
  /// Where offload shows fewer segments than the wire has, with the headers of those as well.
  public var wireBitsPerSecond: Double? {
    let hidden = max(0, (estimatedWireDataPackets ?? dataPackets) &- dataPackets)
    let header = packets > 0 ? (linkBytes &- payloadBytes) / packets : 0
    let bytes = linkBytes &+ Self.wireOverheadBytes &* packets
    return rate(of: bytes &+ hidden &* (header &+ Self.wireOverheadBytes), over: duration)
  }

  /// 8 · IP packets / first to last packet, in bit/s.
  public var ipBitsPerSecond: Double? { rate(of: networkBytes, over: duration) }

  /// 8 · transportBytes / first to last packet, in bit/s.
  public var throughputBitsPerSecond: Double? { rate(of: transportBytes, over: duration) }

  /// 8 · payloadBytes, repeats included, / first to last data segment, in bit/s.
  public var payloadBitsPerSecond: Double? { rate(of: payloadBytes, over: dataDuration) }

  /// 8 · uniquePayloadBytes / first to last data segment, in bit/s; of a flow that was not captured itself
  /// `acknowledgedBitsPerSecond`.
  public var goodputBitsPerSecond: Double? {
    hiddenSince == nil ? rate(of: uniquePayloadBytes, over: dataDuration) : acknowledgedBitsPerSecond
  }

  /// 8 · acknowledgedBytes / first data segment to last acknowledgment of new data, in bit/s.
  public var acknowledgedBitsPerSecond: Double? {
    guard let acknowledgedBytes, let acknowledgedDuration else { return nil }
    return rate(of: acknowledgedBytes, over: acknowledgedDuration)
  }

  /// The same with what SACK reported above: what is known to have arrived.
  public var deliveryBitsPerSecond: Double? {
    guard let deliveredBytes, let acknowledgedDuration else { return nil }
    return rate(of: deliveredBytes, over: acknowledgedDuration)
  }

  /// The rate of `bytes` over `nanoseconds` in bit/s; `nil` for no time.
  public func rate(of bytes: Int64, over nanoseconds: Int64) -> Double? {
    nanoseconds > 0 ? 8e9 * Double(bytes) / Double(nanoseconds) : nil
  }
}
