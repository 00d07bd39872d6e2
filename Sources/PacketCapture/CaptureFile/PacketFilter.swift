import CPcap

/// A libpcap filter expression, compiled for each link type when its first packet comes.
final class PacketFilter {
  /// One compiled program.
  private struct Program {
    var linkType: Int32
    /// `nil` if the expression means nothing for this link type.
    var code: UnsafeMutablePointer<bpf_program>?
  }

  private let expression: String
  private var programs: [Program] = []
  /// What could not be compiled, in words.
  private(set) var warnings: [String] = []

  /// Makes a filter of an expression that `check(_:)` has passed.
  init(_ expression: String) {
    self.expression = expression
  }

  deinit {
    for program in programs {
      guard let code = program.code else { continue }
      pcap_freecode(code)
      code.deallocate()
    }
  }

  /// Finds syntax errors before any packet is read.
  ///
  /// Ethernet is tried first, and its message is the one shown; an expression about other link layers only
  /// (`wlan …`, `inbound`) passes if one of them takes it.
  static func check(_ expression: String) throws(CaptureFileError) {
    let others = [LinkType.linuxCooked, LinkType.linuxCooked2, LinkType.radiotap, LinkType.raw, LinkType.ppp]
    var first: String?
    for linkType in [LinkType.ethernet] + others {
      switch compile(expression, linkType: linkType) {
      case .success(let code):
        pcap_freecode(code)
        code.deallocate()
        return
      case .failure(let failure): first = first ?? failure.message
      }
    }
    throw .badFilter(message: first ?? "the filter does not compile")
  }

  /// Whether the expression matches a packet.
  @inline(__always)
  func matches(
    _ bytes: UnsafeRawPointer, capturedLength: Int, originalLength: UInt32, linkType: Int32
  ) -> Bool {
    guard let code = program(for: linkType) else { return false }
    var header = pcap_pkthdr()
    header.caplen = UInt32(clamping: capturedLength)
    header.len = originalLength
    return pcap_offline_filter(code, &header, bytes.assumingMemoryBound(to: UInt8.self)) != 0
  }

  @inline(__always)
  private func program(for linkType: Int32) -> UnsafeMutablePointer<bpf_program>? {
    for program in programs where program.linkType == linkType { return program.code }
    return compileProgram(for: linkType)
  }

  private func compileProgram(for linkType: Int32) -> UnsafeMutablePointer<bpf_program>? {
    switch Self.compile(expression, linkType: linkType) {
    case .success(let code):
      programs.append(Program(linkType: linkType, code: code))
      return code
    case .failure(let failure):
      programs.append(Program(linkType: linkType, code: nil))
      warnings.append(
        "the filter means nothing for link type \(LinkType.name(of: linkType)) (\(failure.message)); "
          + "its packets are not shown")
      return nil
    }
  }

  private struct CompileFailure: Error {
    var message: String
  }

  private static func compile(
    _ expression: String, linkType: Int32
  ) -> Result<UnsafeMutablePointer<bpf_program>, CompileFailure> {
    // The snap length is only what a matching program returns, so one for all interfaces will do.
    guard let handle = pcap_open_dead(linkType, 262_144) else {
      return .failure(CompileFailure(message: "no memory"))
    }
    defer { pcap_close(handle) }
    let code = UnsafeMutablePointer<bpf_program>.allocate(capacity: 1)
    code.initialize(to: bpf_program())
    // 0xffffffff: PCAP_NETMASK_UNKNOWN, a macro with a cast.
    guard pcap_compile(handle, code, expression, 1, 0xffff_ffff) == 0 else {
      code.deallocate()
      return .failure(
        CompileFailure(message: pcap_geterr(handle).map { String(cString: $0) } ?? "unknown error"))
    }
    return .success(code)
  }
}
