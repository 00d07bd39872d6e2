import Measurements
import PacketCapture
import TCPAnalysis

/// The `capture` object of the JSON output: what the files hold as a whole.
enum CaptureJSON {
  /// Writes the object.
  static func write(_ analysis: Analysis, to json: inout JSONWriter) {
    write(analysis.capture, captureDuplicates: analysis.captureDuplicates, notes: analysis.notes, to: &json)
  }

  /// Writes the object of a capture; `captureDuplicates` is `nil` where nothing looked for them.
  static func write(
    _ capture: CaptureSummary, captureDuplicates: Int64?, notes: [AnalysisNote], to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("files")
    json.beginArray()
    for file in capture.files { write(file, to: &json) }
    json.endArray()
    json.member("packets", capture.packets)
    json.member("tcpPackets", capture.tcpPackets)
    StatisticJSON.member("firstTime", time: capture.firstTime, to: &json)
    StatisticJSON.member("lastTime", time: capture.lastTime, to: &json)
    writeLayers(capture, to: &json)
    json.member("truncatedPackets", capture.truncatedPackets)
    json.member("captureDuplicates", captureDuplicates)
    json.member("timeReversals", capture.timeReversals)
    json.member("fragments", capture.fragments)
    json.key("skipped")
    json.beginObject(inline: true)
    for (reason, packets) in capture.skipped.sorted(by: { $0.key < $1.key }) where packets > 0 {
      json.member(reason.rawValue, packets)
    }
    json.endObject()
    json.key("notes")
    json.beginArray()
    for note in notes { StatisticNotes.write(note, to: &json) }
    for warning in capture.warnings { write(code: "captureFile", warning, to: &json) }
    if captureDuplicates == nil {
      write(
        code: "notMeasured", "captureDuplicates are not looked for by the rules of another tool", to: &json)
    }
    json.endArray()
    json.endObject()
  }

  private static func write(_ file: CaptureFileSummary, to json: inout JSONWriter) {
    json.beginObject()
    json.member("name", file.name)
    json.member("format", file.format.rawValue)
    json.member("bytes", file.bytes)
    json.key("linkTypes")
    json.beginArray(inline: true)
    for type in file.linkTypes { json.value(type) }
    json.endArray()
    json.member("snapLength", file.snapLength)
    json.member("timeResolution", file.timeResolution)
    json.member("packets", file.packets)
    json.member("drops", file.drops)
    json.member("sha256", file.sha256)
    json.endObject()
  }

  private static func writeLayers(_ capture: CaptureSummary, to json: inout JSONWriter) {
    let network = capture.networkLayer
    json.key("networkLayer")
    json.beginObject(inline: true)
    json.member("arp", network.arp)
    json.member("ipv4", network.ipv4)
    json.member("ipv6", network.ipv6)
    json.member("other", network.other)
    json.endObject()
    let transport = capture.transportLayer
    json.key("transportLayer")
    json.beginObject(inline: true)
    json.member("tcp", transport.tcp)
    json.member("udp", transport.udp)
    json.member("icmp", transport.icmp)
    json.member("icmpv6", transport.icmpv6)
    json.member("other", transport.other)
    json.endObject()
  }

  /// Writes a note without a number; warnings of the reader have the code `captureFile`.
  private static func write(code: String, _ text: String, to json: inout JSONWriter) {
    json.beginObject(inline: true)
    json.member("code", code)
    json.key("count")
    json.null()
    json.member("text", text)
    json.endObject()
  }
}
