import PacketCapture
import TCPAnalysis

/// One run of `split`: reads the captures and writes the packets.
struct SplitRun {
  /// The captures.
  let session: CaptureSession
  /// Flows and connections to write; empty for all.
  let flows: [FlowID]
  /// Times of the packets that are written.
  let shownTimes: ClosedRange<Int64>?

  /// Writes them.
  ///
  /// - Parameters:
  ///   - place: One file, or a folder for a file a connection.
  ///   - isForced: Whether captures of an earlier split are replaced.
  /// - Returns: What was written.
  /// - Throws: ``CommandFailure``; nothing is left of the files then.
  func write(to place: CapturePlace, isForced: Bool) throws(CommandFailure) -> (SplitList, OutputFiles) {
    switch place {
    case .folder(let path): return try writeFolder(path, place, isForced: isForced)
    case .file(let path):
      let file = try AtomicFile(path: path)
      let list = try writeStream(place, name: path) { bytes throws(CommandFailure) in try file.write(bytes) }
      try file.commit()
      var files = OutputFiles()
      files.add(path)
      return (list, files)
    case .standardOutput:
      let output = StandardOutput()
      let list = try writeStream(place, name: "-") { bytes throws(CommandFailure) in try output.write(bytes) }
      return (list, OutputFiles())
    }
  }

  private func writeFolder(
    _ path: String, _ place: CapturePlace, isForced: Bool
  ) throws(CommandFailure) -> (SplitList, OutputFiles) {
    var made: SplitFolder?
    let (analysis, leftOut) = try session.split(to: place, shownTimes: shownTimes) {
      encoder throws(CommandFailure) in
      let folder = try SplitFolder(path: path, encoder: encoder, flows: flows, isForced: isForced)
      made = folder
      return folder
    } failure: {
      made?.checkInterrupt()
      return made?.failure
    }
    try FlowChoice.check(flows, in: analysis.connections)
    guard let folder = made else { return (SplitList(analysis), OutputFiles()) }
    try folder.finish()
    var list = SplitList(analysis)
    list.counts = folder.counts
    list.leftOut = leftOut
    list.unchosenPackets = folder.unchosen
    list.folder = path
    list.name = { folder.name($0) }
    var files = OutputFiles()
    for file in 0...analysis.connections.count where list.part(file).packets > 0 {
      files.add(path + folder.name(file))
    }
    return (list, files)
  }

  private func writeStream(
    _ place: CapturePlace, name: String, _ sink: @escaping ([UInt8]) throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> SplitList {
    var made: SplitStream?
    let (analysis, leftOut) = try session.split(to: place, shownTimes: shownTimes) { encoder in
      let stream = SplitStream(encoder: encoder, flows: flows, sink: sink)
      made = stream
      return stream
    } failure: {
      made?.failure
    }
    try FlowChoice.check(flows, in: analysis.connections)
    var list = SplitList(analysis)
    guard let stream = made else { return list }
    try stream.finish()
    list.counts = stream.counts
    list.leftOut = leftOut
    list.unchosenPackets = stream.unchosen
    list.name = { _ in name }
    return list
  }
}
