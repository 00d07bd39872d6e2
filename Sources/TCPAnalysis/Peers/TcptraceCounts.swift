/// What tcptrace counts of one direction: of the data it sent, and of the ACKs that came back for it.
///
/// The names of tcptrace's own columns (`tcptrace -l --csv`) stand behind each. Times are whole microseconds.
public struct TcptraceCounts: Sendable, Equatable {
  /// Packets sent (`total_packets`).
  public var packets: Int64 = 0
  /// Packets with payload, repeated ones too (`actual_data_pkts`).
  public var dataPackets: Int64 = 0
  /// Payload bytes, repeated ones too (`actual_data_bytes`).
  public var dataBytes: Int64 = 0
  /// Packets of which at least one byte, SYN or FIN had been sent before (`rexmt_data_pkts`).
  public var rexmtPackets: Int64 = 0
  /// Bytes that had been sent before, SYN and FIN counting one each (`rexmt_data_bytes`).
  public var rexmtBytes: Int64 = 0
  /// Packets that filled a hole, whatever the cause (`outoforder_pkts`).
  public var outOfOrderPackets: Int64 = 0
  /// Payload bytes that had not been sent before (`unique_bytes_sent`).
  public var uniqueBytes: Int64 = 0
  /// Packets sent while the other side's window was zero (`zwnd_probe_pkts`).
  public var zeroWindowProbePackets: Int64 = 0
  /// Payload bytes of those packets (`zwnd_probe_bytes`).
  public var zeroWindowProbeBytes: Int64 = 0
  /// Packets with IP-ID and sequence number of one of the last packets remembered (`hardware_dups`).
  public var hardwareDuplicates: Int64 = 0

  /// RTT samples of the data sent (`RTT_samples`).
  public var rttSamples: Int64 = 0
  /// Least RTT (`RTT_min`), microseconds, 0 counting as unset; meaningless without samples.
  public var rttMinMicroseconds: Int64 = 0
  /// Greatest RTT (`RTT_max`), microseconds; meaningless without samples.
  public var rttMaxMicroseconds: Int64 = 0
  /// Sum of all samples, microseconds.
  public var rttSumMicroseconds: Int64 = 0
  /// ACKs of ranges that had been sent more than once: no sample (`ambiguous_acks`).
  public var ambiguousAcks: Int64 = 0
  /// ACKs of ranges below which something was sent later: no sample (`post-loss_acks`).
  public var postLossAcks: Int64 = 0
  /// Ranges acknowledged together with later ones (`segs_cum_acked`).
  public var cumulativeAcks: Int64 = 0
  /// Duplicate ACKs received (`duplicate_acks`).
  public var duplicateAcks: Int64 = 0
  /// Third duplicate ACKs in a row received (`triple_dupacks`).
  public var tripleDuplicateAcks: Int64 = 0

  /// Makes counts that are all zero.
  public init() {}

  /// The mean RTT as tcptrace computes it: the divisor has a small addend (`RTT_avg`); `nil` without samples.
  public var rttMeanMicroseconds: Double? {
    rttSamples > 0 ? Double(rttSumMicroseconds) / (Double(rttSamples) + 0.0001) : nil
  }

  /// Takes an RTT sample in.
  mutating func addSample(microseconds: Int64) {
    rttSamples &+= 1
    if rttMinMicroseconds == 0 || rttMinMicroseconds > microseconds { rttMinMicroseconds = microseconds }
    rttMaxMicroseconds = max(rttMaxMicroseconds, microseconds)
    rttSumMicroseconds &+= microseconds
  }
}
