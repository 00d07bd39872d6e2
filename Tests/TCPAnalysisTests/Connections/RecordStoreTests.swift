import PacketCapture
import Testing

@testable import TCPAnalysis

@Suite struct RecordStoreTests {
  @Test func wordsFitTheirArray() {
    #expect(FlowWord.allCases.count <= FlowState().words.count)
    #expect(FlowWordGroup.rare.count <= 255, "a record names rare words by a byte")
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
