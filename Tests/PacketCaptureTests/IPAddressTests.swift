import PacketCapture
import Testing

@Suite struct IPAddressTests {
  // RFC 5952, section 4, and the examples of section 1.
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"),
    ("255.255.255.255", "255.255.255.255"),
    ("0.0.0.0", "0.0.0.0"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:0db8::0001", "2001:db8::1"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("2001:DB8::AbCd", "2001:db8::abcd"),
    ("::", "::"),
    ("::1", "::1"),
    ("1::", "1::"),
    ("0:0:0:0:0:0:0:1", "::1"),
    ("1:0:0:0:0:0:0:0", "1::"),
    ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ("::fffe:192.0.2.1", "::fffe:c000:201"),
    ("fe80:1:2:3:4:5:6:7", "fe80:1:2:3:4:5:6:7"),
  ])
  func textIsCanonical(text: String, canonical: String) {
    let address = IPAddress(text)
    #expect(address?.description == canonical)
    #expect(IPAddress(canonical) == address)
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "1..2.3", "a.b.c.d", "1.2.3.4000",
    ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "::1%lo", "[::1]", "1:", ":1",
    "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::g", "2001:db8::/32", "1:2:3:4:5:6:7::8",
  ])
  func otherTextIsRefused(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func endpointsCarryTheirPort() {
    let v4 = Endpoint(address: IPAddress(ipv4: 0x0a00_0001), port: 80)
    let v6 = Endpoint(address: IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: 1), port: 65535)
    #expect(v4.description == "10.0.0.1:80")
    #expect(v6.description == "[2001:db8::1]:65535")
  }

  @Test func longestAddressFits() {
    let address = IPAddress(ipv6High: .max, low: .max)
    #expect(Endpoint(address: address, port: 65535).description.count == 39 + 8)
  }

  @Test func versionsDiffer() {
    #expect(IPAddress(ipv4: 1) != IPAddress(ipv6High: 0, low: 1))
    #expect(IPAddress(ipv4: .max) < IPAddress(ipv6High: 0, low: 0))
  }
}
