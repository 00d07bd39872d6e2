/// The header of a classic capture file, little-endian, of version 2.4.
public struct ClassicFileHeader: Equatable, Sendable {
  /// Whether fractions of seconds are nanoseconds and not microseconds.
  let isNanoseconds: Bool
  /// Link type as it stands in the files.
  let linkField: UInt32
  /// Greatest snap length of the files.
  let snapLength: UInt32

  /// What classic files have in common; `nil` if one is no classic file, or they differ in link type or resolution.
  init?(_ files: [CaptureFileSummary]) {
    guard let first = files.first else { return nil }
    for file in files {
      guard file.format == .pcap, file.linkField == first.linkField,
        file.timeResolution == first.timeResolution
      else { return nil }
    }
    isNanoseconds = first.timeResolution == "ns"
    linkField = first.linkField
    snapLength = files.map(\.snapField).max() ?? 0
  }

  /// Appends the 24 bytes: magic number, version, zone, accuracy, snap length, link type.
  func append(to bytes: inout [UInt8]) {
    bytes.append(isNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4 as UInt32, .little)
    bytes.append(2 as UInt16, .little)
    bytes.append(4 as UInt16, .little)
    bytes.append(0 as UInt64, .little)
    bytes.append(snapLength, .little)
    bytes.append(linkField, .little)
  }
}

extension [UInt8] {
  /// Appends a number in a byte order.
  mutating func append(_ value: some FixedWidthInteger, _ order: ByteOrder) {
    Swift.withUnsafeBytes(of: order == .big ? value.bigEndian : value.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends zeros up to a multiple of four.
  mutating func pad(from start: Int) {
    append(contentsOf: repeatElement(0, count: (4 - (count - start) % 4) % 4))
  }
}
