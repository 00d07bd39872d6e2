import ArgumentParser
import PacketCapture
import TCPAnalysis

/// Window scales by flow, `3.1=7,3.2=7`.
struct WindowScaleList: ExpressibleByArgument, Equatable {
  /// Shift by flow.
  let shifts: [FlowID: UInt8]

  init?(argument: String) {
    var shifts: [FlowID: UInt8] = [:]
    for entry in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = entry.split(separator: "=", omittingEmptySubsequences: false)
      // RFC 7323, section 2.3: the greatest shift is 14.
      guard sides.count == 2, let id = FlowID(String(sides[0])), let shift = UInt8(sides[1]), shift <= 14
      else { return nil }
      for direction in id.direction.map({ [$0] }) ?? [1, 2] {
        shifts[FlowID(connection: id.connection, direction: direction)] = shift
      }
    }
    self.shifts = shifts
  }
}

/// Options for what the capture cannot tell.
struct KnowledgeOptions: ParsableArguments {
  /// Where the capture was taken, as the user names it.
  enum Place: String, CaseIterable, ExpressibleByArgument {
    case initiator, responder, middle
  }

  @Option(help: ArgumentHelp("Where the capture was taken, if it does not show.", valueName: "place"))
  var capturePoint: Place?

  @Option(
    help: ArgumentHelp(
      "Window scale of flows whose handshake was not captured, as 3.1=7,3.2=7.", valueName: "id=shift,…"))
  var windowScale: WindowScaleList?

  @Option(help: ArgumentHelp("Read only this interface of the capture (pcapng).", valueName: "name"))
  var interface: String?

  @OptionGroup(title: "Anonymity") var anonymity: AnonymityOptions

  /// How the capture is read.
  ///
  /// - Throws: ``CommandFailure`` if there is no key for pseudonyms.
  func captureOptions(filter: String?, isReadTwice: Bool) throws(CommandFailure) -> CaptureOptions {
    var options = CaptureOptions(filter: filter, interface: interface, isReadTwice: isReadTwice)
    options.anonymization = try anonymity.anonymization()
    return options
  }

  /// What the analysis is told.
  func analysisOptions(shownTimes: ClosedRange<Int64>? = nil) -> AnalysisOptions {
    var options = AnalysisOptions()
    options.capturePoint = capturePoint.flatMap { CapturePoint(rawValue: $0.rawValue) }
    options.windowScales = windowScale?.shifts ?? [:]
    options.shownTimes = shownTimes
    return options
  }
}
