import Fixtures
import Foundation
import TCPAnalysis

/// One run of the testbed: what was captured, and what really happened.
struct Scenario: Sendable {
  let name: String
  let truth: TestbedTruth
  /// The capture beside the sending host.
  let sender: Reading
  /// The capture beside the receiving host; only where the whole testbed is at hand.
  let receiver: Reading?
  /// The relay's book; only where the whole testbed is at hand.
  let relay: RelayBook?
  /// The folder with everything of the run, if the whole testbed is at hand.
  let folder: String?

  init(_ capture: Fixtures.Capture) throws {
    name = capture.name
    truth = try Fixtures.truth(capture.name)
    sender = try Reading(path: capture.path)
    let folder = Fixtures.shared.map { "\($0)/testbed/scenarios/\(capture.name)" }
    self.folder = folder.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    receiver = try Self.file("receiver.pcap", in: folder).flatMap { try Self.reading($0) }
    relay = try Self.file("relay.csv.gz", in: folder).map { try RelayBook(path: $0) }
  }

  /// Made from the capture of another run.
  var isDerived: Bool { truth.kernelEvents == nil }

  /// A capture, `nil` if nothing came through to where it was taken.
  private static func reading(_ path: String) throws -> Reading? {
    do {
      return try Reading(path: path)
    } catch AnalysisError.noTCP(packets: 0, skipped: _) {
      return nil
    }
  }

  /// A file of a folder, `nil` if it is not there.
  static func file(_ name: String, in folder: String?) -> String? {
    guard let folder else { return nil }
    let path = "\(folder)/\(name)"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The capture beside a host.
  func reading(beside host: Host) -> Reading? { host == .sender ? sender : receiver }

  /// The kernel's kind of each frame that a host sent again, by its number in the capture beside that host.
  func kernelKinds(of host: Host) -> [Int: String] {
    var kinds: [Int: String] = [:]
    for event in truth.kernelEvents?.retransmits ?? [] where event.host == host.rawValue {
      for frame in event.frames ?? [] {
        if let number = frame.first { kinds[Int(number)] = event.kind ?? "" }
      }
    }
    return kinds
  }
}

extension Scenario {
  /// All runs, in the order of their names; each capture is read once, by as many threads as there are processors.
  static func all() throws -> [Scenario] {
    let captures = Fixtures.captures(in: .testbed)
    let results = Results(count: captures.count)
    DispatchQueue.concurrentPerform(iterations: captures.count) { index in
      results.set(index, Result { try Scenario(captures[index]) })
    }
    return try results.values.map { try $0.get() }
  }

  /// Slots that several threads fill.
  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var slots: [Result<Scenario, any Error>?]

    init(count: Int) {
      slots = Array(repeating: nil, count: count)
    }

    func set(_ index: Int, _ value: Result<Scenario, any Error>) {
      lock.withLock { slots[index] = value }
    }

    var values: [Result<Scenario, any Error>] { lock.withLock { slots.compactMap { $0 } } }
  }
}
