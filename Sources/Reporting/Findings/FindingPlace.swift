import PacketCapture
import TCPAnalysis

/// Where a finding about a connection is seen, before it is known how to show that.
enum FindingPlace {
  /// From one packet to another, and what lies between them.
  case span(SeriesPlace, SeriesPlace)
  /// Single packets; the last frame may lie far behind the others.
  case packets(Occurrences)
  /// Packets that a module of its own lists: its words on the command line.
  case listing(frames: [UInt64], start: Int64?, stop: Int64?, command: [String])
  /// All of it.
  case whole

  /// The evidence of a flow or connection.
  func evidence(of id: FlowID, in connection: ConnectionSummary) -> FindingEvidence {
    let name = String(id.connection)
    switch self {
    case .span(let first, let last):
      let range = first.frame == last.frame ? "\(first.frame)" : "\(first.frame)-\(last.frame)"
      return FindingEvidence(
        start: first.time, stop: last.time, frames: Self.unique([UInt64(first.frame), UInt64(last.frame)]),
        command: ["show", "-f", name, "--frames", range],
        displayFilter: Self.conversation(connection)
          + " && frame.number >= \(first.frame) && frame.number <= \(last.frame)", isSpan: true)
    case .packets(let occurrences):
      let frames = occurrences.frames
      guard !frames.isEmpty else { return FindingPlace.whole.evidence(of: id, in: connection) }
      return FindingEvidence(
        start: occurrences.first.first?.time, stop: occurrences.last?.time, frames: frames,
        command: ["show", "-f", name, "--frames", frames.map(String.init).joined(separator: ",")],
        displayFilter: Self.filter(frames))
    case .listing(let frames, let start, let stop, let command):
      return FindingEvidence(
        start: start, stop: stop, frames: frames, command: command,
        displayFilter: frames.isEmpty ? Self.conversation(connection) : Self.filter(frames))
    case .whole:
      return FindingEvidence(
        start: nil, stop: nil, frames: [], command: ["statistic", "-e", "-f", name],
        displayFilter: Self.conversation(connection))
    }
  }

  /// The filter of single frames.
  static func filter(_ frames: [UInt64]) -> String {
    let sorted = unique(frames.sorted()).map(String.init)
    return sorted.count == 1
      ? "frame.number == \(sorted[0])" : "frame.number in {\(sorted.joined(separator: ", "))}"
  }

  /// The filter of both directions of a connection: `tcp.stream` counts otherwise than captcp does.
  static func conversation(_ connection: ConnectionSummary) -> String {
    [connection.forward.source, connection.forward.destination]
      .map { end in
        let field = end.address.isIPv6 ? "ipv6.addr" : "ip.addr"
        return "\(field) == \(end.address) && tcp.port == \(end.port)"
      }
      .joined(separator: " && ")
  }

  private static func unique(_ frames: [UInt64]) -> [UInt64] {
    var seen: Set<UInt64> = []
    return frames.filter { seen.insert($0).inserted }
  }
}

extension Occurrences {
  /// The same as a place of a finding.
  var place: FindingPlace { count > 0 ? .packets(self) : .whole }
}

extension [Retransmission] {
  /// The packets of these retransmissions.
  var occurrences: Occurrences {
    Occurrences(map { SeriesPlace(time: $0.time, frame: UInt32(clamping: $0.frame)) })
  }
}
