import Measurements
import Testing

@testable import Charts

@Suite struct FlowGraphChartTests {
  /// Packets a millisecond apart: every third comes back.
  static func data(
    _ count: Int, peer: Bool = false, names: (String, String) = ("10.0.0.1:40000", "10.0.0.2:80")
  )
    -> FlowGraphData
  {
    var packets: [FlowGraphPacket] = []
    for index in 0..<count {
      let isBack = index % 3 == 2
      var packet = FlowGraphPacket(
        isFromLeft: !isBack, kind: isBack ? .acknowledgment : .data, time: Int64(index) * 1_000_000,
        frame: UInt64(index + 1), flags: "ACK", sequence: isBack ? 1 : Int64(index) * 1448 + 1,
        acknowledgment: isBack ? Int64(index) * 1448 : 1, length: isBack ? 0 : 1448,
        wireLength: isBack ? 66 : 1514)
      if peer {
        packet.fate = index % 10 == 4 ? .lost : .arrived
        let other = packet.time + (isBack ? -500_000 : 500_000)
        packet.rightTime = packet.fate == .lost && !isBack ? nil : other
        packet.rightFrame = packet.rightTime.map { _ in UInt64(index + 100) }
      }
      packets.append(packet)
    }
    var data = FlowGraphData(
      identity: FlowIdentity(
        flow: "1", source: names.0, destination: names.1, capture: "trace.pcap", capturePoint: "taken at A"),
      axis: TimeAxis(zero: 1_700_000_000_000_000_000), left: .init(name: names.0, role: "initiator"),
      right: .init(name: names.1, role: "responder"), packets: packets)
    data.peerCapture = peer ? "peer.pcap" : nil
    data.roundTrip = 2_000_000
    return data
  }

  private static let longNames = (
    "[2001:0db8:85a3:0000:0000:8a2e:0370:7334]:40000", "[2001:0db8:85a3:ffff:ffff:8a2e:0370:7335]:443"
  )

  @Test func fourLikePacketsAreOneRow() {
    var data = Self.data(0)
    for index in 0..<9 {
      data.packets.append(
        FlowGraphPacket(
          isFromLeft: true, kind: index == 3 ? .retransmission : .data, time: Int64(index) * 100_000,
          frame: UInt64(index + 1), flags: "ACK", sequence: Int64(index) * 100 + 1, acknowledgment: 1,
          length: 100,
          wireLength: 166))
    }
    #expect(
      data.rows(isFolding: true) == [.packet(0), .packet(1), .packet(2), .packet(3), .run(4..<9)])
    #expect(data.rows(isFolding: false).count == 9)
    #expect(
      data.labels(of: .run(4..<9))[0] == "5 segments, seq 401\u{2013}900, 500 B, 400 \u{B5}s")
  }

  @Test func silenceIsARowOfItsOwn() {
    var data = Self.data(2)
    data.packets[1].time = 80_000_000
    #expect(data.rows(isFolding: true) == [.packet(0), .gap(80_000_000), .packet(1)])
    #expect(data.labels(of: .gap(80_000_000)) == ["+80.0 ms"])
    data.packets[1].time = 4_000_000
    #expect(data.rows(isFolding: true) == [.packet(0), .packet(1)])
  }

  @Test func lostPacketIsNotFoldedWithArrivedOnes() {
    var data = Self.data(0)
    for index in 0..<8 {
      var packet = FlowGraphPacket(
        isFromLeft: true, kind: .data, time: Int64(index), frame: UInt64(index + 1), flags: "ACK",
        sequence: Int64(index), acknowledgment: 1, length: 1, wireLength: 67)
      packet.fate = index == 4 ? .lost : .arrived
      data.packets.append(packet)
    }
    #expect(
      data.rows(isFolding: true) == [.run(0..<4), .packet(4), .packet(5), .packet(6), .packet(7)])
  }

  @Test(arguments: Preset.allCases, Theme.allCases)
  func layoutKeepsItsRules(_ preset: Preset, _ theme: Theme) throws {
    let style = ChartStyle(preset: preset, theme: theme)
    for (name, data) in [
      ("none", Self.data(0)), ("one", Self.data(1)), ("ten", Self.data(10)), ("hundred", Self.data(130)),
      ("both", Self.data(12, peer: true)),
      ("IPv6", Self.data(5, peer: preset != .paperColumn, names: Self.longNames)),
    ] {
      for isToScale in [false, true] {
        for isMinimal in [false, true] {
          var options = FlowGraphChart.Options()
          options.isToScale = isToScale
          options.isMinimal = isMinimal
          options.hasGrid = isMinimal
          options.linkRate = 10_000_000
          let chart = FlowGraphChart(data: data, options: options)
          for page in try chart.pages(style: style, measurer: FixedMeasurer()) {
            let violations = LayoutAssertions.violations(in: page, style: style)
            #expect(violations.isEmpty, "\(name) scale \(isToScale) minimal \(isMinimal): \(violations)")
          }
          #expect((60...350).contains(chart.altText.count), "\(name): \(chart.altText)")
        }
      }
    }
  }

  @Test func manyRowsAreSetOnPagesOfSixty() throws {
    let chart = FlowGraphChart(data: Self.data(130))
    let pages = try chart.pages(style: ChartStyle(), measurer: FixedMeasurer())
    #expect(pages.count == 3)
    #expect(pages[2].title == "Flow graph, connection 1, page 3 of 3")
    let arrows = pages.map { page in page.commands.count { $0 == .beginGroup(id: nil, cssClass: "data") } }
    #expect(arrows.reduce(0, +) == 87)
    #expect(
      try FlowGraphChart(data: Self.data(120)).pages(style: ChartStyle(), measurer: FixedMeasurer()).count
        == 1)
  }

  @Test func slidesAreNoHigherThanAScreen() throws {
    let pages = try FlowGraphChart(data: Self.data(40)).pages(
      style: ChartStyle(preset: .slide), measurer: FixedMeasurer())
    #expect(pages.count > 1)
    #expect(pages.allSatisfy { $0.height <= Preset.slide.height + 0.01 })
  }

  @Test func lostPacketEndsInACross() throws {
    let scene = try FlowGraphChart(data: Self.data(5, peer: true)).scene(
      style: ChartStyle(), measurer: FixedMeasurer())
    let crosses = scene.commands.count { command in
      if case .markers(let markers) = command { markers.kind == .cross } else { false }
    }
    #expect(crosses == 1)
  }

  @Test func onlyRoundTripTimeGivesASlope() throws {
    var data = Self.data(2)
    data.roundTrip = nil
    var options = FlowGraphChart.Options()
    options.isToScale = true
    let chart = FlowGraphChart(data: data, options: options)
    #expect(chart.caption(style: ChartStyle()).contains("No round-trip time is known: arrows are level."))
    let scene = try chart.scene(style: ChartStyle(), measurer: FixedMeasurer())
    let slopes = scene.commands.compactMap { command -> Double? in
      guard case .path(let path) = command, path.style.stroke?.role == "data",
        case .move(let start) = path.elements.first, case .line(let end) = path.elements.last
      else { return nil }
      return end.y - start.y
    }
    #expect(slopes.count == 2 && slopes.allSatisfy { $0 == 0 })
  }
}
