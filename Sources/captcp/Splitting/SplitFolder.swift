@preconcurrency import Glibc
import PacketCapture
import TCPAnalysis

/// Writes one capture a connection into a folder, however many there are, with one file open at a time.
///
/// Records gather in memory, up to ``SplitFolder/roomSize`` bytes of all connections together. When the room is full,
/// what each connection has there is appended to its file, which is opened for that and closed again: a short
/// connection needs its file opened once. Files grow in a hidden folder and get their names at the end.
final class SplitFolder: RecordReceiver {
  /// What was written.
  private(set) var counts = SplitCounts()
  /// Why it can take no more.
  private(set) var failure: CommandFailure?

  /// Bytes of records that wait.
  static let roomSize = 32 << 20

  /// A record that waits.
  private struct Waiting {
    /// 0 for packets without a connection, else the connection's number.
    var file: Int32
    var interface: InterfaceKey
    var offset: Int
    var length: Int
  }

  private let encoder: CaptureEncoder
  private let chosen: FlowChooser
  private let folder: String
  private let temporaryFolder: String
  private let hold: InterruptHold
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: roomSize, alignment: 16)
  private var used = 0
  private var waiting: [Waiting] = []
  private var progress: [CaptureEncoder.Progress] = [CaptureEncoder.Progress()]
  private var piece: [UInt8] = []
  private var isFinished = false
  /// Packets of flows that were not chosen.
  private(set) var unchosen: Int64 = 0

  /// Makes the folder if there is none, and the hidden one in it.
  ///
  /// - Parameters:
  ///   - path: The folder; it ends in `/`.
  ///   - encoder: Made the records.
  ///   - flows: Flows and connections to write; empty for everything.
  ///   - isForced: Whether captures of an earlier split are removed and not a reason to stop.
  /// - Throws: ``CommandFailure``.
  init(path: String, encoder: CaptureEncoder, flows: [FlowID], isForced: Bool) throws(CommandFailure) {
    self.encoder = encoder
    chosen = FlowChooser(flows)
    folder = path
    try Destination.makeFolder(path)
    let former = SplitNames.existing(in: path)
    if !former.isEmpty, !isForced {
      room.deallocate()
      throw CommandFailure(
        .usage,
        "\(path) holds captures of an earlier split: name another folder, or replace them with --force")
    }
    hold = InterruptHold()
    var template = Array("\(path).split.captcp-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      let number = errno
      hold.end()
      room.deallocate()
      throw AtomicFile.failure(path, number)
    }
    let made = template.dropLast().map { UInt8(bitPattern: $0) }
    temporaryFolder = String(decoding: made, as: UTF8.self) + "/"
  }

  deinit {
    if !isFinished { removeTemporaryFiles() }
    hold.end()
    room.deallocate()
  }

  /// Takes a record.
  func receive(_ record: UnsafeMutableRawBufferPointer, interface: InterfaceKey, place: PacketPlace?) {
    guard failure == nil else { return }
    guard place.map({ chosen.contains($0) }) ?? chosen.takesAll else {
      unchosen += 1
      return
    }
    counts.count(place, bytes: record.count)
    let file = place.map { $0.connection + 1 } ?? 0
    if record.count > room.count - used { flush() }
    guard record.count <= room.count else {
      // Longer than the room, which only records of USB and D-Bus can be.
      write(
        file, [Waiting(file: file, interface: interface, offset: 0, length: record.count)][...], from: record)
      return
    }
    UnsafeMutableRawBufferPointer(rebasing: room[used..<used + record.count]).copyMemory(
      from: UnsafeRawBufferPointer(record))
    waiting.append(Waiting(file: file, interface: interface, offset: used, length: record.count))
    used += record.count
  }

  /// Writes what is left and gives all files their names.
  ///
  /// - Throws: ``CommandFailure``; nothing is left of the files then.
  func finish() throws(CommandFailure) {
    flush()
    if let failure { throw failure }
    for name in SplitNames.existing(in: folder) { unlink(folder + name) }
    for file in writtenFiles {
      let name = name(file)
      guard rename(temporaryFolder + name, folder + name) == 0 else {
        throw AtomicFile.failure(folder + name, errno)
      }
    }
    rmdir(temporaryFolder)
    isFinished = true
  }

  /// Name of the file of a connection's number, 0 for packets without a connection.
  func name(_ file: Int) -> String { SplitNames.name(file, ending: encoder.fileEnding) }

  private var writtenFiles: some Sequence<Int> {
    progress.indices.lazy.filter { [progress] in progress[$0].hasBegun }
  }

  private func flush() {
    // By file, and within a file in the order in which they came.
    waiting.sort { ($0.file, $0.offset) < ($1.file, $1.offset) }
    var start = 0
    while start < waiting.count, failure == nil {
      let file = waiting[start].file
      var end = start + 1
      while end < waiting.count, waiting[end].file == file { end += 1 }
      write(file, waiting[start..<end], from: room)
      start = end
    }
    waiting.removeAll(keepingCapacity: true)
    used = 0
    checkInterrupt()
  }

  /// Makes a pending interrupt the reason to stop; it waits while the hidden folder is there.
  func checkInterrupt() {
    if failure == nil, InterruptHold.isPending { failure = CommandFailure(.interrupted, "interrupted") }
  }

  private func write(
    _ file: Int32, _ records: ArraySlice<Waiting>, from memory: UnsafeMutableRawBufferPointer
  ) {
    let index = Int(file)
    if index >= progress.count {
      progress.append(
        contentsOf: repeatElement(CaptureEncoder.Progress(), count: index + 1 - progress.count))
    }
    piece.removeAll(keepingCapacity: true)
    for record in records {
      let bytes = UnsafeMutableRawBufferPointer(
        rebasing: memory[record.offset..<record.offset + record.length])
      encoder.prepare(&progress[index], bytes, interface: record.interface, into: &piece)
      piece.append(contentsOf: bytes)
    }
    append(to: name(index))
  }

  private func append(to name: String) {
    let path = temporaryFolder + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      failure = AtomicFile.failure(folder + name, errno)
      return
    }
    if let number = DescriptorWriter.write(piece, to: descriptor) {
      failure = AtomicFile.failure(folder + name, number)
    }
    // A full disk may show only here.
    if close(descriptor) != 0, failure == nil { failure = AtomicFile.failure(folder + name, errno) }
  }

  private func removeTemporaryFiles() {
    for file in writtenFiles { unlink(temporaryFolder + name(file)) }
    rmdir(temporaryFolder)
  }
}

/// Names of the files of a split.
enum SplitNames {
  /// `connection-000012.pcap`, or `other.pcap` for 0.
  static func name(_ file: Int, ending: String) -> String {
    guard file > 0 else { return "other.\(ending)" }
    let digits = String(file)
    return "connection-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).\(ending)"
  }

  /// Files of such names in a folder.
  static func existing(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if isName(name) { names.append(name) }
    }
    return names
  }

  private static func isName(_ name: String) -> Bool {
    guard name.hasSuffix(".pcap") || name.hasSuffix(".pcapng") else { return false }
    let stem = name.prefix { $0 != "." }
    if stem == "other" { return true }
    let digits = stem.dropFirst("connection-".count)
    return stem.hasPrefix("connection-") && digits.count >= 6 && digits.allSatisfy { "0"..."9" ~= $0 }
  }
}
