import Fixtures
import PacketCapture
import TCPAnalysis

/// The bytes of captures of a simulation.
struct SimulatedCapture {
  /// One record of the file.
  struct Record {
    var time: Int64
    var bytes: [UInt8]
  }

  private let settings: SimulationSettings
  private(set) var records: [Record]

  init(_ simulation: Simulation) {
    settings = simulation.settings
    records = []
    let settings = self.settings
    records = simulation.captured.map { frame in
      Record(
        time: frame.time,
        bytes: Self.frame(simulation.transmissions[frame.transmission], settings))
    }
  }

  /// A classic pcap file of nanoseconds with the records given, else all.
  func bytes(_ chosen: [Record]? = nil) -> [UInt8] {
    var file: [UInt8] = [
      0x4D, 0x3C, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0,
    ]
    for record in chosen ?? records {
      let time = 1_700_000_000_000_000_000 + record.time
      let count = UInt32(record.bytes.count)
      for field in [UInt32(time / 1_000_000_000), UInt32(time % 1_000_000_000), count, count] {
        file.append(little: field)
      }
      file += record.bytes
    }
    return file
  }

  private static func frame(_ transmission: Transmission, _ settings: SimulationSettings) -> [UInt8] {
    let segment = Self.segment(transmission, settings)
    let isFromSender = transmission.isFromSender
    // One router on each side of a tap that is not beside the host.
    let isNear =
      isFromSender
      ? settings.tap == .sender : settings.tap == .receiver
    let timeToLive: UInt8 = isNear ? 64 : 60
    var frame: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
    if settings.isIPv6 {
      frame += [0x86, 0xDD, 0x60, 0, 0, 0]
      frame.append(big: UInt16(segment.count))
      frame += [6, timeToLive] + addresses(isFromSender, isIPv6: true)
    } else {
      frame += [8, 0, 0x45, 0]
      frame.append(big: UInt16(20 + segment.count))
      frame.append(big: transmission.identification)
      frame += [0x40, 0, timeToLive, 6, 0, 0] + addresses(isFromSender, isIPv6: false)
    }
    return frame + segment
  }

  private static func addresses(_ isFromSender: Bool, isIPv6: Bool) -> [UInt8] {
    let hosts: [[UInt8]] =
      isIPv6
      ? [1, 2].map { [0xFD, 0x77] + [UInt8](repeating: 0, count: 13) + [$0] }
      : [1, 2].map { [10, 77, 0, $0] }
    return isFromSender ? hosts[0] + hosts[1] : hosts[1] + hosts[0]
  }

  private static func segment(_ transmission: Transmission, _ settings: SimulationSettings) -> [UInt8] {
    let isFromSender = transmission.isFromSender
    let own = isFromSender ? settings.senderISN : settings.receiverISN
    let other = isFromSender ? settings.receiverISN : settings.senderISN
    let ports: [UInt16] = settings.isSenderInitiator ? [40_000, 80] : [80, 40_000]
    var bytes: [UInt8] = []
    bytes.append(big: isFromSender ? ports[0] : ports[1])
    bytes.append(big: isFromSender ? ports[1] : ports[0])
    bytes.append(big: own &+ UInt32(truncatingIfNeeded: transmission.start))
    let isAcknowledging = transmission.flags & Transmission.ack != 0
    bytes.append(big: isAcknowledging ? other &+ UInt32(truncatingIfNeeded: transmission.acknowledgment) : 0)
    let options = Self.options(transmission, settings, other)
    bytes += [UInt8((20 + options.count) / 4) << 4, UInt8(transmission.flags)]
    bytes.append(big: transmission.window)
    bytes += [0, 0, 0, 0] + options
    for offset in transmission.data { bytes.append(UInt8(truncatingIfNeeded: offset &* 31 &+ offset / 251)) }
    let sum = checksum(bytes, addresses(isFromSender, isIPv6: settings.isIPv6))
    bytes[16] = UInt8(sum >> 8)
    bytes[17] = UInt8(sum & 0xFF)
    return bytes
  }

  private static func options(
    _ transmission: Transmission, _ settings: SimulationSettings, _ other: UInt32
  ) -> [UInt8] {
    var options: [UInt8] = []
    if transmission.hasSyn {
      options += [2, 4]
      options.append(big: UInt16(settings.segmentSize + (settings.usesTimestamps ? 12 : 0)))
      if settings.usesSack { options += [1, 1, 4, 2] }
      if let shift = settings.windowShift { options += [1, 3, 3, shift] }
    }
    if settings.usesTimestamps {
      options += [1, 1, 8, 10]
      options.append(big: transmission.timestamp)
      options.append(big: transmission.echo)
    }
    if !transmission.sack.isEmpty {
      options += [1, 1, 5, UInt8(2 + 8 * transmission.sack.count)]
      for range in transmission.sack {
        options.append(big: other &+ UInt32(truncatingIfNeeded: range.start))
        options.append(big: other &+ UInt32(truncatingIfNeeded: range.end))
      }
    }
    return options
  }

  /// RFC 1071 over the pseudo header and the segment.
  private static func checksum(_ segment: [UInt8], _ addresses: [UInt8]) -> UInt32 {
    var sum = 6 + UInt32(segment.count)
    for part in [addresses, segment] {
      var index = 0
      while index < part.count {
        sum += UInt32(part[index]) << 8
        if index + 1 < part.count { sum += UInt32(part[index + 1]) }
        index += 2
      }
    }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return ~sum & 0xFFFF
  }
}

extension [UInt8] {
  fileprivate mutating func append(big value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
