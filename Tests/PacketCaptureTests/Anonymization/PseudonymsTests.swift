import Fixtures
import Testing

@testable import PacketCapture

@Suite struct PseudonymsTests {
  /// The key of the sample that comes with Crypto-PAn 1.0.
  private static let sampleKey: [UInt8] = [
    21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16,
    216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2,
  ]

  private func pseudonyms(_ secret: String, ports: Bool = false) throws -> Pseudonyms {
    var anonymization = try #require(Anonymization(secret: Array(secret.utf8)))
    anonymization.mapsPorts = ports
    return Pseudonyms(anonymization)
  }

  @Test(arguments: [
    ("128.11.68.132", "135.242.180.132"), ("129.118.74.4", "134.136.186.123"),
    ("130.132.252.244", "133.68.164.234"), ("141.223.7.43", "141.167.8.160"),
    ("141.233.145.108", "141.129.237.235"), ("152.163.225.39", "151.140.114.167"),
    ("156.29.3.236", "147.225.12.42"), ("165.247.96.84", "162.9.99.234"),
    ("166.107.77.190", "160.132.178.185"), ("192.102.249.13", "252.138.62.131"),
  ])
  func addressesAreMappedAsCryptoPAnDoes(address: String, expected: String) throws {
    let pseudonyms = Pseudonyms(try #require(Anonymization(secret: Self.sampleKey)))
    #expect(pseudonyms.address(try #require(IPAddress(address))).description == expected)
  }

  @Test func sharedPrefixesStayShared() throws {
    let pseudonyms = try pseudonyms("prefix")
    for seed in SeededNumbers.seeds(200) {
      var numbers = SeededNumbers(seed: seed)
      let first = IPAddress(
        ipv6High: .random(in: 1 ... .max, using: &numbers), low: .random(in: 0 ... .max, using: &numbers))
      let bit = Int.random(in: 0..<128, using: &numbers)
      var second = first
      if bit < 64 {
        second.high ^= 1 << UInt64(63 - bit)
        second.low = .random(in: 0 ... .max, using: &numbers)
      } else {
        second.low ^= 1 << UInt64(127 - bit)
      }
      let (left, right) = (pseudonyms.address(first), pseudonyms.address(second))
      let high = (left.high ^ right.high).leadingZeroBitCount
      let shared = high < 64 ? high : 64 + (left.low ^ right.low).leadingZeroBitCount
      #expect(shared == bit, "seed \(seed)")
    }
  }

  @Test func noTwoAddressesShareAPseudonym() throws {
    let pseudonyms = try pseudonyms("one to one")
    let addresses =
      (0..<5000).map { IPAddress(ipv4: 0x0a00_0000 + $0 * 7919) }
      + [0, 0xffff_ffff].map { IPAddress(ipv4: $0) }
    #expect(Set(addresses.map { pseudonyms.address($0) }).count == addresses.count)
    #expect(pseudonyms.address(IPAddress(ipv4: 0)) == IPAddress(ipv4: 0))
    #expect(pseudonyms.address(IPAddress(ipv4: .max)) == IPAddress(ipv4: .max))
    #expect(pseudonyms.address(IPAddress(ipv6High: 0, low: 0)) == IPAddress(ipv6High: 0, low: 0))
  }

  @Test func sameKeyGivesTheSameAndAnotherKeyOthers() throws {
    let address = try #require(IPAddress("192.0.2.1"))
    #expect(try pseudonyms("a").address(address) == pseudonyms("a").address(address))
    #expect(try pseudonyms("a").address(address) != pseudonyms("b").address(address))
    let random = try (0..<2).map { _ in Pseudonyms(try #require(Anonymization.random())).address(address) }
    #expect(random[0] != random[1])
    #expect(Anonymization(secret: []) == nil)
  }

  @Test func macAddressesKeepWhatTheyAreAndNothingElse() throws {
    let pseudonyms = try pseudonyms("link")
    #expect(pseudonyms.linkAddress(0xffff_ffff_ffff) == 0xffff_ffff_ffff)
    #expect(pseudonyms.linkAddress(0) == 0)
    var seen: Set<UInt64> = []
    for value in 1...5000 as ClosedRange<UInt64> {
      let address = (value &* 0x9e37_79b9_7f4a_7c15) >> 16
      let pseudonym = pseudonyms.linkAddress(address)
      #expect(pseudonym >> 48 == 0)
      #expect(pseudonym >> 40 & 3 == address >> 40 & 3)
      seen.insert(pseudonym)
    }
    #expect(seen.count == 5000)
  }

  @Test func portsStayInTheirRangesAndTunnelsTheirPorts() throws {
    let pseudonyms = try pseudonyms("ports", ports: true)
    let mapped = (0...UInt16.max).map { pseudonyms.port($0) }
    #expect(Set(mapped).count == 65_536)
    #expect(mapped[1...1023].allSatisfy { (1...1023).contains($0) })
    #expect(mapped[49_152...].allSatisfy { $0 >= 49_152 })
    #expect(Pseudonyms.tunnelPorts.allSatisfy { mapped[Int($0)] == $0 })
    #expect(mapped[0] == 0)
    #expect(zip(mapped, UInt16(0)...UInt16.max).count { $0 == $1 } < 100)
    #expect(try self.pseudonyms("ports").port(443) == 443)
  }

  @Test func payloadSumsTellOnlyWhetherPayloadsOfOnePlaceAreEqual() throws {
    let pseudonyms = try pseudonyms("payload")
    func sum(_ value: UInt16, _ sequence: UInt32 = 1, oneByte: Bool = false) -> UInt16 {
      pseudonyms.payloadSum(value, flow: 1, sequenceNumber: sequence, isOneByte: oneByte)
    }
    #expect(sum(0) == 0)
    #expect(sum(1234) == sum(1234))
    #expect(sum(1234) != sum(1235))
    #expect(sum(1234) != sum(1234, 2))
    for value in 1...2000 as ClosedRange<UInt16> {
      #expect((1...65_534).contains(sum(value)))
      let single = sum(value << 8 | 1, oneByte: true)
      #expect(single & 255 == 0 && single > 0)
    }
  }
}
