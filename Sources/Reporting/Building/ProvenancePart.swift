import Measurements
import PacketCapture
import TCPAnalysis

/// What a report was made of and with, so that it can be made again.
struct ProvenancePart {
  let composer: DocumentComposer

  /// The part.
  func part() -> Document.Part {
    Document.Part(anchor: "prov", title: "Provenance", nodes: [.definitions(definitions())])
  }

  /// Names and values.
  ///
  /// - Parameter isBrief: Leaves out what a ticket does not need.
  /// - Returns: The entries in reading order.
  func definitions(isBrief: Bool = false) -> [Definition] {
    let capture = composer.material.analysis.capture
    let provenance = composer.provenance
    var result = capture.files.flatMap { file(of: $0, isBrief: isBrief) }
    if !isBrief, let first = capture.firstTime, let last = capture.lastTime {
      let range =
        "\(Timestamp(nanoseconds: first).iso8601()) to \(Timestamp(nanoseconds: last).iso8601())"
      result.append(Definition("Time range", RichText(range)))
    }
    let libraries = provenance.libraries.isEmpty ? "" : " (\(provenance.libraries.joined(separator: ", ")))"
    result.append(Definition("Tool", RichText(provenance.tool + libraries)))
    result.append(Definition("Command", RichText([.code(provenance.command)])))
    if !provenance.parameters.isEmpty {
      let parameters = provenance.parameters.map { "\($0.name) \($0.value)" }.joined(separator: "; ")
      result.append(Definition("Parameters", RichText(parameters)))
    }
    for template in provenance.templates {
      result.append(Definition("Template", RichText([.plain(template.name + " "), .code(template.value)])))
    }
    let warnings = warnings()
    result.append(
      Definition("Warnings", warnings.isEmpty ? [RichText("none")] : warnings.map { RichText($0) }))
    return result
  }

  private func file(of file: CaptureFileSummary, isBrief: Bool) -> [Definition] {
    let name: RichText.Run = isBrief ? .code(file.name) : .plain(file.name)
    var words = ["\(Quantity.count(Int64(clamping: file.bytes))) bytes", file.format.rawValue]
    if let compression = file.compression { words.append(compression) }
    words += file.linkTypes
    words.append(file.snapLength == 0 ? "no snap length" : "snap length \(file.snapLength)")
    if !file.timeResolution.isEmpty { words.append("time in \(file.timeResolution)") }
    words.append("\(Quantity.count(Int64(clamping: file.packets))) packets")
    words.append(
      file.drops.map { "\(Quantity.count(Int64(clamping: $0))) dropped by the capture" }
        ?? "drops not recorded")
    let digest = file.sha256.map { RichText([.code($0)]) } ?? "unknown: the bytes came through a pipe"
    var result = [
      Definition("Capture", RichText([name, .plain(", " + words.joined(separator: ", "))]))
    ]
    if isBrief {
      result[0].lines[0] = result[0].lines[0] + ", SHA-256 " + digest
    } else {
      result.append(Definition("SHA-256", digest))
    }
    let interfaces = file.interfaces.compactMap(\.name)
    if !interfaces.isEmpty, !isBrief {
      result.append(Definition("Interfaces", RichText(interfaces.joined(separator: ", "))))
    }
    if !file.origin.isEmpty, !isBrief {
      result.append(Definition("Comments", file.origin.map { RichText($0) }))
    }
    return result
  }

  /// What must be known when the numbers are read.
  func warnings() -> [String] {
    let analysis = composer.material.analysis
    let capture = analysis.capture
    var result = capture.warnings
    let codes = Set(analysis.notes.map(\.code))
    let counts: [(AnalysisNote.Code, Int64)] = [
      (.truncatedPackets, Int64(clamping: capture.truncatedPackets)),
      (.timeReversals, Int64(clamping: capture.timeReversals)),
      (.captureDuplicates, analysis.captureDuplicates),
    ]
    for (code, count) in counts where count > 0 && !codes.contains(code) && !codes.contains(.twoTaps) {
      result.append(AnalysisNote(code, count: count).sentence)
    }
    result += analysis.notes.map(\.sentence)
    result += capture.skipped.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(Quantity.count(Int64(clamping: $0.value))) packets not analysed: \($0.key.explanation)." }
    result += composer.provenance.warnings
    var seen: Set<String> = []
    return result.filter { seen.insert($0).inserted }
  }
}
