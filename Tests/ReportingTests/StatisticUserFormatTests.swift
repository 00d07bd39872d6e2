import Reporting
import TCPAnalysis
import Testing

/// Formats of the user, as Python's % operator prints them.
struct StatisticUserFormatTests {
  private func line(_ format: String) throws -> String {
    let format = try StatisticUserFormat(format)
    let text = collected { sink in format.write(StatisticSamples.material()) { sink($0) } }
    return String(text.split(separator: "\n", omittingEmptySubsequences: false)[0])
  }

  /// Expected values are those of Python 3 for 3000, 2 s, 0.4, 33.33… and "10.0.0.1".
  @Test(arguments: [
    ("%(application-layer-byte)d", "3000"), ("%(application-layer-byte)8d|", "    3000|"),
    ("%(application-layer-byte)-8d|", "3000    |"), ("%(application-layer-byte)08d", "00003000"),
    ("%(application-layer-byte)+d", "+3000"), ("%(application-layer-byte)s", "3000"),
    ("%(application-layer-byte).1f", "3000.0"), ("%(tl-iats-avg)f", "0.400000"), ("%(tl-iats-avg)d", "0"),
    ("%(tl-iats-avg)s", "0.4"), ("%(rexmt-bytes-percent).2f %%", "33.33 %"), ("%(sip)s", "10.0.0.1"),
    ("%(sip)12s|", "    10.0.0.1|"), ("%(sip).4s", "10.0"), ("%(duration-timedelta)s", "0:00:02"),
    ("%(duration-timedelta).1f", "2.0"), ("%(id)s\\t%(dport)d", "1.1\t80"), ("%(mss)d", "1460"),
    ("%(transport-layer-throughput-bitsecond)d", "12800"), ("plain", "plain"),
  ])
  func conversionsPrintAsInPython(format: String, expected: String) throws {
    #expect(try line(format) == expected)
  }

  @Test func eachFlowGetsALineAndUnknownIsADash() throws {
    let format = try StatisticUserFormat("%(id)s %(tl-ps-min)d")
    let text = collected { sink in format.write(StatisticSamples.material()) { sink($0) } }
    #expect(text == "1.1 1000\n1.2 -\n")
  }

  @Test func allKeysOfTheOriginalAreKnown() throws {
    let layers = ["link", "network", "transport", "application"]
    let keys =
      layers.map { "\($0)-layer-byte" } + layers.map { "\($0)-layer-throughput-bitsecond" } + [
        "packets-packets", "duration-timedelta", "rexmt-data-bytes", "rexmt-data-packets",
        "rexmt-bytes-percent",
        "rexmt-packets-percent", "pure-ack-packets", "push-flag-set-packets", "ece-flag-set-packets",
        "cwr-flag-set-packets", "tl-ps-min", "tl-ps-max", "tl-ps-median", "tl-ps-avg", "tl-iats-min",
        "tl-iats-max",
        "tl-iats-avg",
      ]
    for key in keys { #expect(throws: Never.self) { try StatisticUserFormat("%(\(key))s") } }
  }

  @Test func anUnknownKeyNamesTheKnownOnes() {
    let error = #expect(throws: StatisticUserFormat.SyntaxError.self) {
      try StatisticUserFormat("a %(nope)d")
    }
    #expect(error == .unknownKey("nope", column: 5))
    #expect(error?.description.contains("packets-packets") == true)
  }

  @Test(arguments: [
    "%", "%d", "%(", "%(sip", "%(sip)", "%(sip)x", "%(sip)5", "%(sip)99999999999999999999d", "%(sip).s9",
  ])
  func malformedConversionsAreRefusedOrHarmless(format: String) {
    if format == "%(sip).s9" {
      #expect(throws: Never.self) { try StatisticUserFormat(format) }
    } else {
      #expect(throws: StatisticUserFormat.SyntaxError.self) { try StatisticUserFormat(format) }
    }
  }

  @Test(
    arguments: [
      (0, "0:00:00"), (1_500_000, "0:00:00.001500"), (3_661_000_000_000, "1:01:01"),
      (90_061_000_000_000, "1 day, 1:01:01"), (172_800_000_000_000, "2 days, 0:00:00"),
    ] as [(Int64, String)])
  func durationsPrintAsTimedelta(nanoseconds: Int64, expected: String) throws {
    var connection = StatisticSamples.connection()
    connection.forward.firstTime = 0
    connection.forward.lastTime = nanoseconds
    let format = try StatisticUserFormat("%(duration-timedelta)s")
    let text = collected { sink in format.write(StatisticSamples.material([connection])) { sink($0) } }
    #expect(text.hasPrefix(expected + "\n"))
  }
}
