import Fixtures
import TCPAnalysis

/// A TCP connection over a path that loses, delays, reorders and duplicates, with a capture somewhere on it.
///
/// One host sends data, the other one receives it and closes after it. Everything follows from the settings, so the
/// same settings give the same capture. What happened is kept in `transmissions`; `captured` is what the tap wrote.
final class Simulation {
  /// A frame of the capture.
  struct Captured {
    var time: Int64
    /// Index in `transmissions`.
    var transmission: Int
    /// Which copy of the packet it is, if the network duplicated it before the tap.
    var copy: Int
  }

  private enum Event {
    case atTap(Int, copy: Int)
    case atHost(Int)
  }

  let settings: SimulationSettings
  private(set) var transmissions: [Transmission] = []
  private(set) var captured: [Captured] = []
  /// Bytes of data that the receiving application got.
  var receivedBytes: Int64 { receiver.receivedBytes }
  private(set) var hasFinished = false

  private var numbers: SeededNumbers
  private var events: [(time: Int64, event: Event)] = []
  private var stacks: [SimulatedStack]
  private var handshake: SimulatedHandshake
  private var sender: SimulatedSender
  private var receiver: SimulatedReceiver
  private var closing = SimulatedClosing()
  private var legs: [SimulatedLeg]
  private var sentUpTo: [Int64] = [0, 0]

  init(_ settings: SimulationSettings) {
    self.settings = settings
    var numbers = SeededNumbers(seed: settings.seed)
    stacks = [true, false].map { SimulatedStack(settings, isSender: $0, &numbers) }
    self.numbers = numbers
    handshake = SimulatedHandshake(settings)
    sender = SimulatedSender(settings)
    receiver = SimulatedReceiver(settings)
    let before: Int64
    switch settings.tap {
    case .sender: before = 0
    case .middle: before = settings.delay / 2
    case .receiver: before = settings.delay
    }
    let behind = settings.delay - before
    // Towards the receiver before and behind the tap, then back.
    legs = [
      SimulatedLeg(delay: before, impairment: settings.upstream, hold: settings.hold),
      SimulatedLeg(
        delay: behind, impairment: settings.downstream, hold: before == 0 ? settings.hold : nil),
      SimulatedLeg(delay: behind, impairment: settings.backUpstream),
      SimulatedLeg(delay: before, impairment: settings.backDownstream),
    ]
    run()
  }

  private func run() {
    var steps = 0
    send(handshake.begin(), now: 1000)
    while steps < 20_000, let now = nextTime() {
      steps += 1
      if let first = events.first, first.time <= now {
        events.removeFirst()
        handle(first.event, now)
      } else {
        fireTimers(now)
      }
      if sender.isDone, receiver.hasFinished, closing.isDone, events.isEmpty {
        hasFinished = true
        break
      }
    }
  }

  private func nextTime() -> Int64? {
    let timers = [
      handshake.timeoutDue, sender.nextTimer, receiver.acknowledgmentDue, receiver.readDue,
      closing.timeoutDue,
    ]
    return (timers.compactMap { $0 } + (events.first.map { [$0.time] } ?? [])).min()
  }

  private func schedule(_ event: Event, at time: Int64) {
    let index = events.firstIndex { $0.time > time } ?? events.count
    events.insert((time, event), at: index)
  }

  private func handle(_ event: Event, _ now: Int64) {
    switch event {
    case .atTap(let index, let copy):
      if !isMissedByCapture(index) {
        captured.append(Captured(time: now, transmission: index, copy: copy))
      }
      let leg = transmissions[index].isFromSender ? 1 : 3
      for time in legs[leg].exits(of: now, &numbers) { schedule(.atHost(index), at: time) }
    case .atHost(let index):
      transmissions[index].arrivals.append(now)
      arrive(transmissions[index], now)
    }
  }

  private func isMissedByCapture(_ index: Int) -> Bool {
    // The handshake stays in the capture: what is lost of it is another test's matter.
    transmissions[index].role != .handshake && captured.count > 3 && numbers.happens(settings.captureLoss)
  }

  private func send(_ list: [Transmission], now: Int64) {
    for var transmission in list {
      let host = transmission.isFromSender ? 0 : 1
      if transmission.flags & Transmission.ack != 0, transmission.isFromSender {
        transmission.acknowledgment = closing.acknowledgment
        transmission.window = 1000
      }
      stacks[host].send(&transmission, now: now)
      if transmission.role != .zeroWindowProbe, transmission.role != .keepAlive, transmission.length > 0 {
        transmission.isRetransmission = transmission.start < sentUpTo[host]
        sentUpTo[host] = max(sentUpTo[host], transmission.end)
      }
      transmissions.append(transmission)
      let index = transmissions.count - 1
      let leg = transmission.isFromSender ? 0 : 2
      // Of the first packets nobody can tell whether the host counts them: their doubles are no test's matter.
      let mayDouble = transmission.role != .handshake
      let exits = legs[leg].exits(of: transmission.time, &numbers, mayDouble: mayDouble)
      for (copy, time) in exits.enumerated() {
        schedule(.atTap(index, copy: copy), at: time)
      }
    }
  }

  private func arrive(_ transmission: Transmission, _ now: Int64) {
    let passes = stacks[transmission.isFromSender ? 1 : 0].accepts(transmission)
    let wasReady = handshake.isEstablished(sender: true)
    send(handshake.receive(transmission, now: now), now: now)
    if transmission.isFromSender {
      guard handshake.isEstablished(sender: false), !transmission.hasSyn else { return }
      closing.acknowledge(transmission.acknowledgment)
      if receiver.receive(transmission, passesTimestampTest: passes, now: now) { acknowledge(now) }
    } else if handshake.isEstablished(sender: true) {
      if !wasReady || transmission.hasSyn {
        sender.noteHandshake(transmission)
      } else if passes {
        sender.acknowledge(transmission, now: now)
      }
      if transmission.hasFin { send([closing.receiveFin(sequence: sender.next)], now: now) }
      sendData(now)
    }
  }

  private func acknowledge(_ now: Int64) {
    var acknowledgment = receiver.acknowledgment()
    acknowledgment.start = closing.nextSequence
    send([acknowledgment], now: now)
    if receiver.hasFinished, let fin = closing.begin(receiver.acknowledgment(), now: now) {
      send([fin], now: now)
    }
  }

  private func sendData(_ now: Int64) {
    let whole = Int64(settings.segmentSize)
    let size = { [self] in
      settings.writesAreRandom ? Int64.random(in: 1...whole, using: &numbers) : whole
    }
    send(sender.sendable(size, now: now), now: now)
  }

  private func fireTimers(_ now: Int64) {
    send(handshake.fire(now: now), now: now)
    if handshake.isEstablished(sender: true) {
      send(sender.fire(now: now), now: now)
      sendData(now)
    }
    if receiver.readIfDue(now: now) || receiver.acknowledgmentDue.map({ $0 <= now }) ?? false {
      acknowledge(now)
    }
    if closing.isDue(now: now) { send([closing.fire(receiver.acknowledgment(), now: now)], now: now) }
  }
}
