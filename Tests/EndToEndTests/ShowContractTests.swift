import Fixtures
import Foundation
import Testing

/// `show --format jsonl` holds its contract: keys and types of every line, the order of the file, and totals
/// that are those of `statistic`.
@Suite struct ShowContractTests {
  private static let captures: [Fixtures.Capture] =
    Fixtures.captures(in: .lab)
    + Fixtures.captures(in: .testbed).filter { capture in
      [
        "derived_unsorted", "derived_bothends", "derived_capdrop", "derived_midstream", "needless_mixed",
        "needless_reorder_nosack", "spurious_rto", "zero_window", "keepalive", "ipv6_bulk", "port_reuse",
        "seq_wrap", "snap68", "tso_gro", "ecn_ce", "syn_loss", "fin_loss", "tail_loss", "rst_mid", "reorder",
      ].contains(capture.name)
    }

  private typealias Object = [String: Any]

  private func lines(_ capture: Fixtures.Capture, in folder: String) throws -> [Object] {
    let outcome = try Tool(in: folder).run(["show", "--format", "jsonl", "--quiet", capture.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object)
    }
  }

  private enum Shape {
    case integer, integerOrNull, number, numberOrNull, string, stringOrNull, strings, pairs, object
    case oneOf([String])

    func fits(_ value: Any) -> Bool {
      switch self {
      case .integer: Shape.isInteger(value)
      case .integerOrNull: value is NSNull || Shape.isInteger(value)
      case .number: Shape.isNumber(value)
      case .numberOrNull: value is NSNull || Shape.isNumber(value)
      case .string: value is String
      case .stringOrNull: value is NSNull || value is String
      case .strings: value is [String]
      case .pairs: (value as? [[Int]])?.allSatisfy { $0.count == 2 } ?? false
      case .object: value is [String: Any]
      case .oneOf(let names):
        value is NSNull ? names.contains("null") : names.contains(value as? String ?? "?")
      }
    }

    /// Truths are numbers too, of the type of a character.
    private static func isNumber(_ value: Any) -> Bool {
      (value as? NSNumber).map { String(cString: $0.objCType) != "c" } ?? false
    }

    private static func isInteger(_ value: Any) -> Bool {
      isNumber(value) && (value as? Double).map { $0 == $0.rounded() } ?? false
    }
  }

  private static let contract: [String: Shape] = [
    "frame": .integer, "time": .string, "flow": .string, "sourceAddress": .string, "sourcePort": .integer,
    "destinationAddress": .string, "destinationPort": .integer, "flags": .string, "sequenceNumber": .integer,
    "acknowledgmentNumber": .integer, "relativeSequence": .integer, "relativeAcknowledgment": .integerOrNull,
    "payloadLength": .integer, "windowField": .integer, "windowBytes": .integerOrNull,
    "class": .oneOf([
      "newData", "newDataAfterGap", "retransmission", "reordered", "unknownFill", "captureDuplicate",
      "networkDuplicate", "zeroWindowProbe", "keepAlive", "syn", "synRetransmission", "fin", "rst", "ack",
    ]),
    "kind": .oneOf([
      "fast", "rack", "recovery", "tlp", "rto", "rtoRecovery", "syn", "fin", "unknown", "null",
    ]),
    "spurious": .oneOf(["certain", "likely", "possible", "null"]), "spuriousEvidence": .strings,
    "ack": .oneOf(["new", "duplicate", "old", "windowUpdate", "zeroWindow", "unseen", "null"]),
    "bytesInFlight": .integerOrNull, "pipeBytes": .integerOrNull, "rttMs": .numberOrNull, "file": .integer,
    "interface": .integer, "capturedLength": .integer, "ipId": .integerOrNull, "ttl": .integer,
    "ecn": .oneOf(["notECT", "ECT0", "ECT1", "CE"]), "sackBlocks": .pairs, "relativeSackBlocks": .pairs,
    "options": .object, "marks": .strings,
  ]

  private static let options: [String: Shape] = [
    "mss": .integer, "windowScale": .integer, "tsval": .integer, "tsecr": .integer,
    "accurateEcnMarkedBytes": .integer, "fastOpenCookieLength": .integer, "multipathSubtypeBits": .integer,
  ]

  @Test(arguments: captures) func everyLineHasTheKeysAndTypesOfTheContract(capture: Fixtures.Capture) throws {
    try Fixtures.withTemporaryFolder { folder in
      for line in try lines(capture, in: folder) {
        #expect(Set(line.keys) == Set(Self.contract.keys))
        for (key, value) in line {
          #expect(
            Self.contract[key]?.fits(value) == true, "\(capture) \(line["frame"] ?? ""): \(key) is \(value)")
        }
        for (key, value) in line["options"] as? Object ?? [:] {
          let isFlag = ["sackPermitted", "accurateEcn"].contains(key) && value as? Bool == true
          #expect(isFlag || Self.options[key]?.fits(value) == true, "\(capture): option \(key) is \(value)")
        }
        let time = line["time"] as? String ?? ""
        #expect(time.wholeMatch(of: /-?\d+\.\d{9}/) != nil, "\(time)")
      }
    }
  }

  @Test(arguments: captures) func linesStandInTheOrderOfTheFile(capture: Fixtures.Capture) throws {
    try Fixtures.withTemporaryFolder { folder in
      let frames = try lines(capture, in: folder).compactMap { $0["frame"] as? Int }
      #expect(frames == frames.sorted() && Set(frames).count == frames.count)
      let summary = try statistic(capture, in: folder)["capture"] as? Object
      #expect(frames.count == summary?["tcpPackets"] as? Int)
    }
  }

  private func statistic(_ capture: Fixtures.Capture, in folder: String) throws -> Object {
    let outcome = try Tool(in: folder).run(["statistic", "--format", "json", "--quiet", capture.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output)) as? Object)
  }

  @Test(arguments: captures) func totalsAreThoseOfStatistic(capture: Fixtures.Capture) throws {
    try Fixtures.withTemporaryFolder { folder in
      let lines = try lines(capture, in: folder)
      let connections = try statistic(capture, in: folder)["connections"] as? [Object] ?? []
      #expect(!connections.isEmpty)
      for flow in connections.flatMap({ $0["flows"] as? [Object] ?? [] }) {
        let id = flow["id"] as? String ?? ""
        let own = lines.filter { $0["flow"] as? String == id }
        for (key, count) in Self.totals(own) {
          #expect(flow[key] as? Int == count, "\(capture) flow \(id): \(key)")
        }
        let kinds = flow["retransmissionsByKind"] as? [String: Int] ?? [:]
        for (kind, count) in kinds {
          #expect(own.count { $0["kind"] as? String == kind } == count, "\(capture) flow \(id): \(kind)")
        }
        if let spurious = flow["spuriousRetransmissions"] as? [String: Int] {
          for (certainty, count) in spurious {
            let found = own.count { $0["spurious"] as? String == certainty }
            #expect(found == count, "\(capture) flow \(id): \(certainty)")
          }
        }
        try compareRoundTrips(flow, id: id, lines, capture)
      }
    }
  }

  /// RTT samples stand with the acknowledgments, which travel in the other flow.
  private func compareRoundTrips(_ flow: Object, id: String, _ lines: [Object], _ capture: Fixtures.Capture)
    throws
  {
    let other = id.hasSuffix(".1") ? id.dropLast(2) + ".2" : id.dropLast(2) + ".1"
    let samples = lines.filter { $0["flow"] as? String == String(other) }.compactMap {
      $0["rttMs"] as? Double
    }
    let summary = flow["rtt"] as? Object
    if flow["captureIncomplete"] as? Bool == true {
      #expect(summary == nil, "\(capture) flow \(id): the capture missed too much")
      return
    }
    #expect(summary?["n"] as? Int ?? 0 == samples.count, "\(capture) flow \(id): rtt")
    if let least = summary?["minMs"] as? Double { #expect(abs(least - (samples.min() ?? 0)) < 1e-6) }
    if let greatest = summary?["maxMs"] as? Double { #expect(abs(greatest - (samples.max() ?? 0)) < 1e-6) }
  }

  private static func totals(_ all: [Object]) -> [String: Int] {
    func has(_ line: Object, _ key: String, _ value: String) -> Bool { line[key] as? String == value }
    func isMarked(_ line: Object, _ mark: String) -> Bool {
      (line["marks"] as? [String] ?? []).contains(mark)
    }
    func payload(_ line: Object) -> Int { line["payloadLength"] as? Int ?? -1 }
    func flags(_ line: Object) -> String { line["flags"] as? String ?? "" }
    let own = all.filter { !has($0, "class", "captureDuplicate") }
    func count(_ key: String, _ value: String) -> Int { own.count { has($0, key, value) } }
    func count(flag: Character) -> Int { own.count { flags($0).contains(flag) } }
    return [
      "packets": own.count, "captureDuplicates": all.count - own.count,
      "networkDuplicates": count("class", "networkDuplicate"),
      "payloadBytes": own.reduce(0) { $0 + payload($1) },
      "dataPackets": own.count { payload($0) > 0 },
      "pureAckPackets": own.count { line in
        payload(line) == 0 && flags(line).contains("A") && !flags(line).contains { "FSR".contains($0) }
      },
      "synPackets": count(flag: "S"), "finPackets": count(flag: "F"), "rstPackets": count(flag: "R"),
      "pshPackets": count(flag: "P"), "urgPackets": count(flag: "U"), "ecePackets": count(flag: "E"),
      "cwrPackets": count(flag: "C"), "cePackets": count("ecn", "CE"),
      "ectPackets": count("ecn", "ECT0") + count("ecn", "ECT1"),
      "retransmittedPackets": count("class", "retransmission") + count("class", "synRetransmission"),
      "reorderedPackets": count("class", "reordered"),
      "duplicateAcks": own.count { has($0, "class", "ack") && has($0, "ack", "duplicate") },
      "windowUpdates": own.count { has($0, "class", "ack") && has($0, "ack", "windowUpdate") },
      "dsackBlocks": own.count { isMarked($0, "dsack") },
      "sackPackets": own.count { !($0["sackBlocks"] as? [[Int]] ?? []).isEmpty },
      "zeroWindowAcks": own.count { isMarked($0, "zeroWindow") },
      "zeroWindowProbes": count("class", "zeroWindowProbe"), "keepAlives": count("class", "keepAlive"),
    ]
  }

  @Test func formsSayTheSame() throws {
    let capture = try Fixtures.capture(.testbed, "needless_mixed")
    try Fixtures.withTemporaryFolder { folder in
      let lines = try lines(capture, in: folder)
      let document = try Tool(in: folder).run(["show", "--format", "json", "--quiet", capture.path])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(document.output)) as? Object)
      #expect(object["schema"] as? Int == 1)
      let segments = try #require(object["segments"] as? [NSDictionary])
      #expect(segments == lines.map { $0 as NSDictionary })
      let table = try Tool(in: folder).run(["show", "--format", "csv", "--quiet", capture.path])
      let rows = table.text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(rows.count == lines.count + 1)
      let names = rows[0].map(String.init)
      #expect(rows.allSatisfy { $0.count == names.count })
      let column = try #require(names.firstIndex(of: "class"))
      #expect(rows.dropFirst().map { String($0[column]) } == lines.map { $0["class"] as? String })
    }
  }

  @Test func folderTakesAllForms() throws {
    let capture = try Fixtures.capture(.lab, "A_fast")
    try Fixtures.withTemporaryFolder { folder in
      let outcome = try Tool(in: folder).run(["show", "--quiet", "-o", "out/", capture.path])
      #expect(outcome.status == 0 && outcome.text.isEmpty, "\(outcome.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out").sorted()
      #expect(names == ["show.csv", "show.json", "show.jsonl", "show.txt"])
      for name in names {
        let written = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/out/\(name)"))
        let form = name == "show.txt" ? "text" : String(name.dropFirst(5))
        let printed = try Tool(in: folder).run(["show", "--quiet", "--format", form, capture.path])
        #expect([UInt8](written) == printed.output, "\(name)")
      }
    }
  }
}
