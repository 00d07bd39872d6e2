import Glibc

/// An IPv4 or IPv6 address as bytes in network order.
struct SegmentScriptAddress: Equatable {
  let bytes: [UInt8]

  var isIPv6: Bool { bytes.count == 16 }

  /// Reads `10.0.0.1` or `fd00::1`.
  init?(_ text: some StringProtocol) {
    var buffer = [UInt8](repeating: 0, count: 16)
    let isIPv6 = text.contains(":")
    guard inet_pton(isIPv6 ? AF_INET6 : AF_INET, String(text), &buffer) == 1 else { return nil }
    bytes = isIPv6 ? buffer : Array(buffer[..<4])
  }

  /// Reads `10.0.0.1:40000` or `[fd00::1]:40000`.
  static func endpoint(_ text: String) throws(SegmentScriptProblem) -> (SegmentScriptAddress, UInt16) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      throw SegmentScriptProblem("'\(text)' is no address with a port, as 10.0.0.1:80 or [fd00::1]:80")
    }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw SegmentScriptProblem("write an IPv6 address in brackets: [fd00::1]:80")
    }
    guard let address = SegmentScriptAddress(host) else {
      throw SegmentScriptProblem("'\(host)' is no IP address")
    }
    return (address, port)
  }
}
