import Fixtures
import Foundation
import PacketCapture
import TCPAnalysis

/// Feeds damaged captures to the reader and the analysis until the time is over; a crash or a hang ends it.
///
/// The input of the moment lies in the work folder, so whatever kills the process leaves what did it.
@main struct Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--replay" {
      for path in arguments.dropFirst() { analyze(path) }
      return
    }
    guard arguments.count >= 2, let seconds = Double(arguments[1]) else {
      print("usage: captcp-fuzz SECONDS WORKFOLDER [FIRST-SEED] | --replay FILE...")
      exit(2)
    }
    let first = arguments.count > 2 ? UInt64(arguments[3]) ?? 1 : UInt64(Date().timeIntervalSince1970)
    try run(seconds: seconds, input: arguments[2] + "/input", first: first)
  }

  private static func run(seconds: Double, input: String, first: UInt64) throws {
    let corpus = try corpus()
    let end = Date().addingTimeInterval(seconds)
    var seed = first
    var analyzed = 0
    print("seeds from \(first), \(corpus.count) captures")
    while Date() < end {
      var mutator = Mutator(seed: seed)
      try Data(mutator.input(from: corpus)).write(to: URL(fileURLWithPath: input))
      // A hang is a failure: the signal ends the process.
      alarm(10)
      if analyze(input) { analyzed += 1 }
      alarm(0)
      seed += 1
    }
    print("\(seed - first) inputs, \(analyzed) of them analysed, seeds \(first) to \(seed - 1)")
  }

  /// The first bytes of the bundled captures, and all scripts in four forms.
  private static func corpus() throws -> [[UInt8]] {
    var corpus = try Fixtures.Folder.allCases.flatMap { folder in
      try Fixtures.captures(in: folder).map { Array(try $0.bytes().prefix(20_000)) }
    }
    for name in Fixtures.scriptNames {
      let script = try Fixtures.script(name)
      corpus.append(script.pcap())
      corpus.append(script.pcap(resolution: .microseconds, bigEndian: true))
    }
    return corpus
  }

  /// Reads and analyses a file; whether there was something to analyse.
  @discardableResult
  private static func analyze(_ path: String) -> Bool {
    do {
      let input = try CaptureInput(paths: [path], options: CaptureOptions())
      let analysis = try Analyzer().run(try input.makeReader())
      return analysis.connections.count > 0
    } catch {
      return false
    }
  }
}
