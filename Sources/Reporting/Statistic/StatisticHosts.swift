import Measurements
import PacketCapture
import TCPAnalysis

/// `statistic --per-host`: what each address sent and received over all shown connections.
public struct StatisticHosts: Sendable {
  /// The sums of one address.
  struct Host: Sendable {
    var address = IPAddress()
    var connections: Int64 = 0
    var opened: Int64 = 0
    var sentPackets: Int64 = 0
    var sentPayloadBytes: Int64 = 0
    var receivedPackets: Int64 = 0
    var receivedPayloadBytes: Int64 = 0
    var retransmittedPackets: Int64 = 0
  }

  private let tool: String
  private let hosts: [Host]
  private let total: Int

  /// Adds up the shown connections.
  ///
  /// Hosts are in the order of payload sent and received together, the greatest first; `selection.top` limits
  /// their number here, and not that of connections.
  public init(_ material: StatisticMaterial) {
    var sums: [IPAddress: Host] = [:]
    var selection = material.selection
    selection.top = nil
    selection.sortKey = nil
    selection.forEach(in: material.analysis.connections) { connection in
      for address in Set([connection.forward.source.address, connection.backward.source.address]) {
        sums[address, default: Host()].connections += 1
      }
      sums[connection.initiator.address, default: Host()].opened += connection.isRoleGuessed ? 0 : 1
      for flow in selection.flows(of: connection) {
        sums[flow.source.address, default: Host()].sentPackets += flow.packets
        sums[flow.source.address, default: Host()].sentPayloadBytes += flow.payloadBytes
        sums[flow.source.address, default: Host()].retransmittedPackets += flow.retransmittedPackets
        sums[flow.destination.address, default: Host()].receivedPackets += flow.packets
        sums[flow.destination.address, default: Host()].receivedPayloadBytes += flow.payloadBytes
      }
    }
    tool = material.tool
    total = sums.count
    let sorted = sums.map { address, host in
      var named = host
      named.address = address
      return named
    }.sorted {
      let left = $0.sentPayloadBytes &+ $0.receivedPayloadBytes
      let right = $1.sentPayloadBytes &+ $1.receivedPayloadBytes
      return left == right ? $0.address < $1.address : left > right
    }
    hosts = Array(sorted.prefix(material.selection.top ?? .max))
  }

  /// The table for people, 98 columns with IPv4 addresses.
  public func text(usesColor: Bool) -> [UInt8] {
    let style = TerminalStyle(usesColor: usesColor)
    var text = TextBuffer()
    let names = ["connections", "opened", "sent packets", "sent payload", "received payload", "resent"]
    let widths = [12, 8, 14, 14, 18, 9]
    text.append(style.bold("host".padded(to: 22) + zip(names, widths).map { $0.leftFilled(to: $1) }.joined()))
    text.append("\n")
    for host in hosts {
      text.append(pad: host.address.description, width: 22)
      let values = [
        Quantity.count(host.connections), Quantity.count(host.opened), Quantity.count(host.sentPackets),
        Quantity.si(Double(host.sentPayloadBytes), "B"), Quantity.si(Double(host.receivedPayloadBytes), "B"),
        Quantity.count(host.retransmittedPackets),
      ]
      for (value, width) in zip(values, widths) { text.append(value.leftFilled(to: width)) }
      text.append("\n")
    }
    if hosts.count < total { text.append(style.faint("\(hosts.count) of \(total) hosts\n")) }
    return text.bytes
  }

  /// The table as CSV.
  public func csv() -> [UInt8] {
    let numbers = Self.columns.map { column in
      DataTable.Column(column.key, .integers(hosts.map { .some(column.value($0)) }))
    }
    let addresses = DataTable.Column("address", .text(hosts.map(\.address.description)))
    return DataTable(name: "", columns: [addresses] + numbers).csv()
  }

  /// The table as JSON.
  public func json() -> [UInt8] {
    var json = JSONWriter(pretty: hosts.count <= StatisticJSON.prettyLimit)
    json.beginObject()
    json.member("schema", 1)
    json.member("tool", tool)
    json.key("hosts")
    json.beginArray()
    for host in hosts {
      json.beginObject()
      json.member("address", host.address.description)
      for column in Self.columns { json.member(column.key, column.value(host)) }
      json.endObject()
    }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.takeBytes()
  }

  private static let columns: KeyValuePairs<String, @Sendable (Host) -> Int64> = [
    "connections": { $0.connections }, "openedConnections": { $0.opened }, "sentPackets": { $0.sentPackets },
    "sentPayloadBytes": { $0.sentPayloadBytes }, "receivedPackets": { $0.receivedPackets },
    "receivedPayloadBytes": { $0.receivedPayloadBytes }, "retransmittedPackets": { $0.retransmittedPackets },
  ]
}

extension String {
  fileprivate func leftFilled(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
