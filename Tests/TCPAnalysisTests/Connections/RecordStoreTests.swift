import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct RecordStoreTests {
  @Test func wordsFitTheirArray() {
    #expect(FlowWord.allCases.count <= FlowState().words.count)
    #expect(FlowWordGroup.rare.count <= 255, "a record names rare words by a byte")
  }

  @Test func everyWordBelongsToOneGroup() {
    let groups = [
      FlowWordGroup.counts, FlowWordGroup.sizes, FlowWordGroup.numbers, FlowWordGroup.bytes,
      FlowWordGroup.windows, FlowWordGroup.times,
      FlowWordGroup.open, FlowWordGroup.events, FlowWordGroup.roundTrips, FlowWordGroup.rare,
    ]
    #expect(groups.flatMap { Array($0) } == Array(0..<FlowWord.count))
  }

  @Test func stateOfAConnectionFillsWholeCacheLines() {
    #expect(FlowState.wordsOffset == MemoryLayout<FlowState>.offset(of: \FlowState.words))
    #expect(FlowState.wordsOffset == 64)
    #expect(MemoryLayout<FlowState>.stride % 64 == 0)
    #expect(MemoryLayout<Classifier.LivePair>.offset(of: \.forward) == 128)
    #expect(MemoryLayout<Classifier.LivePair>.stride % 64 == 0)
  }

  @Test func outlineOfARecordIsThatOfTheState() {
    for seed in UInt64(1)...100 {
      var generator = SplitMix(state: seed)
      var store = RecordStore()
      var connection = randomConnection(&generator)
      connection.index = store.addOpen()
      var flows = (FlowState(), FlowState())
      for word in FlowWord.allCases {
        flows.0[word] = Int64(generator.next() % 1000)
        flows.1[word] = Int64(generator.next() % 100_000)
      }
      store.store(&connection, &flows.0, &flows.1)
      let expected = ConnectionOutline(connection, &flows.0, &flows.1)
      var outline: ConnectionOutline?
      ConnectionRecords(store, options: AnalysisOptions()).forEachOutline { outline = $0 }
      #expect(outline?.initiator == expected.initiator, "seed \(seed)")
      #expect(outline?.responder == expected.responder, "seed \(seed)")
      #expect(outline?.state == expected.state, "seed \(seed)")
      #expect(outline?.duration == expected.duration, "seed \(seed)")
      #expect(outline?.isShown == expected.isShown, "seed \(seed)")
      for (one, other) in [
        (outline?.fromInitiator, expected.fromInitiator), (outline?.fromResponder, expected.fromResponder),
      ] {
        #expect(one?.packets == other.packets, "seed \(seed)")
        #expect(one?.payloadBytes == other.payloadBytes, "seed \(seed)")
        #expect(one?.retransmittedPackets == other.retransmittedPackets, "seed \(seed)")
      }
    }
  }

  @Test func recordGivesBackWhatWasStored() {
    for seed in UInt64(1)...100 {
      var generator = SplitMix(state: seed)
      var store = RecordStore()
      var expected: [(LiveConnection, FlowState, FlowState)] = []
      for number in 0..<20 {
        var connection = randomConnection(&generator)
        connection.index = store.addOpen()
        #expect(connection.index == Int32(number))
        var flows = (randomFlow(&generator), randomFlow(&generator))
        store.store(&connection, &flows.0, &flows.1)
        expected.append((connection, flows.0, flows.1))
      }
      for (connection, forward, backward) in expected {
        var loaded = (connection: LiveConnection(), forward: FlowState(), backward: FlowState())
        store.load(connection.index, &loaded.connection, &loaded.forward, &loaded.backward)
        #expect(loaded.connection.source == connection.source, "seed \(seed)")
        #expect(loaded.connection.destination == connection.destination)
        #expect(loaded.connection.firstTime == connection.firstTime)
        #expect(loaded.connection.lastTime == connection.lastTime)
        #expect(loaded.connection.traits == connection.traits)
        for word in FlowWord.allCases {
          #expect(loaded.forward[word] == forward[word], "seed \(seed), \(word)")
          #expect(loaded.backward[word] == backward[word], "seed \(seed), \(word)")
        }
        #expect(
          loaded.forward.sizes.sorted() == forward.sizes.sorted())
      }
    }
  }

  @Test func aQuietConnectionTakesFewBytes() {
    var store = RecordStore()
    var connection = LiveConnection()
    connection.index = store.addOpen()
    var flows = (FlowState(), FlowState())
    store.store(&connection, &flows.0, &flows.1)
    #expect(store.byteCount > 0)
    #expect(store.byteCount <= 50)
  }

  private func randomConnection(_ generator: inout SplitMix) -> LiveConnection {
    var connection = LiveConnection()
    let isIPv6 = generator.next() & 1 == 0
    func address() -> IPAddress {
      isIPv6
        ? IPAddress(ipv6High: generator.next(), low: generator.next())
        : IPAddress(ipv4: UInt32(truncatingIfNeeded: generator.next()))
    }
    connection.source = Endpoint(address: address(), port: UInt16(truncatingIfNeeded: generator.next()))
    connection.destination = Endpoint(address: address(), port: UInt16(truncatingIfNeeded: generator.next()))
    connection.firstTime = Int64(bitPattern: generator.next()) / 4
    connection.lastTime = connection.firstTime + Int64(generator.next() >> 20)
    connection.traits = ConnectionTraits(rawValue: UInt32(truncatingIfNeeded: generator.next()))
    return connection
  }

  private func randomFlow(_ generator: inout SplitMix) -> FlowState {
    var flow = FlowState()
    for word in FlowWord.allCases where generator.next() & 1 == 0 {
      flow[word] = Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64)
    }
    for _ in 0..<Int(generator.next() % 12) {
      let size = UInt32(generator.next() % 1500)
      flow.sizes.record(size)
    }
    // What the classifier keeps with the sizes: a single one stands in these words alone.
    let sizes = flow.sizes.sorted()
    flow[.payloadSizeMin] = Int64(sizes.first?.size ?? 0)
    flow[.dataPackets] = sizes.reduce(0) { $0 + Int64($1.count) }
    return flow
  }
}

@Suite struct PayloadSizesTests {
  @Test func medianEqualsThatOfTheSortedList() {
    for seed in UInt64(1)...100 {
      var generator = SplitMix(state: seed)
      var sizes = PayloadSizes()
      var list: [Double] = []
      for _ in 0..<Int(generator.next() % 50 + 1) {
        let size = UInt32(generator.next() % 12 * 100 + 1)
        list.append(Double(size))
        sizes.record(size)
      }
      list.sort()
      let median = (list[(list.count - 1) / 2] + list[list.count / 2]) / 2
      #expect(PayloadSizes.median(of: sizes.sorted()) == median, "seed \(seed)")
    }
    #expect(PayloadSizes.median(of: []) == nil)
  }
}
