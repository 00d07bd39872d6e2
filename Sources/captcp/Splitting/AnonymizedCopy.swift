import Measurements
import PacketCapture

/// Rewrites every packet of a capture and writes it, piece by piece.
final class AnonymizedCopy: StoppableObserver {
  /// Why it can take no more.
  private(set) var failure: CommandFailure?
  /// Packets written.
  private(set) var packets: UInt64 = 0
  /// Packets left out: their interface was never described, so nobody knows where their addresses stand.
  private(set) var droppedPackets: UInt64 = 0

  /// Bytes that are gathered before they are written.
  private static let pieceSize = 1 << 20

  private let encoder: CaptureEncoder
  private let anonymizer: PacketAnonymizer
  private let capture: String
  private let sink: ([UInt8]) throws(CommandFailure) -> Void
  private var progress = CaptureEncoder.Progress()
  private var record: [UInt8] = []
  private var piece: [UInt8] = []

  /// Makes a copy.
  ///
  /// - Parameters:
  ///   - encoder: Makes the records.
  ///   - anonymizer: Rewrites the packets.
  ///   - capture: Name of the capture for messages.
  ///   - sink: Takes the bytes of the new file.
  init(
    encoder: CaptureEncoder, anonymizer: PacketAnonymizer, capture: String,
    sink: @escaping ([UInt8]) throws(CommandFailure) -> Void
  ) {
    self.encoder = encoder
    self.anonymizer = anonymizer
    self.capture = capture
    self.sink = sink
  }

  /// Takes the next packet.
  func observe(_ packet: CapturedPacket) {
    guard failure == nil else { return }
    var packet = packet
    record.removeAll(keepingCapacity: true)
    guard packet.role != .ofUnknownInterface else {
      droppedPackets += 1
      return
    }
    do {
      packet.bytes = try anonymizer.rewrite(packet)
    } catch {
      refuse(packet, error)
      return
    }
    guard encoder.encode(packet, into: &record) else {
      droppedPackets += 1
      return
    }
    packets += 1
    record.withUnsafeMutableBytes { bytes in
      encoder.prepare(&progress, bytes, interface: packet.interface, into: &piece)
    }
    piece += record
    if piece.count >= Self.pieceSize { flush() }
  }

  /// Writes what is left, with what the interfaces had dropped.
  ///
  /// - Throws: ``CommandFailure``.
  func finish(_ summary: CaptureSummary) throws(CommandFailure) {
    if !progress.hasBegun { piece += encoder.emptyFile() }
    encoder.appendStatistics(
      progress,
      drops: { file, interface in
        guard file < summary.files.count, interface < summary.files[file].interfaces.count else { return nil }
        return summary.files[file].interfaces[interface].drops
      }, into: &piece)
    flush()
    if let failure { throw failure }
  }

  private func refuse(_ packet: CapturedPacket, _ refusal: PacketAnonymizer.Refusal) {
    switch refusal {
    case .linkType(let name):
      failure = CommandFailure(
        .badInput,
        "\(Escaping.terminal(capture)): packet \(packet.frame) has link type \(name), of which captcp does not know where all "
          + "addresses stand: nothing was written")
    }
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
