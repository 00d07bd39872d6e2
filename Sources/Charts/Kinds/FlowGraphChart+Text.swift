public import Measurements

extension FlowGraphChart {
  /// Caption in words: what is drawn, how to read it, what was left out.
  ///
  /// - Parameter style: How it is drawn.
  /// - Returns: Some sentences.
  public func caption(style: ChartStyle) -> String {
    var sentences = [
      "Packets between \(data.left.name) (left) and \(data.right.name) (right)"
        + (period.isZoomed ? ", \(period.text(axis: data.axis))" : "") + "."
    ]
    guard !data.packets.isEmpty else {
      return (sentences + [emptyText + "."] + data.notes).joined(separator: " ")
    }
    sentences.append(
      options.isToScale
        ? "Downward: time."
        : "Each row is a packet\(hasRuns ? " or a run of like packets" : ""), not to scale.")
    if data.peerCapture != nil { sentences += peerSentences } else { sentences += slopeSentences }
    if Int64(data.packets.count) < data.connectionPackets {
      sentences.append(
        "\(Quantity.count(Int64(data.packets.count))) of the connection's "
          + "\(ChartWords.counted(data.connectionPackets, "packet")) are shown.")
    }
    let resent = count { $0.kind == .retransmission }
    if resent > 0 { sentences.append("\(Self.counted(resent, "retransmission")).") }
    return (sentences + data.notes).joined(separator: " ")
  }

  private var hasRuns: Bool {
    rows.contains { row in
      if case .run = row { true } else { false }
    }
  }

  private var peerSentences: [String] {
    let lost = count { $0.fate == .lost }
    var result = [
      "Times and frames at each side are those of the capture taken there.",
      lost > 0
        ? "An arrow that ends in a cross: seen at its sender only (\(Self.counted(lost, "packet")))."
        : "All packets were seen at both ends.",
    ]
    if count({ $0.fate == .unknown }) > 0 {
      result.append("Arrows with an open end: the other capture does not cover their time.")
    }
    result.append(
      data.clockShift == 0
        ? "Both clocks are taken as they are."
        : "The clocks disagree: the second was shifted by "
          + "\(Self.signed(data.clockShift)), so that the least delays both ways are equal.")
    return result
  }

  private var slopeSentences: [String] {
    if options.isToScale {
      guard let roundTrip = data.roundTrip else {
        return ["No round-trip time is known: arrows are level."]
      }
      return [
        "Arrows take half a round-trip time of \(Quantity.duration(nanoseconds: roundTrip)): only one end was seen."
      ]
    }
    return ["All arrows have one slope: only one end was seen."]
  }

  private static func signed(_ nanoseconds: Int64) -> String {
    (nanoseconds < 0 ? "\u{2212}" : "+")
      + Quantity.duration(nanoseconds: Int64(clamping: nanoseconds.magnitude))
  }

  private func count(_ isMeant: (FlowGraphPacket) -> Bool) -> Int { data.packets.count(where: isMeant) }

  /// Alternative text of 60 to 350 characters.
  public var altText: String {
    let ends = "\(data.left.name) and \(data.right.name)"
    guard !data.packets.isEmpty else {
      return ChartWords.limited("Sequence diagram of \(ends) without packets: \(emptyText).")
    }
    let parts =
      ["Sequence diagram of the packets between \(ends)"]
      + facts.filter { $0.value > 0 || $0.name == "retransmissions" }.map(\.text)
    return ChartWords.limited(parts.joined(separator: ", ") + ".")
  }

  /// All numbers that caption and alternative text print.
  public var facts: [ChartFact] {
    let counts: [(String, Int, String)] = [
      ("packets", data.packets.count, "packet"),
      ("dataPackets", count { $0.length > 0 }, "data packet"),
      ("retransmissions", count { $0.kind == .retransmission }, "retransmission"),
      ("lostPackets", count { $0.fate == .lost }, "lost packet"),
    ]
    var facts = counts.map { name, value, noun in
      ChartFact(name: name, value: Double(value), text: Self.counted(value, noun))
    }
    facts.append(
      ChartFact(
        name: "durationSeconds", value: Double(duration) / 1e9, text: Quantity.duration(nanoseconds: duration)
      ))
    return facts
  }

  /// All packets, unfolded.
  public var dataTables: [DataTable] {
    let packets = data.packets
    var columns: [DataTable.Column] = [
      .init("time_s", .seconds(packets.map(\.time), decimals: 9)),
      .init("from", .text(packets.map { $0.isFromLeft ? data.left.name : data.right.name })),
      .init("frame", .integers(packets.map { $0.leftFrame.map { Int64(clamping: $0) } })),
    ]
    if data.peerCapture != nil {
      columns += [
        .init("left_time_ns", .integers(packets.map(\.leftTime))),
        .init("right_time_ns", .integers(packets.map(\.rightTime))),
        .init("right_frame", .integers(packets.map { $0.rightFrame.map { Int64(clamping: $0) } })),
        .init("fate", .text(packets.map(\.fate.rawValue))),
      ]
    }
    columns += [
      .init("flags", .text(packets.map { $0.flags.replacing("\u{B7}", with: "+") })),
      .init("seq", .integers(packets.map(\.sequence))),
      .init("ack", .integers(packets.map(\.acknowledgment))),
      .init("length_B", .integers(packets.map(\.length))),
      .init("kind", .text(packets.map(\.kind.rawValue))), .init("remark", .text(packets.map(\.remark))),
    ]
    return [DataTable(name: "", columns: columns)]
  }
}
