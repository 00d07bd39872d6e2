import Foundation
import PacketCapture
import Reporting
import TCPAnalysis
import Testing

/// The machine-readable contract: names, order, units, and a reason for each unknown value.
struct StatisticJSONTests {
  private static let flowKeys = """
    id source destination packets captureDuplicates networkDuplicates linkBytes networkBytes transportBytes \
    payloadBytes uniquePayloadBytes dataPackets pureAckPackets synPackets finPackets rstPackets pshPackets urgPackets \
    ecePackets cwrPackets cePackets ectPackets retransmittedPackets retransmittedBytes retransmissionsByKind \
    spuriousRetransmissions lossEpisodes reorderedPackets duplicateAcks dsackBlocks sackPackets gapBytes \
    acknowledgedUnseenBytes acknowledgedUnseenRanges lostAfterCapturePoint lostBeforeCapturePoint zeroWindowAcks \
    zeroWindowProbes keepAlives windowUpdates windowFullEvents mss windowScale sackPermitted timestamps \
    payloadSizeMinBytes payloadSizeMedianBytes payloadSizeMeanBytes payloadSizeMaxBytes \
    interArrivalMinSeconds interArrivalMeanSeconds interArrivalMaxSeconds initialWindowBytes advertisedWindowMinBytes \
    advertisedWindowMaxBytes maxBytesInFlight rttByTimestamps rttBySack rtt firstTime lastTime durationSeconds \
    throughputBitsPerSecond goodputBitsPerSecond baseRttMs baseRttOver10sMaxMs pathRttMinMs captureIncomplete smoothedRttMs \
    rtoLinuxMs rtoRfc6298Ms timeouts \
    timeoutWaitPerRtoLinuxMean timeoutWaitPerRtoLinuxMax timeoutWaitPerRtoRfc6298Mean timeoutWaitPerRtoRfc6298Max \
    timestampClockHz meanBytesInFlight initialWindowSegments windowShrinks windowScaleLowerBound ect1Packets \
    ecnEchoEpisodes accurateEcnMarkedPackets ecnFlightAfterEchoRatio \
    reorderingExtentMaxPackets reorderingLateMaxMs estimatedWireDataPackets accurateEcnMarkedBytes fastOpenRejected multipath dataDurationSeconds \
    acknowledgedDurationSeconds acknowledgedBytes wireBitsPerSecond ipBitsPerSecond payloadBitsPerSecond \
    acknowledgedBitsPerSecond deliveryBitsPerSecond notes
    """.split(separator: " ").map(String.init)

  private func json(_ material: StatisticMaterial = StatisticSamples.material()) throws -> [String: Any] {
    let text = collected { sink in StatisticJSON(material).write { sink($0) } }
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func flows(_ json: [String: Any]) throws -> [[String: Any]] {
    let connections = try #require(json["connections"] as? [[String: Any]])
    return try connections.flatMap { try #require($0["flows"] as? [[String: Any]]) }
  }

  @Test func flowsHaveTheKeysOfTheContractInItsOrder() {
    #expect(["id", "source", "destination"] + FlowField.all.map(\.key) + ["notes"] == Self.flowKeys)
    let text = collected { sink in StatisticJSON(StatisticSamples.material()).write { sink($0) } }
    let body = text[(text.range(of: "\"flows\"")?.upperBound ?? text.startIndex)...]
    var position = body.startIndex
    for key in Self.flowKeys {
      let found = body.range(of: "\"\(key)\":", range: position..<body.endIndex)
      #expect(found != nil, "\(key) is missing or out of order")
      position = found?.upperBound ?? position
    }
  }

  @Test func connectionsHaveTheKeysOfTheContract() throws {
    let connections = try #require(try json()["connections"] as? [[String: Any]])
    #expect(
      Set(connections[0].keys)
        == [
          "id", "initiator", "responder", "roleGuessed", "firstTime", "lastTime", "durationSeconds", "state",
          "history", "completeness", "handshake", "ecnNegotiation", "capturePoint", "notes", "flows",
        ])
    #expect(connections[0]["state"] as? String == "SF")
    #expect(connections[0]["durationSeconds"] as? Double == 2)
    let handshake = try #require(connections[0]["handshake"] as? [String: Double])
    #expect(handshake == ["farMs": 40, "nearMs": 1.5, "rttMs": 41.5])
  }

  @Test func timesAreStringsWithNineDecimals() throws {
    let flow = try flows(json())[0]
    #expect(flow["firstTime"] as? String == "1700000000.123456789")
    #expect(flow["lastTime"] as? String == "1700000002.123456789")
  }

  @Test func ratesFollowTheirDefinitions() throws {
    let flow = try flows(json())[0]
    // 8 · 3200 B over 2 s from first to last packet; 8 · 2000 B over 1 s from first to last data.
    #expect(flow["throughputBitsPerSecond"] as? Double == 12_800)
    #expect(flow["goodputBitsPerSecond"] as? Double == 16_000)
    #expect(flow["interArrivalMinSeconds"] as? Double == 0.000_001_5)
  }

  @Test func unknownValuesAreNullWithAReason() throws {
    let flow = try flows(json())[1]
    for key in ["throughputBitsPerSecond", "payloadSizeMinBytes", "mss", "rtt", "spuriousRetransmissions"] {
      #expect(flow[key] is NSNull, "\(key) must be null, never 0")
    }
    let notes = try #require(flow["notes"] as? [[String: Any]])
    let codes = Set(notes.compactMap { $0["code"] as? String })
    #expect(
      codes.isSuperset(of: [
        "spuriousUnknown", "noTimestampRoundTrip", "noSackRoundTrip", "noTimestampClock", "noData",
        "zeroDuration",
      ]))
  }

  @Test func everyKindIsNamedAlsoThoseThatDidNotOccur() throws {
    var connection = StatisticSamples.connection()
    connection.forward.retransmissionsByKind = [.tlp: 1]
    connection.forward.spuriousRetransmissions = [.likely: 2]
    let flow = try flows(json(StatisticSamples.material([connection])))[0]
    #expect(
      flow["retransmissionsByKind"] as? [String: Int] == [
        "fast": 0, "rack": 0, "recovery": 0, "tlp": 1, "rto": 0, "rtoRecovery": 0, "syn": 0, "fin": 0,
        "unknown": 0,
      ])
    #expect(flow["spuriousRetransmissions"] as? [String: Int] == ["certain": 0, "likely": 2, "possible": 0])
  }

  @Test func percentilesOfFewSamplesAreNull() throws {
    var connection = StatisticSamples.connection()
    var summary = RoundTripSummary()
    summary.count = 19
    summary.minimum = 10_500_000
    summary.percentile95 = 30_000_000
    connection.forward.roundTripTime = summary
    let few = try flows(json(StatisticSamples.material([connection])))[0]["rtt"] as? [String: Any]
    #expect(few?["series"] as? String == "segment")
    #expect(few?["minMs"] as? Double == 10.5)
    #expect(few?["p95Ms"] is NSNull)
    connection.forward.roundTripTime?.count = 20
    let enough = try flows(json(StatisticSamples.material([connection])))[0]["rtt"] as? [String: Any]
    #expect(enough?["p95Ms"] as? Double == 30)
    #expect(enough?["p99Ms"] is NSNull)
  }

  @Test func theCaptureCountsWhatWasSkippedByReason() throws {
    let capture = try #require(try json()["capture"] as? [String: Any])
    #expect(capture["skipped"] as? [String: Int] == ["tunnelGRE": 2])
    #expect(capture["captureDuplicates"] as? Int == 3)
    #expect(capture["firstTime"] as? String == "1700000000.000000000")
    let notes = try #require(capture["notes"] as? [[String: Any]])
    #expect(notes.map { $0["code"] as? String } == ["truncatedPackets", "captureFile"])
  }

  @Test func aChosenFlowStandsAlone() throws {
    var selection = StatisticSelection()
    selection.flows = [FlowID(connection: 2, direction: 1)]
    let material = StatisticSamples.material(
      [StatisticSamples.connection(1), StatisticSamples.connection(2)], selection: selection)
    #expect(try flows(json(material)).map { $0["id"] as? String } == ["2.1"])
  }

  @Test func manyConnectionsComeInPieces() throws {
    let connections = (1...1500).map { StatisticSamples.connection($0) }
    var pieces: [Int] = []
    var bytes: [UInt8] = []
    StatisticJSON(StatisticSamples.material(connections)).write {
      pieces.append($0.count)
      bytes += $0
    }
    #expect(pieces.count > 10)
    #expect(pieces.allSatisfy { $0 < 1 << 17 })
    let parsed = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect((parsed["connections"] as? [Any])?.count == 1500)
  }

  @Test func hostileNamesStayInsideTheirStrings() throws {
    var material = StatisticSamples.material()
    material.analysis.capture.files[0].name = "\"}]\n\u{1}</script>"
    let capture = try #require(try json(material)["capture"] as? [String: Any])
    let files = try #require(capture["files"] as? [[String: Any]])
    #expect(files[0]["name"] as? String == "\"}]\n\u{1}</script>")
  }
}
