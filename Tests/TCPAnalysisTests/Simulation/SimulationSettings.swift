import Fixtures

/// What a simulated connection is like; everything that is not set follows from the seed.
struct SimulationSettings {
  /// Where the capture is taken.
  enum Tap: CaseIterable { case sender, middle, receiver }

  /// What a leg of the path does to packets, as probabilities.
  struct Impairment {
    var loss = 0.0
    var reordering = 0.0
    var duplication = 0.0

    static let none = Impairment()
  }

  let seed: Int
  var tap = Tap.sender
  var isSenderInitiator = true
  var isIPv6 = false
  /// Whether the hosts count their IPv4 identifications up; else they are 0.
  var hasIdentifications = true
  var usesSack = true
  /// Nanoseconds of one tick of the time stamps; 0 for none.
  var timestampTick: Int64 = 1_000_000
  var windowShift: UInt8? = 2
  var segmentSize = 200
  var payload = 12_000
  /// Application writes are of random sizes, so that segments are too.
  var writesAreRandom = false
  /// Segments sent again after a timeout may cover several old ones.
  var coalesces = true
  var probesTail = true
  /// The FIN goes in a segment of its own.
  var finIsSeparate = false
  var receiveBuffer = 6_000
  /// Bytes that the receiving application reads at a time, and how often; 0 reads at once.
  var readSize = 0
  var readInterval: Int64 = 0
  var delaysAcknowledgments = true
  /// Zero-window probes of one byte past the edge; else of none, one below it.
  var probesWithByte = false
  /// The sending application falls silent in the middle, with keep-alives.
  var hasKeepAlives = false
  var keepAliveHasByte = false
  /// One-way delay in nanoseconds.
  var delay: Int64 = 20_000_000
  /// Towards the receiver, before and behind the tap.
  var upstream = Impairment.none
  var downstream = Impairment.none
  /// Back to the sender, behind the receiver and behind the tap.
  var backUpstream = Impairment.none
  var backDownstream = Impairment.none
  /// Packets towards the receiver that leave in this time of the connection are held until its end.
  var hold: Range<Int64>?
  var senderISN: UInt32 = 1000
  var receiverISN: UInt32 = 5000
  /// Packets that pass the tap and are missing in the capture.
  var captureLoss = 0.0

  /// Settings that follow from a seed: path and hosts are random, the tap sees everything.
  init(seed: Int) {
    self.seed = seed
    var numbers = SeededNumbers(seed: seed &+ 77_000)
    isSenderInitiator = Bool.random(using: &numbers)
    usesSack = numbers.happens(0.75)
    isIPv6 = numbers.happens(0.25)
    hasIdentifications = !isIPv6 && numbers.happens(0.85)
    timestampTick = [0, 1000, 1_000_000, 1_000_000, 10_000_000].randomElement(using: &numbers) ?? 0
    windowShift = numbers.happens(0.7) ? UInt8.random(in: 0...4, using: &numbers) : nil
    segmentSize = [24, 60, 160].randomElement(using: &numbers) ?? 60
    payload = segmentSize * Int.random(in: 5...60, using: &numbers) + Int.random(in: 0...23, using: &numbers)
    writesAreRandom = numbers.happens(0.3)
    coalesces = numbers.happens(0.5)
    probesTail = numbers.happens(0.6)
    finIsSeparate = Bool.random(using: &numbers)
    delaysAcknowledgments = numbers.happens(0.7)
    delay = Int64.random(in: 2_000_000...60_000_000, using: &numbers)
    senderISN = UInt32.random(in: 0 ... .max, using: &numbers)
    receiverISN = UInt32.random(in: 0 ... .max, using: &numbers)
    downstream = Self.impairment(&numbers)
    backDownstream = .none
    backUpstream = Impairment(
      loss: numbers.happens(0.5) ? Double.random(in: 0...0.1, using: &numbers) : 0)
    if numbers.happens(0.2) {
      let start = Int64.random(in: 40_000_000...300_000_000, using: &numbers)
      hold = start..<(start + Int64.random(in: 100_000_000...900_000_000, using: &numbers))
    }
  }

  /// Loss and reordering of a leg; none in one of four.
  static func impairment(_ numbers: inout SeededNumbers) -> Impairment {
    var impairment = Impairment()
    if numbers.happens(0.6) { impairment.loss = Double.random(in: 0.005...0.15, using: &numbers) }
    if numbers.happens(0.3) { impairment.reordering = Double.random(in: 0.01...0.1, using: &numbers) }
    return impairment
  }

  /// The settings with a slow reader, whose window closes.
  var withSlowReader: SimulationSettings {
    var numbers = SeededNumbers(seed: seed &+ 78_000)
    var settings = self
    settings.receiveBuffer = segmentSize * Int.random(in: 4...12, using: &numbers)
    settings.readSize = settings.receiveBuffer / Int.random(in: 1...3, using: &numbers)
    settings.readInterval = Int64.random(in: 50_000_000...900_000_000, using: &numbers)
    settings.probesWithByte = Bool.random(using: &numbers)
    return settings
  }

  var usesTimestamps: Bool { timestampTick > 0 }
}
