/// An IPv4 or IPv6 address, 16 bytes of value and no allocation.
///
/// IPv4 addresses are held as 32 bits in `low`; the flag tells them from IPv6 addresses of the same bits.
public struct IPAddress: Hashable, Sendable, Comparable, BitwiseCopyable {
  /// Bytes 0 to 7 of an IPv6 address, big-endian; 0 for IPv4.
  public var high: UInt64
  /// Bytes 8 to 15 of an IPv6 address, or the four bytes of an IPv4 address.
  public var low: UInt64
  /// Whether the address is IPv6.
  public var isIPv6: Bool

  /// Makes the IPv4 address 0.0.0.0.
  public init() {
    high = 0
    low = 0
    isIPv6 = false
  }

  /// Makes an IPv4 address of its 32 bits, the first byte highest.
  public init(ipv4 bits: UInt32) {
    high = 0
    low = UInt64(bits)
    isIPv6 = false
  }

  /// Makes an IPv6 address of its two halves, the first byte highest.
  public init(ipv6High high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    isIPv6 = true
  }

  /// IPv4 before IPv6, then by value.
  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    (left.isIPv6 ? 1 : 0, left.high, left.low) < (right.isIPv6 ? 1 : 0, right.high, right.low)
  }
}

/// An address and a port.
public struct Endpoint: Hashable, Sendable, Comparable, BitwiseCopyable {
  /// The address.
  public var address: IPAddress
  /// The port.
  public var port: UInt16

  /// Makes an endpoint.
  public init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// By address, then by port.
  public static func < (left: Endpoint, right: Endpoint) -> Bool {
    (left.address, left.port) < (right.address, right.port)
  }
}
