/// What a capture holds as a whole: files, packets by layer, and everything that was skipped, with the reason.
public struct CaptureSummary: Sendable, Equatable {
  /// The capture files in the order of the command line.
  public var files: [CaptureFileSummary] = []
  /// Packets in all files.
  public var packets: UInt64 = 0
  /// Packets whose TCP header was decoded into a `Segment`.
  public var tcpPackets: UInt64 = 0
  /// Time of the first packet in nanoseconds since the epoch; the least one, in whatever order; `nil` without packets.
  public var firstTime: Int64?
  /// Time of the last packet, likewise.
  public var lastTime: Int64?
  /// Packets by network layer.
  public var networkLayer = NetworkLayerCounts()
  /// IP packets by transport layer.
  public var transportLayer = TransportLayerCounts()
  /// Packets of which fewer bytes were captured than they had.
  public var truncatedPackets: UInt64 = 0
  /// Packets whose time lies before that of the packet in front of them on the same interface.
  public var timeReversals: UInt64 = 0
  /// IP fragments other than the first; they have no TCP header and are not analysed.
  public var fragments: UInt64 = 0
  /// Packets that were not analysed, by reason.
  public var skipped: [SkipReason: UInt64] = [:]
  /// Link types by DLT number that could not be decoded, with their packets.
  public var unknownLinkTypes: [Int32: UInt64] = [:]
  /// EtherTypes that no decoder knows, with their packets; at most 64 different ones are kept.
  public var unknownEtherTypes: [UInt16: UInt64] = [:]
  /// Warnings about the files themselves, in words (a file cut in the middle of a packet, and the like).
  public var warnings: [String] = []

  /// Makes an empty summary.
  public init() {}
}

extension CaptureSummary {
  /// Replaces names of interfaces, and drops comments and the names of hardware, system and program.
  mutating func replaceNames() {
    for file in files.indices {
      files[file].origin = []
      for index in files[file].interfaces.indices where files[file].interfaces[index].name != nil {
        files[file].interfaces[index].name = "interface-\(index + 1)"
      }
    }
  }
}

/// Packets by network layer; each packet counts once.
public struct NetworkLayerCounts: Sendable, Equatable {
  /// ARP and RARP.
  public var arp: UInt64 = 0
  /// IPv4.
  public var ipv4: UInt64 = 0
  /// IPv6.
  public var ipv6: UInt64 = 0
  /// Everything else, and what could not be decoded so far.
  public var other: UInt64 = 0
  /// Makes zero counts.
  public init() {}
}

/// IP packets by transport protocol; each IP packet counts once (the outer header of a tunnel).
public struct TransportLayerCounts: Sendable, Equatable {
  /// TCP.
  public var tcp: UInt64 = 0
  /// UDP.
  public var udp: UInt64 = 0
  /// ICMP.
  public var icmp: UInt64 = 0
  /// ICMPv6.
  public var icmpv6: UInt64 = 0
  /// Other protocols, tunnels and further fragments among them.
  public var other: UInt64 = 0
  /// Makes zero counts.
  public init() {}
}

/// One capture file.
public struct CaptureFileSummary: Sendable, Equatable {
  /// Container format.
  public enum Format: String, Sendable {
    /// Classic libpcap file.
    case pcap
    /// pcapng.
    case pcapng
  }

  /// One interface of a pcapng file (of a classic file: its only one).
  public struct Interface: Sendable, Equatable {
    /// Name (`if_name`) if the file has one.
    public var name: String?
    /// DLT number.
    public var linkType: Int32
    /// Snap length in bytes; 0 is unlimited.
    public var snapLength: UInt32
    /// Packets that the interface or the kernel dropped, by the last statistics block; `nil` if the file does not say.
    public var drops: UInt64?
    /// Makes an interface.
    public init(name: String?, linkType: Int32, snapLength: UInt32, drops: UInt64? = nil) {
      self.name = name
      self.linkType = linkType
      self.snapLength = snapLength
      self.drops = drops
    }
  }

  /// Last path component; `-` for standard input.
  public var name: String
  /// The format.
  public var format: Format = .pcap
  /// Bytes of the file as it lies on disk (compressed size if compressed).
  public var bytes: UInt64 = 0
  /// Name of the compression, `gzip` or `zstd`; `nil` for none.
  public var compression: String?
  /// DLT names of its interfaces in order of appearance, each once (`EN10MB`, `LINUX_SLL2`).
  public var linkTypes: [String] = []
  /// Interfaces.
  public var interfaces: [Interface] = []
  /// Greatest snap length of its interfaces.
  public var snapLength: UInt32 = 0
  /// Resolution of its time stamps: `s`, `ms`, `µs`, `ns`, `2^-n s` and the like; the finest of its interfaces.
  public var timeResolution: String = ""
  /// Packets in the file.
  public var packets: UInt64 = 0
  /// Packets dropped by interface and kernel, summed over the interfaces; `nil` if the file does not say.
  public var drops: UInt64?
  /// SHA-256 of the file's bytes in lower-case hexadecimal, if it was asked for.
  public var sha256: String?
  /// Comments of the section, the capturing hardware, system and program (pcapng), as they stand in the file.
  public var origin: [String] = []

  /// Link type of a classic file as it stands there, with what its upper bits say of check sequences.
  var linkField: UInt32 = 0
  /// Snap length that a new file of its packets needs.
  var snapField: UInt32 = 0

  /// Makes the summary of a file that nothing was read of yet.
  public init(name: String) {
    self.name = name
  }
}

/// Why a packet was not analysed; the closed list of the keys of `skipped`.
public enum SkipReason: String, Sendable, CaseIterable, Comparable {
  /// The link type has no decoder.
  case unknownLinkType
  /// The EtherType or protocol field has no decoder (ARP and the like are counted by layer, not here).
  case unknownEtherType
  /// Captured bytes end before the headers do.
  case truncatedHeaders
  /// A header contradicts itself (IP version, header length below its minimum, total length below the header).
  case malformedHeader
  /// IP fragment other than the first.
  case fragment
  /// TCP quoted in an ICMP error.
  case icmpQuote
  /// IP in IP, 6in4, 4in6.
  case tunnelIPinIP
  /// GRE, ERSPAN and NVGRE among it.
  case tunnelGRE
  /// VXLAN on its usual ports.
  case tunnelVXLAN
  /// GENEVE.
  case tunnelGENEVE
  /// GTP-U.
  case tunnelGTP
  /// Teredo.
  case tunnelTeredo
  /// L2TP.
  case tunnelL2TP
  /// IPsec ESP or AH.
  case ipsec
  /// 802.11 frame that is encrypted or carries no data.
  case wirelessNotData
  /// Left out by `--interface`.
  case otherInterface
  /// Packet record of a pcapng interface that the file never described.
  case unknownInterface

  /// Orders by name.
  public static func < (left: SkipReason, right: SkipReason) -> Bool { left.rawValue < right.rawValue }

  /// What the reason means, in words for people.
  public var explanation: String {
    switch self {
    case .unknownLinkType: "link type that captcp cannot decode"
    case .unknownEtherType: "protocol above the link layer that captcp cannot decode"
    case .truncatedHeaders: "captured bytes end before the TCP header does"
    case .malformedHeader: "header that contradicts itself"
    case .fragment: "IP fragment other than the first, without a TCP header"
    case .icmpQuote: "TCP header quoted in an ICMP error"
    case .tunnelIPinIP: "IP in IP tunnel, not looked into"
    case .tunnelGRE: "GRE tunnel, not looked into"
    case .tunnelVXLAN: "VXLAN tunnel, not looked into"
    case .tunnelGENEVE: "GENEVE tunnel, not looked into"
    case .tunnelGTP: "GTP tunnel, not looked into"
    case .tunnelTeredo: "Teredo tunnel, not looked into"
    case .tunnelL2TP: "L2TP tunnel, not looked into"
    case .ipsec: "IPsec, not looked into"
    case .wirelessNotData: "802.11 frame that is encrypted or carries no data"
    case .otherInterface: "packet of another interface than the one asked for"
    case .unknownInterface: "packet of an interface that the file never described"
    }
  }
}
