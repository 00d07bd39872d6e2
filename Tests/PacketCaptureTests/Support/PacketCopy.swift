import PacketCapture

/// Every packet of a reading, kept, and a capture written of them all.
final class PacketCopy: PacketObserver {
  struct Packet: Hashable {
    var bytes: [UInt8]
    var originalLength: UInt32
    var timestamp: Int64
    var linkType: Int32
    var interface: InterfaceKey
  }

  private(set) var packets: [Packet] = []
  private(set) var roles: [CapturedPacket.Role] = []
  private(set) var capture: [UInt8] = []
  private(set) var refusals: [PacketAnonymizer.Refusal] = []
  private let encoder: CaptureEncoder
  private let anonymizer: PacketAnonymizer?
  private var progress = CaptureEncoder.Progress()

  private init(_ encoder: CaptureEncoder, _ anonymizer: PacketAnonymizer?) {
    self.encoder = encoder
    self.anonymizer = anonymizer
  }

  func observe(_ packet: CapturedPacket) {
    packets.append(
      Packet(
        bytes: Array(packet.bytes), originalLength: packet.originalLength, timestamp: packet.timestamp,
        linkType: packet.linkType, interface: packet.interface))
    roles.append(packet.role)
    var packet = packet
    do {
      if let anonymizer { packet.bytes = try anonymizer.rewrite(packet) }
    } catch {
      refusals.append(error)
      return
    }
    var record: [UInt8] = []
    guard encoder.encode(packet, into: &record) else { return }
    record.withUnsafeMutableBytes {
      encoder.prepare(&progress, $0, interface: packet.interface, into: &capture)
    }
    capture += record
  }

  /// Reads captures to their end.
  static func of(
    _ captures: [UInt8]..., form: CaptureEncoder.Form = .fitting, texts: CaptureEncoder.Texts = .kept,
    anonymizer: PacketAnonymizer? = nil
  ) throws(CaptureFileError) -> PacketCopy {
    let files = captures.map { TemporaryFile($0) }
    defer { withExtendedLifetime(files) {} }
    let reader = try CaptureInput(paths: files.map(\.path), options: CaptureOptions()).makeReader()
    let copy = PacketCopy(CaptureEncoder(reader, form: form, texts: texts), anonymizer)
    reader.observe(with: copy)
    var segment = Segment()
    while try reader.next(into: &segment) != .end {}
    return copy
  }
}
