import ArgumentParser
import Fixtures
import Testing

@testable import captcp

/// Whatever is done to a capture, every module of the list writes its file or refuses in one line; none traps.
///
/// A trap ends the whole run; the capture that did it is then left in the temporary folder.
@Suite struct AnyCaptureTests {
  /// A capture as the head of its file and its records.
  private struct Records {
    var head: [UInt8]
    var records: [[UInt8]] = []

    /// Takes a little-endian classic capture apart; at most `limit` records are kept.
    init(_ bytes: [UInt8], limit: Int) {
      head = Array(bytes.prefix(24))
      var start = 24
      while start + 16 <= bytes.count, records.count < limit {
        let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
        guard start + 16 + length <= bytes.count else { break }
        records.append(Array(bytes[start..<start + 16 + length]))
        start += 16 + length
      }
    }

    var bytes: [UInt8] { head + records.joined() }
  }

  private static let captures: [Records] = {
    let lab = Fixtures.captures(in: .lab).filter { ["B2_two_holes", "G_zwp", "H_eifel"].contains($0.name) }
    let real = Fixtures.captures(in: .testbed).filter { ["loss_cubic", "keepalive"].contains($0.name) }
    let scripts = ["fast-retransmission", "gap-fill", "port-reuse", "zero-window"].compactMap {
      try? Fixtures.script($0).pcap()
    }
    return ((lab + real).compactMap { try? $0.bytes() } + scripts).map { Records($0, limit: 40) }
  }()

  /// What is made of a spec or of templates takes no capture.
  private static let modules = Modules.all.filter { !["figure", "template"].contains($0.name) }

  /// Runs a third of the modules over the bytes, by turns.
  private func runSome(_ bytes: [UInt8], _ seed: Int, _ name: Comment) throws {
    try Fixtures.withTemporaryFile(bytes) { path in
      for (index, module) in Self.modules.enumerated() where (seed + index).isMultiple(of: 3) {
        let ending =
          switch module.kind {
          case .data: "json"
          case .chart: "svg"
          case .report: "html"
          case .check: "json"
          case .capture: "pcap"
          }
        let arguments = [module.name, "--quiet", "-o", "\(path).\(module.name).\(ending)", path]
        let frame = module.name == "explain" ? ["\(bytes.count % 40 + 1)"] : []
        do {
          var command = try Captcp.parseAsRoot(arguments + frame)
          try command.run()
        } catch let failure as CommandFailure {
          #expect(!failure.message.isEmpty && !failure.message.contains("\n"), name)
        } catch {
          Issue.record("\(name): \(module.name): \(error)")
        }
      }
    }
  }

  private func capture(_ seed: Int) throws -> Records {
    try #require(Self.captures.count >= 7)
    return Self.captures[seed % Self.captures.count]
  }

  @Test func packetsInAnyOrder() throws {
    for seed in SeededNumbers.seeds(9) {
      var numbers = SeededNumbers(seed: seed)
      var capture = try capture(seed)
      let times = capture.records.map { Array($0.prefix(8)) }
      capture.records.shuffle(using: &numbers)
      if seed.isMultiple(of: 2) {
        // The times stay in order: nothing puts the packets back.
        for index in capture.records.indices {
          capture.records[index].replaceSubrange(0..<8, with: times[index])
        }
      }
      try runSome(capture.bytes, seed, "seed \(seed)")
    }
  }

  @Test func filesCutAnywhere() throws {
    for seed in SeededNumbers.seeds(9) {
      var numbers = SeededNumbers(seed: 1000 + seed)
      let bytes = try capture(seed).bytes
      let length = Int.random(in: 0...bytes.count, using: &numbers)
      try runSome(Array(bytes[..<length]), seed, "seed \(seed), \(length) bytes")
    }
  }

  @Test func bytesFlippedAnywhere() throws {
    for seed in SeededNumbers.seeds(15) {
      var numbers = SeededNumbers(seed: 2000 + seed)
      var capture = try capture(seed)
      for _ in 0...(seed % 40) {
        let record = Int.random(in: 0..<capture.records.count, using: &numbers)
        // Mostly in the headers, where bytes have a meaning; the lengths of records are the matter of DamageTests.
        let last = min(capture.records[record].count - 1, numbers.happens(0.9) ? 96 : .max)
        let index = Int.random(in: (numbers.happens(0.1) ? 0 : 16)...last, using: &numbers)
        capture.records[record][index] ^= UInt8.random(in: 1 ... .max, using: &numbers)
      }
      try runSome(capture.bytes, seed, "seed \(seed)")
    }
  }

  @Test func timesThatJump() throws {
    for seed in SeededNumbers.seeds(9) {
      var numbers = SeededNumbers(seed: 3000 + seed)
      var capture = try capture(seed)
      for index in capture.records.indices where numbers.happens(0.2) {
        for byte in 0..<4 { capture.records[index][byte] = UInt8.random(in: 0 ... .max, using: &numbers) }
      }
      try runSome(capture.bytes, seed, "seed \(seed)")
    }
  }
}
