import PacketCapture

/// Everything that one reading of captures gives.
struct Reading {
  var segments: [Segment] = []
  var outcomes: [PacketOutcome] = []
  var summary = CaptureSummary()

  /// Reads files to their end.
  init(paths: [String], options: CaptureOptions = CaptureOptions()) throws(CaptureFileError) {
    try self.init(CaptureInput(paths: paths, options: options).makeReader())
  }

  /// Reads captures given as bytes.
  init(_ captures: [UInt8]..., options: CaptureOptions = CaptureOptions()) throws(CaptureFileError) {
    let files = captures.map { TemporaryFile($0) }
    defer { withExtendedLifetime(files) {} }
    try self.init(paths: files.map(\.path), options: options)
  }

  init(_ reader: CaptureReader) throws(CaptureFileError) {
    var segment = Segment()
    while true {
      let outcome = try reader.next(into: &segment)
      if outcome == .end { break }
      outcomes.append(outcome)
      if outcome == .segment { segments.append(segment) }
    }
    summary = reader.summary
  }

  /// Reads single packets of one link type.
  static func packets(_ packets: [UInt8]..., linkType: UInt32 = 1) throws(CaptureFileError) -> Reading {
    try Reading(CaptureBytes.pcap(packets: packets, linkType: linkType))
  }
}
