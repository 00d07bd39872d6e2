import PacketCapture
import TCPAnalysis

/// Where each capture was taken.
struct CapturePointBound: Bound {
  let side: Host

  var claim: String {
    "beside the \(side == .sender ? "sending" : "receiving") host the capture point is right or unknown, right in >= 90 %"
  }

  func examine(_ scenarios: [Scenario]) -> Finding {
    var finding = Finding()
    var right = Share()
    var wrong = 0
    for scenario in scenarios where scenario.name != "derived_bothends" {
      guard let reading = scenario.reading(beside: side) else { continue }
      for connection in reading.connections {
        let truth: CapturePoint = Host(connection.initiator.address) == side ? .initiator : .responder
        right.count(connection.capturePoint == truth)
        guard connection.capturePoint != truth else { continue }
        let isWrong = connection.capturePoint != .unknown
        if isWrong { wrong += 1 }
        finding.rows.append(
          .init(
            scenario: "\(scenario.name) \(connection.id)", truth: truth.rawValue,
            captcp: connection.capturePoint.rawValue,
            remark: (isWrong ? "wrong: " : "") + connection.capturePointReason))
      }
    }
    finding.figure = "\(right.text) connections right, \(wrong) wrong"
    finding.holds = wrong == 0 && right.value >= 0.9
    return finding
  }
}
