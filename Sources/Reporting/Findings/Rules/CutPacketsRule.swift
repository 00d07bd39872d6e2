import Measurements
import PacketCapture
import TCPAnalysis

/// The snap length cut packets (DEFINITIONS.md 17.2).
struct CutPacketsRule: FindingRule {
  let identifier = "cut-packets"
  let title = "Cut packets"
  let disproof = "Nothing could: the file states both lengths of each packet."
  let threshold = "Packets cut by the snap length; medium if headers or TCP options are missing."

  func findings(in capture: CaptureSubject) -> [Finding] {
    let headers = Int64(clamping: capture.capture.skipped[.truncatedHeaders] ?? 0)
    let options = capture.count(.optionsCut)
    let all = Int64(clamping: capture.capture.truncatedPackets)
    guard headers > 0 || options > 0 || all > 0 else { return [] }
    let snap = capture.capture.files.map(\.snapLength).filter { $0 > 0 }.min()
    let length = snap.map { " (\(Quantity.count(Int64($0))) B)" } ?? ""
    var words =
      " of \(FindingWords.counted(Int64(clamping: capture.capture.packets), "packet")) "
      + "\(FindingWords.verb(all, "was", "were")) cut by the snap length\(length)"
    if headers > 0 { words += "; \(Quantity.count(headers)) of them before the end of their headers" }
    if options > 0 {
      words +=
        "; in \(Quantity.count(options)) TCP options are missing: SACK and time stamps may be among them"
    }
    if headers == 0, options == 0 { words += "; all headers are whole, only payload is missing" }
    let isHarmful = headers > 0 || options > 0
    return [
      capture.finding(
        self, isHarmful ? .medium : .info, RichText([.strong(Quantity.count(all)), .plain(words)]),
        at: options > 0 ? capture.seen.optionsCut : capture.seen.truncated,
        facts: [.init("packets", all), .init("optionsCut", options), .init("headersCut", headers)])
    ]
  }
}
