import CPcap

/// DLT numbers of the link types that can be decoded (https://www.tcpdump.org/linktypes.html).
enum LinkType {
  static let null: Int32 = 0
  static let ethernet: Int32 = 1
  static let ppp: Int32 = 9
  static let fddi: Int32 = 10
  static let raw: Int32 = 12
  static let rawOpenBSD: Int32 = 14
  static let pppSerial: Int32 = 50
  static let pppEther: Int32 = 51
  static let rawFile: Int32 = 101
  static let ciscoHDLC: Int32 = 104
  static let wireless: Int32 = 105
  static let loop: Int32 = 108
  static let linuxCooked: Int32 = 113
  static let prism: Int32 = 119
  static let radiotap: Int32 = 127
  static let avs: Int32 = 163
  static let pppd: Int32 = 166
  static let ppi: Int32 = 192
  static let pppWithDirection: Int32 = 204
  static let ciscoHDLCWithDirection: Int32 = 205
  static let ipv4: Int32 = 228
  static let ipv6: Int32 = 229
  static let netfilterLog: Int32 = 239
  static let linuxCooked2: Int32 = 276

  /// libpcap's name of a DLT number, `DLT_n` if it has none.
  static func name(of linkType: Int32) -> String {
    guard let name = pcap_datalink_val_to_name(linkType) else { return "DLT_\(linkType)" }
    return String(cString: name)
  }

  /// The DLT number of a LINKTYPE number in a file: the same but for five that systems number differently.
  static func fromFile(_ number: UInt16) -> Int32 {
    switch number {
    case 100: 11
    case 101: raw
    case 102: 15
    case 103: 16
    case 106: 19
    default: Int32(number)
    }
  }
}
