import Fixtures
import Foundation
import PacketCapture
import TCPAnalysis

/// What the sending host's kernel said of one of its sockets, sampled every 10 ms.
struct KernelSamples: Sendable {
  let local: Endpoint
  let remote: Endpoint
  /// Smoothed round-trip times in milliseconds, in the order of time.
  let roundTrips: [Double]
  /// The least round-trip time that the kernel kept, in milliseconds.
  let leastRoundTrip: Double?

  /// The sockets of the sending host, in the order of their making.
  static func all(_ scenario: Scenario) throws -> [KernelSamples] {
    let object = try Fixtures.truthObject(scenario.name)
    let connections = object["conns"] as? [[String: Any]] ?? []
    return connections.filter { $0["host"] as? String == "sender" }.compactMap { KernelSamples($0) }
  }

  private init?(_ object: [String: Any]) {
    guard let local = Self.endpoint(object["local"]), let remote = Self.endpoint(object["remote"]),
      let table = object["tcp_info"] as? [String: Any], let fields = table["fields"] as? [String],
      let rows = table["rows"] as? [[Any]], let current = fields.firstIndex(of: "rtt"),
      let least = fields.firstIndex(of: "min_rtt")
    else { return nil }
    self.local = local
    self.remote = remote
    func milliseconds(_ value: Any?) -> Double? {
      guard let number = (value as? NSNumber)?.doubleValue, number > 0, number < 4e9 else { return nil }
      return number / 1000
    }
    roundTrips = rows.compactMap { current < $0.count ? milliseconds($0[current]) : nil }
    let final = object["tcp_info_final"] as? [String: Any]
    leastRoundTrip =
      milliseconds(final?["min_rtt"])
      ?? rows.compactMap { least < $0.count ? milliseconds($0[least]) : nil }.last
  }

  private static func endpoint(_ value: Any?) -> Endpoint? {
    guard let pair = value as? [Any], pair.count == 2, let text = pair[0] as? String,
      let port = (pair[1] as? NSNumber)?.uint16Value, let host = Self.address(text)
    else { return nil }
    return Endpoint(address: host, port: port)
  }

  /// The address of an end of the testbed: 10.77.0.N or fd77::N.
  static func address(_ text: String) -> IPAddress? {
    for number in UInt64(1)...2 {
      if text == "10.77.0.\(number)" { return IPAddress(ipv4: 0x0A4D_0000 | UInt32(number)) }
      if text == "fd77::\(number)" { return IPAddress(ipv6High: 0xFD77_0000_0000_0000, low: number) }
    }
    return nil
  }
}

extension Scenario {
  /// The sockets of the sending host with the flows that they sent; a port that is used again is matched in order.
  func sentFlows() throws -> [(kernel: KernelSamples, connection: ConnectionSummary, flow: FlowSummary)] {
    var found: [(KernelSamples, ConnectionSummary, FlowSummary)] = []
    var used: Set<Int> = []
    for kernel in try KernelSamples.all(self) {
      let match = sender.connections.first { connection in
        !used.contains(connection.id)
          && connection.flows.contains { $0.source == kernel.local && $0.destination == kernel.remote }
      }
      guard let match, let flow = match.flows.first(where: { $0.source == kernel.local }) else { continue }
      used.insert(match.id)
      found.append((kernel, match, flow))
    }
    return found
  }
}
