import PacketCapture
import Testing

// The captures beside the repository are not part of it; where they are absent there is nothing to read.
@Suite(.enabled(if: SharedCaptures.isPresent, "needs ../shared/captures beside the repository"))
struct SharedCaptureTests {
  /// Packets of each laboratory capture, all of them TCP.
  static let packets: [String: UInt64] = [
    "A2_fast_late25ms.pcap": 21, "A3_only2dup.pcap": 20, "A_fast.pcap": 21, "A_ng.pcapng": 21,
    "B2_two_holes.pcap": 30, "C_tlp.pcap": 11, "D_span_dup.pcap": 20, "E_tso.pcap": 11, "F_nano.pcap": 8,
    "G_zwp.pcap": 17, "H_eifel.pcap": 13, "I2_reorder_rcv.pcap": 19, "I_reorder.pcap": 10,
    "J_midstream.pcap": 9, "K_capdrop.pcap": 16, "L_synrtx.pcap": 6, "M_winfull.pcap": 9, "N_ka.pcap": 9,
    "lt_mpls.pcap": 21, "lt_null.pcap": 21, "lt_qinq.pcap": 21, "lt_raw.pcap": 21, "lt_sll.pcap": 21,
    "lt_sll2.pcap": 21, "lt_vlan.pcap": 21,
  ]

  @Test(arguments: packets)
  func laboratoryCapturesAreAllTCP(name: String, packets: UInt64) throws {
    let reading = try Reading(paths: [SharedCaptures.folder + "/lab/" + name])
    #expect(reading.summary.packets == packets)
    #expect(reading.summary.tcpPackets == packets)
    #expect(reading.summary.warnings.isEmpty)
  }

  @Test(arguments: ["lt_mpls", "lt_null", "lt_qinq", "lt_raw", "lt_sll", "lt_sll2", "lt_vlan"])
  func linkTypesChangeNothingAboveThem(name: String) throws {
    let plain = try Reading(paths: [SharedCaptures.folder + "/lab/A_fast.pcap"])
    let other = try Reading(paths: [SharedCaptures.folder + "/lab/\(name).pcap"])
    #expect(plain.segments.map(\.sequenceNumber) == other.segments.map(\.sequenceNumber))
    #expect(plain.segments.map(\.networkLength) == other.segments.map(\.networkLength))
    #expect(plain.segments.map(\.timestamp) == other.segments.map(\.timestamp))
    #expect(plain.segments.map(\.payloadChecksum) == other.segments.map(\.payloadChecksum))
  }

  @Test(arguments: SharedCaptures.paths(prefix: "hostile-"))
  func hostileFilesGiveCountsOrOneLine(path: String) {
    do throws(CaptureFileError) {
      let reading = try Reading(paths: [path])
      #expect(reading.summary.packets == UInt64(reading.outcomes.count))
    } catch {
      #expect(error.description.hasPrefix(path))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test(arguments: SharedCaptures.paths(prefix: "format-") + SharedCaptures.paths(prefix: "behaviour-"))
  func realCapturesAreReadToTheirEnd(path: String) throws {
    let reading = try Reading(paths: [path])
    #expect(reading.summary.packets > 0)
    #expect(reading.summary.warnings.isEmpty)
    #expect(reading.summary.unknownLinkTypes.keys.allSatisfy { $0 == 220 || $0 == 189 || $0 == 249 })
  }
}
