import PacketCapture

/// What the sending host's kernel knew at each packet that it received: the trace point tcp:tcp_probe.
struct KernelProbe {
  /// The state just before the packet was worked on.
  struct Row {
    /// Microsecond of the trace, in nanoseconds since the epoch.
    var time: Int64 = 0
    var local = Endpoint(address: IPAddress(), port: 0)
    var remote = Endpoint(address: IPAddress(), port: 0)
    /// SND.NXT and SND.UNA.
    var next: UInt32 = 0
    var unacknowledged: UInt32 = 0
  }

  /// Rows of the sending host in the order of time.
  let rows: [Row]

  init(path: String) throws {
    var fields = CommaSeparated(try GzipFile.bytes(path))
    fields.skipLine()
    var rows: [Row] = []
    while !fields.isAtEnd {
      var row = Row()
      row.time = Self.time(fields.text())
      let isSender = fields.text() == "sender"
      let ends = [fields.text(), fields.text()].map(Self.endpoint)
      _ = fields.number()
      row.next = UInt32(truncatingIfNeeded: fields.number())
      row.unacknowledged = UInt32(truncatingIfNeeded: fields.number())
      fields.skipLine()
      guard isSender, let local = ends[0], let remote = ends[1] else { continue }
      row.local = local
      row.remote = remote
      rows.append(row)
    }
    self.rows = rows
  }

  /// Decimal seconds with six digits behind the point as nanoseconds.
  private static func time(_ text: String) -> Int64 {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let seconds = Int64(parts[0]) else { return 0 }
    let digits = parts[1].prefix(9)
    guard let fraction = Int64(digits + String(repeating: "0", count: 9 - digits.count)) else { return 0 }
    return seconds * 1_000_000_000 + fraction
  }

  /// `10.77.0.1:40000` or `[fd77::1]:40000`.
  private static func endpoint(_ text: String) -> Endpoint? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    return KernelSamples.address(host).map { Endpoint(address: $0, port: port) }
  }
}
