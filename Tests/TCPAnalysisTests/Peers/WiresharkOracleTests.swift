import Fixtures
import Foundation
import Glibc
import Testing

@testable import PacketCapture
@testable import TCPAnalysis

/// The flags of every segment are those that tshark gave it; the verdicts are stored beside the shared captures.
@Suite(.enabled(if: Fixtures.hasShared, "\(Fixtures.sharedReason)"))
struct WiresharkOracleTests {
  /// Stored verdicts above this size are left to `make oracle`, which has a release build.
  private static let largest = 60_000

  /// Captures with stored verdicts of moderate size and without tunnels.
  static let captures: [String] = {
    let tunnelled = ["erspan", "rtmp", "ips-temp6", "6in4", "sr-header", "vxlan"]
    return (Fixtures.sharedCaptures("behaviour-") + Fixtures.sharedCaptures("format-")).filter { path in
      guard !tunnelled.contains(where: path.contains) else { return false }
      let size = (try? FileManager.default.attributesOfItem(atPath: verdicts(of: path))[.size]) as? Int
      return size.map { $0 <= largest } ?? false
    }
  }()

  @Test func thereAreCaptures() { #expect(Self.captures.count > 50) }

  @Test(arguments: captures) func flagsAndStreamsAreThoseOfTshark(path: String) throws {
    let theirs = try Self.rows(of: path)
    let analysis = WiresharkAnalysis()
    let reader = try CaptureInput(paths: [path], options: CaptureOptions()).makeReader()
    var partners: [Int: Int] = [:]
    var compared = 0
    var segment = Segment()
    reading: while true {
      switch try reader.next(into: &segment) {
      case .end: break reading
      case .other: continue
      case .segment: break
      }
      let verdict = analysis.classify(segment)
      guard let row = theirs[segment.frame] else { continue }
      compared += 1
      let names = WiresharkFlags.named.filter { verdict.flags.contains($0.flag) }.map(\.name)
      #expect(Set(names) == row.flags, "frame \(segment.frame)")
      #expect(partners[row.stream] ?? Int(verdict.stream) == Int(verdict.stream), "frame \(segment.frame)")
      partners[row.stream] = Int(verdict.stream)
    }
    #expect(compared == theirs.count)
    #expect(Set(partners.values).count == partners.count)
  }

  private static func verdicts(of path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return url.deletingLastPathComponent().path + "/oracle/\(url.lastPathComponent).frames.json.gz"
  }

  /// Stream and flags by frame.
  private static func rows(of path: String) throws -> [UInt64: (stream: Int, flags: Set<String>)] {
    let object = try JSONSerialization.jsonObject(with: Data(unpacked(verdicts(of: path)))) as? [String: Any]
    var rows: [UInt64: (stream: Int, flags: Set<String>)] = [:]
    for row in object?["frames"] as? [[Any]] ?? [] {
      guard row.count == 10, let frame = row[0] as? Int, let stream = row[2] as? Int,
        let flags = row[9] as? [String]
      else { continue }
      rows[UInt64(frame)] = (stream, Set(flags))
    }
    return rows
  }

  private static func unpacked(_ path: String) -> [UInt8] {
    let file = FileStream(descriptor: open(path, O_RDONLY), isSeekable: true, closesDescriptor: true)
    let stream = GzipStream(source: file)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { stream.read($0) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}
