extension Explanation.Step {
  /// Where the rule that the test follows comes from; `nil` where it is captcp's own.
  public var source: String? {
    switch test {
    case "syn", "synRetransmission": "RFC 9293, section 3.5"
    case "resetAtNextByte": "RFC 5961, section 3.2"
    case "zeroWindowProbe": "RFC 9293, section 3.8.6.1"
    case "keepAlive": "RFC 9293, section 3.8.4"
    case "rto": "RFC 6298, section 5"
    case "rtoRecovery": "RFC 5681, section 3.1"
    case "rack", "rackInLoss", "rackInRecovery": "RFC 8985, section 6.2"
    case "tlp": "RFC 8985, section 7.2"
    case "recovery": "RFC 6675, section 5"
    case "fast": "RFC 5681, section 3.2; RFC 6675, section 4"
    case "duplicate": "RFC 5681, section 2; RFC 6675, section 2"
    case "timestamp": "RFC 7323, section 3"
    default: nil
    }
  }
}
