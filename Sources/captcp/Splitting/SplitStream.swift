import PacketCapture
import TCPAnalysis

/// Writes the packets of some flows into one capture, piece by piece.
final class SplitStream: RecordReceiver {
  /// What was written.
  private(set) var counts = SplitCounts()
  /// Why it can take no more.
  private(set) var failure: CommandFailure?
  /// Packets of other flows.
  private(set) var unchosen: Int64 = 0

  /// Bytes that are gathered before they are written.
  private static let pieceSize = 1 << 20

  private let encoder: CaptureEncoder
  private let chosen: FlowChooser
  private let sink: ([UInt8]) throws(CommandFailure) -> Void
  private var progress = CaptureEncoder.Progress()
  private var piece: [UInt8] = []

  /// Makes a stream.
  ///
  /// - Parameters:
  ///   - encoder: Made the records.
  ///   - flows: Flows and connections to write; empty for all segments.
  ///   - sink: Takes the bytes of the file.
  init(
    encoder: CaptureEncoder, flows: [FlowID], sink: @escaping ([UInt8]) throws(CommandFailure) -> Void
  ) {
    self.encoder = encoder
    self.sink = sink
    chosen = FlowChooser(flows)
  }

  /// Takes a record.
  func receive(_ record: UnsafeMutableRawBufferPointer, interface: InterfaceKey, place: PacketPlace?) {
    guard failure == nil else { return }
    guard let place, chosen.contains(place) else {
      unchosen += 1
      return
    }
    counts.count(place, bytes: record.count)
    encoder.prepare(&progress, record, interface: interface, into: &piece)
    piece.append(contentsOf: record)
    if piece.count >= Self.pieceSize { flush() }
  }

  /// Writes what is left; of no packets a file without any.
  ///
  /// - Throws: ``CommandFailure``.
  func finish() throws(CommandFailure) {
    if !progress.hasBegun { piece = encoder.emptyFile() }
    flush()
    if let failure { throw failure }
  }

  private func flush() {
    do {
      try sink(piece)
    } catch {
      failure = error
    }
    piece.removeAll(keepingCapacity: true)
  }
}

/// Tells quickly whether a flow was chosen.
struct FlowChooser {
  private let masks: [Int32: UInt8]
  /// Whether nothing was named.
  let takesAll: Bool

  /// Chooses flows and connections; an empty list chooses all.
  init(_ flows: [FlowID]) {
    var masks: [Int32: UInt8] = [:]
    for flow in flows {
      masks[Int32(clamping: flow.connection - 1), default: 0] |= flow.direction.map { UInt8($0) } ?? 3
    }
    self.masks = masks
    takesAll = flows.isEmpty
  }

  /// Whether the flow was chosen.
  func contains(_ place: PacketPlace) -> Bool {
    takesAll || masks[place.connection, default: 0] & (place.direction + 1) != 0
  }
}
