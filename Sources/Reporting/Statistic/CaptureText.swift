import Measurements
import PacketCapture
import TCPAnalysis

/// The head of the text form: what the capture holds as a whole.
struct CaptureText {
  private let analysis: Analysis
  private let style: TerminalStyle

  init(_ analysis: Analysis, style: TerminalStyle) {
    self.analysis = analysis
    self.style = style
  }

  /// Writes a labelled line for each thing that there is.
  func write(shown: Int, material: StatisticMaterial, to text: inout TextBuffer) {
    let capture = analysis.capture
    for file in capture.files { line("Capture", words(of: file), to: &text) }
    line("Packets", packets, to: &text)
    if let first = capture.firstTime, let last = capture.lastTime {
      let times = [first, last].map { Timestamp(nanoseconds: $0).iso8601(decimals: 6) }
      line("Time", times.joined(separator: " \u{2013} "), to: &text)
    }
    let network = capture.networkLayer
    line(
      "Network",
      counts(["IPv4": network.ipv4, "IPv6": network.ipv6, "ARP": network.arp, "other": network.other]),
      to: &text)
    let transport = capture.transportLayer
    line(
      "Transport",
      counts([
        "TCP": transport.tcp, "UDP": transport.udp, "ICMP": transport.icmp, "ICMPv6": transport.icmpv6,
        "other": transport.other,
      ]), to: &text)
    for (reason, packets) in capture.skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
    where packets > 0 {
      line("Skipped", "\(Quantity.count(Int64(clamping: packets))) \u{D7} \(reason.explanation)", to: &text)
    }
    line("Connections", connections(shown: shown, selection: material.selection), to: &text)
  }

  private var packets: String {
    let capture = analysis.capture
    var words = Quantity.count(Int64(clamping: capture.packets))
    if let first = capture.firstTime, let last = capture.lastTime {
      words += " in \(Quantity.duration(nanoseconds: last &- first))"
    }
    let counts: KeyValuePairs<String, UInt64> = [
      "cut by the snap length": capture.truncatedPackets,
      "captured twice": UInt64(clamping: analysis.captureDuplicates),
      "IP fragments": capture.fragments, "backward time steps": capture.timeReversals,
    ]
    for (name, value) in counts where value > 0 {
      words += " \u{B7} \(Quantity.count(Int64(clamping: value))) \(name)"
    }
    return words
  }

  private func words(of file: CaptureFileSummary) -> String {
    var words = [
      Escaping.terminal(file.name), file.format.rawValue + (file.compression.map { ", \($0)" } ?? ""),
    ]
    words.append(file.linkTypes.joined(separator: ", "))
    if file.bytes > 0 { words.append(Quantity.si(Double(file.bytes), "B")) }
    if file.snapLength > 0 { words.append("snap length \(Quantity.count(Int64(file.snapLength))) B") }
    if !file.timeResolution.isEmpty { words.append("times in \(file.timeResolution)") }
    if let drops = file.drops { words.append("\(Quantity.count(Int64(clamping: drops))) dropped") }
    return words.filter { !$0.isEmpty }.joined(separator: " \u{B7} ")
  }

  private func connections(shown: Int, selection: StatisticSelection) -> String {
    let total = analysis.connections.count
    var words = Quantity.count(Int64(total))
    if shown < total { words += ", \(Quantity.count(Int64(shown))) shown" }
    if let key = selection.sortKey?.name ?? (selection.top == nil ? nil : "payloadBytes") {
      words += ", by \(key)"
    }
    return words
  }

  private func counts(_ pairs: KeyValuePairs<String, UInt64>) -> String {
    pairs.filter { $0.value > 0 }.map { "\($0.key) \(Quantity.count(Int64(clamping: $0.value)))" }
      .joined(separator: " \u{B7} ")
  }

  private func line(_ label: StaticString, _ value: String, to text: inout TextBuffer) {
    guard !value.isEmpty else { return }
    text.append(style.bold(label.description))
    text.append(pad: "", width: 13 - label.utf8CodeUnitCount)
    text.append(value)
    text.append("\n")
  }
}
